import { useAnswer } from '../live.ts';
import { Action } from '../parts/action.tsx';
import { Columns } from '../parts/columns.tsx';
import { Empty, Shown } from '../parts/shown.tsx';
import { Ago } from '../parts/time.tsx';
import { ask, may } from '../server.ts';
import type { Page } from '../wire.ts';

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

/** What came in, what became of it, and who builds. */
export function Activity() {
  const repositories = useAnswer<Page<{ readonly id: string }>>('/api/v1/repositories');
  const workers = useAnswer<Page<Worker>>('/api/v1/workers');
  return (
    <section>
      <h1>Activity</h1>
      <h2>Workers</h2>
      <Shown answer={workers}>{({ items }) => <Workers workers={items} />}</Shown>
      <Shown answer={repositories}>
        {({ items }) => items.map(({ id }) => <RepositoryDeliveries key={id} id={id} />)}
      </Shown>
    </section>
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

function Workers({ workers }: { workers: readonly Worker[] }) {
  if (workers.length === 0)
    return (
      <Empty title="Nobody builds here.">
        <code>caskwright worker</code>
      </Empty>
    );
  return (
    <table>
      <Columns names={['Worker', 'Builds for', 'At one time', 'Version', 'Seen', 'State']} />
      <tbody>
        {workers.map((worker) => (
          <tr key={worker.id}>
            <th scope="row">{worker.name}</th>
            <td>{worker.platforms.join(', ')}</td>
            <td class="number">{worker.slots}</td>
            <td>{worker.version}</td>
            <td>
              <Ago at={worker.seen_at} />
            </td>
            <td>
              {worker.revoked_at !== null ? 'revoked' : worker.draining ? 'draining' : 'takes builds'}{' '}
              {may('admin') && !worker.draining && worker.revoked_at === null && (
                <Action
                  label="Drain"
                  sure={`Let ${worker.name} take nothing new?`}
                  run={() => ask(`/api/v1/workers/${worker.id}/drain`, { method: 'POST' })}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) return <Empty title="No webhook has come yet." />;
  return (
    <table>
      <Columns names={['Delivery', 'Event', 'Outcome', 'Why', 'Received', 'Again']} />
      <tbody>
        {deliveries.map((delivery) => (
          <tr key={delivery.id}>
            <th scope="row">
              {delivery.repository_id ?? 'unknown repository'} #{delivery.id}
            </th>
            <td>
              <bdi>{delivery.event}</bdi> from {delivery.forge}
            </td>
            <td>{delivery.state}</td>
            <td class="why">{delivery.reason}</td>
            <td>
              <Ago at={delivery.received_at} />
            </td>
            <td>
              {may('builder') && delivery.repository_id !== null && delivery.state !== 'received' && (
                <Action
                  label="Redeliver"
                  run={() =>
                    ask(`/api/v1/repositories/${delivery.repository_id}/deliveries/${delivery.id}/redeliver`, {
                      method: 'POST',
                    })
                  }
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
