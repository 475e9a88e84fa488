import { type Selectable, sql, type Transaction } from 'kysely';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import type { Change } from './change.ts';

/** A row of `deliveries` that is being worked off; `attempts` is its fence. */
export type ClaimedDelivery = Omit<Selectable<Tables['deliveries']>, 'change' | 'repository_id'> & {
  readonly change: Change;
  readonly repository_id: string;
};

/** How often a delivery is tried before it is set aside (S3). */
const ATTEMPTS = 5;
/** Deliveries that are worked off with one question to the remote. */
const TOGETHER = 200;

/**
 * Claims what is due of one repository, for two minutes by the database's clock: whoever has not settled a delivery by
 * then has lost it. One that has failed before is claimed alone, so that it takes no other along (S3). Empty: nothing
 * is due.
 */
export async function claimDeliveries(db: Store['db']): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedDelivery>`
    with oldest as (
      select id, repository_id, attempts from deliveries
      where state = 'received' and next_at <= now() and attempts < ${ATTEMPTS}
      order by next_at, id limit 1
    ), due as (
      select deliveries.id from deliveries, oldest
      where state = 'received' and next_at <= now() and deliveries.repository_id = oldest.repository_id
        and (deliveries.id = oldest.id or (deliveries.attempts = 0 and oldest.attempts = 0))
      order by deliveries.id limit ${TOGETHER}
      for update of deliveries skip locked
    )
    update deliveries set attempts = attempts + 1, next_at = now() + interval '2 minutes'
    where id in (select id from due)
    returning *
  `.execute(db);
  return rows.toSorted((one, other) => one.id - other.id);
}

/** Whether a delivery is still the claimant's; its row is locked until the transaction ends. */
export async function isStillMine(trx: Transaction<Tables>, { id, attempts }: ClaimedDelivery): Promise<boolean> {
  const row = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'received')
    .where('attempts', '=', attempts)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a delivery. */
export async function finish(
  trx: Transaction<Tables>,
  id: number,
  state: 'done' | 'ignored',
  reason: string | null,
): Promise<void> {
  await trx.updateTable('deliveries').set({ state, reason, finished_at: sql`now()` }).where('id', '=', id).execute();
}

/** Notes why a try failed: the next one comes after 10 s, 40 s, 160 s, 640 s; after the last one it is set aside. */
export async function postpone(db: Store['db'], { id, attempts }: ClaimedDelivery, reason: string): Promise<void> {
  const isLast = attempts >= ATTEMPTS;
  await db
    .updateTable('deliveries')
    .set({
      reason,
      ...(isLast
        ? { state: 'dead', finished_at: sql`now()` }
        : { next_at: sql`now() + make_interval(secs => ${10 * 4 ** (attempts - 1)})` }),
    })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .where('attempts', '=', attempts)
    .execute();
}

/** Sets aside what has ended its server at every try. Returns how many. */
export async function setAside(db: Store['db']): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      state: 'dead',
      finished_at: sql`now()`,
      reason: sql`coalesce(reason, ${`the server ended ${ATTEMPTS} times while it worked on it`})`,
    })
    .where('state', '=', 'received')
    .where('attempts', '>=', ATTEMPTS)
    .where('next_at', '<=', sql<Date>`now()`)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
