import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { ControlConfiguration } from '../../definition/configuration.ts';
import type { Registration } from '../../plan/registration.ts';
import type { NotificationConfiguration } from '../configuration/configuration.ts';
import type { Tables } from '../store/tables.ts';
import type { ControlPayload } from './control.ts';
import { notificationsFor } from './notifications.ts';
import { enqueue, type Message } from './outbox.ts';
import { readRunFacts } from './run-facts.ts';

type Trx = Transaction<Tables>;

/** Puts into the outbox what others are told, in the transactions that make it true. */
export interface Announcer {
  /** Of a run that was made, has started or has ended: the forge, and those who asked for its end. */
  runState(trx: Trx, run: number): Promise<void>;
  /** Of what was published: the control API that the repository names. */
  registered(trx: Trx, to: ControlConfiguration, registration: Registration): Promise<void>;
  /** Runs that ended while they waited, and that nobody announced. Returns how many; the leader repeats it. */
  missed(trx: Trx): Promise<number>;
}

export interface AnnouncerParts {
  readonly notifications: readonly NotificationConfiguration[];
  /** Without a slash at the end. */
  readonly publicUrl?: string;
  /** Whether a repository's forge takes statuses: it is one, and there is a credential for it. */
  takesStatus(repository: string): boolean;
}

export function createAnnouncer({ notifications, publicUrl, takesStatus }: AnnouncerParts): Announcer {
  const runState = async (trx: Trx, id: number) => {
    const run = await readRunFacts(trx, id, publicUrl);
    if (!run) return;
    const status = takesStatus(run.repository) ? [statusMessage(run.repository, id, run.state)] : [];
    for (const message of [...status, ...notificationsFor(run, notifications)]) await enqueue(trx, message);
  };
  return {
    runState,
    async registered(trx, to, registration) {
      const payload: ControlPayload = { to, registration };
      await dropOlder(trx, to.url, registration.name);
      // Each call is a change, so that no two are the same.
      await enqueue(trx, { kind: 'control', target: to.url, key: `control:${randomUUID()}`, payload });
    },
    async missed(trx) {
      const { rows } = await sql<{ id: number }>`
        select id from runs
        where finished_at > now() - interval '1 hour' and state in ('cancelled', 'superseded')
          and not exists (select from outbox where key = 'status:' || runs.id || ':' || runs.state)
          and exists (select from outbox where key = 'status:' || runs.id || ':queued')
      `.execute(trx);
      for (const { id } of rows) await runState(trx, id);
      return rows.length;
    },
  };
}

/** What still waits would put the older state of an image over the newer one. */
async function dropOlder(trx: Trx, target: string, name: string): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ state: 'dead', error: 'a newer registration has taken its place' })
    .where('kind', '=', 'control')
    .where('state', '=', 'pending')
    .where('target', '=', target)
    .where(sql`payload -> 'registration' ->> 'name'`, '=', name)
    .execute();
}

/** The sender tells what the run is then, so that messages may overtake each other. */
function statusMessage(repository: string, run: number, state: string): Message {
  return { kind: 'status', target: repository, key: `status:${run}:${state}`, payload: { run } };
}
