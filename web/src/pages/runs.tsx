import { useAnswer } from '../live.ts';
import { Columns } from '../parts/columns.tsx';
import { RunMark } from '../parts/mark.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago, Span } from '../parts/time.tsx';
import { query, setQuery } from '../router.ts';
import type { Page, Run } from '../wire.ts';

/** Every run, the newest first. */
export function Runs() {
  const after = query.value.get('after');
  const runs = useAnswer<Page<Run>>(
    `/api/v1/runs?limit=50${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
  );
  return (
    <Shown answer={runs}>
      {({ items, next }) => (
        <section>
          <h1>Runs</h1>
          {items.length === 0 && <Empty title="No run yet." />}
          <RunTable runs={items} />
          {next !== undefined && (
            <button type="button" onClick={() => setQuery('after', next)}>
              Older
            </button>
          )}
        </section>
      )}
    </Shown>
  );
}

function RunTable({ runs }: { runs: readonly Run[] }) {
  if (runs.length === 0) return null;
  return (
    <table>
      <Columns names={['Run', 'State', 'What', 'Commit', 'By', 'Took', 'When']} />
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">
              <a href={`/runs/${run.id}`}>
                {run.repository} #{run.id}
              </a>
            </th>
            <td>
              <RunMark of={run.state} />
            </td>
            <td>
              {run.kind.replace('_', ' ')} <bdi>{run.ref.replace(/^refs\/(?:heads|tags)\//, '')}</bdi>
            </td>
            <td>
              <code>{run.commit.slice(0, 7)}</code>
            </td>
            <td>{run.created_by}</td>
            <td>
              <Span from={run.started_at} to={run.finished_at} />
            </td>
            <td>
              <Ago at={run.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
