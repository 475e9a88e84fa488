import { shortRef } from '../refs.ts';
import './activity.css';
import { useAnswer } from '../live.ts';
import { Action } from '../parts/action.tsx';
import { Columns } from '../parts/columns.tsx';
import { BuildMark, RunMark } from '../parts/mark.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago, Due, Span } from '../parts/time.tsx';
import { ask, may } from '../server.ts';
import type { Build, DriftReport, Page, Run } from '../wire.ts';

interface Delivery {
  readonly id: number;
  readonly repository_id: string | null;
  readonly forge: string;
  readonly event: string;
  readonly state: 'received' | 'done' | 'ignored' | 'dead';
  readonly reason: string | null;
  readonly received_at: string;
}

interface Worker {
  readonly id: string;
  readonly name: string;
  readonly platforms: readonly string[];
  readonly slots: number;
  readonly version: string;
  readonly seen_at: string;
  readonly draining: boolean;
  readonly revoked_at: string | null;
}

/** What waits and why, who builds, what has drifted, and what came in. */
export function Activity() {
  const repositories = useAnswer<Page<{ readonly id: string }>>('/api/v1/repositories');
  const builds = useAnswer<Page<Build>>('/api/v1/builds?state=claimed&state=ready&state=waiting&limit=200');
  const runs = useAnswer<Page<Run>>('/api/v1/runs?state=queued&state=running&limit=200');
  const workers = useAnswer<Page<Worker>>('/api/v1/workers');
  return (
    <section class="activity">
      <div class="title">
        <h1>Activity</h1>
        <Health />
      </div>
      <h2>Queue</h2>
      <Shown answer={runs}>
        {(open) => <Shown answer={builds}>{({ items }) => <Queue runs={open.items} builds={items} />}</Shown>}
      </Shown>
      <h2>Workers</h2>
      <Shown answer={workers}>
        {({ items }) => (
          <Workers workers={items} builds={builds.value.state === 'here' ? builds.value.value.items : []} />
        )}
      </Shown>
      <Shown answer={repositories}>
        {({ items }) =>
          items.map(({ id }) => (
            <div key={id}>
              <Drift id={id} />
              <RepositoryDeliveries id={id} />
            </div>
          ))
        }
      </Shown>
    </section>
  );
}

/** What the server says of its readiness, part by part. */
function Health() {
  const ready = useAnswer<Readonly<Record<string, string>>>('/readyz');
  const { value } = ready;
  if (value.state === 'loading') return null;
  if (value.state === 'refused') return <span class="bad">not ready: {value.error.message}</span>;
  return (
    <ul class="health">
      {Object.entries(value.value).map(([part, state]) => (
        <li key={part}>
          <span class="quiet">{part === 'status' ? 'server' : part}</span> <span class="good">{state}</span>
        </li>
      ))}
    </ul>
  );
}

function Queue({ runs, builds }: { runs: readonly Run[]; builds: readonly Build[] }) {
  if (runs.length + builds.length === 0) return <p class="quiet">Nothing waits, and nothing is built.</p>;
  return (
    <table>
      <Columns names={['What', 'State', 'Why', 'For', 'Since']} />
      <tbody>
        {runs.map((run) => (
          <tr key={`run ${run.id}`}>
            <th scope="row">
              <a href={`/runs/${run.id}`}>
                {run.repository} #{run.id}
              </a>
            </th>
            <td>
              <RunMark of={run.state} />
            </td>
            <td class="why">
              {run.reason ?? (run.state === 'queued' ? 'its turn comes after the runs before it' : '')}
            </td>
            <td>{shortRef(run.ref)}</td>
            <td>
              <Span from={run.started_at ?? run.created_at} to={null} />
            </td>
          </tr>
        ))}
        {builds.map((build) => (
          <tr key={build.id}>
            <th scope="row">
              <a href={`/builds/${build.id}`}>{build.image}</a>
            </th>
            <td>
              <BuildMark of={build.state} />
            </td>
            <td class="why">{build.reason ?? WAITS[build.state]}</td>
            <td>{build.platform}</td>
            <td>
              <Span from={build.started_at ?? build.ready_at ?? build.created_at} to={null} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Why a build waits that has no reason of its own. */
const WAITS: Partial<Readonly<Record<Build['state'], string>>> = {
  waiting: 'what it stands on is not built yet',
  ready: 'a slot of a worker',
};

function Workers({ workers, builds }: { workers: readonly Worker[]; builds: readonly Build[] }) {
  if (workers.length === 0)
    return (
      <Empty title="Nobody builds here.">
        <code>caskwright worker</code>
      </Empty>
    );
  return (
    <table>
      <Columns names={['Worker', 'Builds for', 'Slots', 'Version', 'Seen', 'State']} />
      <tbody>
        {workers.map((worker) => {
          const busy = builds.filter((build) => build.state === 'claimed' && build.worker === worker.id);
          return (
            <tr key={worker.id}>
              <th scope="row">{worker.name}</th>
              <td>{worker.platforms.join(', ')}</td>
              <td title={busy.map(({ image }) => image).join(', ')}>
                <span class="number">
                  {busy.length} of {worker.slots}
                </span>{' '}
                <meter min={0} max={Math.max(1, worker.slots)} value={busy.length}>
                  {busy.length} of {worker.slots}
                </meter>
              </td>
              <td>{worker.version}</td>
              <td>
                <Ago at={worker.seen_at} />
              </td>
              <td>
                {worker.revoked_at !== null ? 'revoked' : worker.draining ? 'draining' : 'takes builds'}{' '}
                {may('admin') && !worker.draining && worker.revoked_at === null && (
                  <Action
                    label="Drain"
                    name={`Drain ${worker.name}`}
                    sure={`Let ${worker.name} take nothing new?`}
                    run={() => ask(`/api/v1/workers/${worker.id}/drain`, { method: 'POST' })}
                  />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Drift({ id }: { id: string }) {
  const answer = useAnswer<DriftReport>(`/api/v1/repositories/${id}/drift`);
  return (
    <>
      <h2>Drift of {id}</h2>
      <Shown answer={answer}>
        {({ checked_at, commit, every, problem, drift }) => (
          <>
            <p class="quiet">
              {checked_at !== null ? (
                <>
                  Checked <Ago at={checked_at} /> at <code>{commit?.slice(0, 7)}</code>
                  {drift.length === 0 && problem === null && ': nothing has drifted'}
                  {every > 0 ? (
                    <>
                      ; next <Due at={Date.parse(checked_at) + every * 1000} />, unless a run is under way
                    </>
                  ) : (
                    '; the server checks no more'
                  )}
                </>
              ) : every > 0 ? (
                'Not checked yet: it is, by schedule, as soon as something is published.'
              ) : (
                'The server does not check: “drift” is 0 in its configuration.'
              )}
            </p>
            {problem !== null && (
              <p class="notice bad">
                The last check came to nothing: <bdi>{problem}</bdi>
              </p>
            )}
            {drift.length > 0 && <Drifts id={id} drift={drift} />}
          </>
        )}
      </Shown>
    </>
  );
}

function Drifts({ id, drift }: { id: string; drift: DriftReport['drift'] }) {
  return (
    <table>
      <Columns names={['What', 'How', 'What to do']} />
      <tbody>
        {drift.map(({ kind, text, remedy, image, images, reference }) => (
          <tr key={`${kind} ${image ?? reference} ${text}`}>
            <th scope="row">
              {image === undefined ? <bdi>{reference}</bdi> : <a href={`/images/${id}/${image}`}>{image}</a>}
              {images !== undefined && (
                <span class="quiet">
                  {' '}
                  in <bdi>{images.join(', ')}</bdi>
                </span>
              )}
            </th>
            <td class="why">{text}</td>
            <td>
              <code>{remedy}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RepositoryDeliveries({ id }: { id: string }) {
  const deliveries = useAnswer<Page<Delivery>>(`/api/v1/repositories/${id}/deliveries?limit=50`);
  return (
    <>
      <h2>Deliveries for {id}</h2>
      <Shown answer={deliveries}>{({ items }) => <Deliveries deliveries={items} />}</Shown>
    </>
  );
}

function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) return <Empty title="No webhook has come yet." />;
  return (
    <table>
      <Columns names={['Delivery', 'Event', 'Outcome', 'Why', 'Received', ...(may('builder') ? ['Again'] : [])]} />
      <tbody>
        {deliveries.map((delivery) => (
          <tr key={delivery.id} id={`delivery-${delivery.id}`}>
            <th scope="row">#{delivery.id}</th>
            <td>
              <bdi>{delivery.event}</bdi> from {delivery.forge}
            </td>
            <td class={OUTCOMES[delivery.state]}>{delivery.state}</td>
            <td class="why">{delivery.reason}</td>
            <td>
              <Ago at={delivery.received_at} />
            </td>
            {may('builder') && (
              <td>
                {delivery.state !== 'received' && (
                  <Action
                    label="Redeliver"
                    name={`Redeliver #${delivery.id}`}
                    run={() =>
                      ask(`/api/v1/repositories/${delivery.repository_id}/deliveries/${delivery.id}/redeliver`, {
                        method: 'POST',
                      })
                    }
                  />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const OUTCOMES = { received: 'live', done: 'good', ignored: 'quiet', dead: 'bad' } as const;
