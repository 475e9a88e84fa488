import { sql } from 'kysely';
import { batched } from '../../base/batched.ts';
import type { Store } from '../store/store.ts';
import { bind, type Delivery, type NewDelivery } from './bind.ts';

/** Where verified webhooks are kept until they are worked off. */
export interface Inbox {
  /**
   * Resolves when the delivery is committed, or one with the same effect that is still to be worked off; only then may
   * it be answered with 2xx. Rejects where the database could not keep it.
   */
  put(delivery: Delivery): Promise<void>;
}

/** Rows of one transaction at most: what comes together is committed together. */
const LARGEST = 500;

export function createInbox(store: Store): Inbox {
  const put = batched<Delivery>(async (deliveries) => {
    for (let from = 0; from < deliveries.length; from += LARGEST) {
      await keep(store, deliveries.slice(from, from + LARGEST));
    }
  });
  return { put };
}

async function keep(store: Store, deliveries: readonly Delivery[]): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const names = new Set(deliveries.flatMap(({ announcement }) => announcement.fullName?.toLowerCase() ?? []));
    const known = await trx
      .selectFrom('repositories')
      .select(['id', 'forge', 'full_name'])
      .where('removed_at', 'is', null)
      .where(sql`lower(full_name)`, '=', sql`any(${[...names]})`)
      .execute();
    const rows = deliveries.map((delivery) => bind(delivery, known));
    await insertDeliveries(trx, rows);
    if (rows.some(({ state }) => state === 'received')) await store.notify('deliveries', '', trx);
  });
}

/** Inserts deliveries, except those whose effect another one has that is still to be worked off. */
export async function insertDeliveries(db: Store['db'], rows: readonly NewDelivery[]): Promise<void> {
  await sql`
    insert into deliveries
      (forge, guid, repository_id, event, action, effect, change, sender_id, state, reason, finished_at)
    select forge, guid, repository_id, event, action, effect, change, sender_id, state, reason,
      case when state = 'ignored' then now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      forge text, guid text, repository_id text, event text, action text, effect text, change jsonb,
      sender_id text, state text, reason text
    )
    on conflict (effect) where state = 'received' do nothing
  `.execute(db);
}
