import { useAnswer } from '../live.ts';
import { Columns } from '../parts/columns.tsx';
import { RunMark } from '../parts/mark.tsx';
import { Pick } from '../parts/pick.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago, Span } from '../parts/time.tsx';
import { shortRef } from '../refs.ts';
import { filtered, query, setQuery } from '../router.ts';
import type { Page, Run } from '../wire.ts';

/** Every run, the newest first. */
export function Runs() {
  const runs = useAnswer<Page<Run>>(filtered('/api/v1/runs?limit=50', [...FILTERS, 'after']));
  const isFiltered = FILTERS.some((name) => query.value.has(name));
  return (
    <section>
      <h1>Runs</h1>
      <Filters />
      <Shown answer={runs}>
        {({ items, next }) => (
          <>
            {items.length > 0 ? (
              <RunTable runs={items} />
            ) : isFiltered ? (
              <Empty title="No run is like that.">
                <a href="/runs">Show all</a>
              </Empty>
            ) : (
              <Empty title="No run yet." />
            )}
            {next !== undefined && (
              <button type="button" onClick={() => setQuery('after', next)}>
                Older
              </button>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

const FILTERS = ['repository', 'state', 'ref'];
const STATES: readonly Run['state'][] = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'superseded'];

/** Offers the repositories and branches of the newest runs. */
function Filters() {
  const newest = useAnswer<Page<Run>>('/api/v1/runs?limit=200');
  const known = newest.value.state === 'here' ? newest.value.value.items : [];
  return (
    <div class="tools">
      <Pick name="repository" every="Every repository" values={known.map(({ repository }) => repository)} />
      <Pick name="state" every="Every state" values={STATES} />
      <Pick name="ref" every="Every branch and tag" values={known.map(({ ref }) => ref)} shown={shortRef} />
    </div>
  );
}

/** A branch or tag as people say it. */

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
              {run.kind.replace('_', ' ')} <bdi>{shortRef(run.ref)}</bdi>
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
