import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { type Change, refOf } from './change.ts';

/**
 * Has a delivery worked off again, as if nothing had been made of its ref before. `false`: it is still to be worked
 * off, or another one with the same effect is.
 */
export async function redeliver(trx: Transaction<Tables>, id: number): Promise<boolean> {
  const again = await trx
    .updateTable('deliveries as delivery')
    .set({ state: 'received', attempts: 0, reason: null, finished_at: null, next_at: sql`now()` })
    .where('id', '=', id)
    .where('repository_id', 'is not', null)
    .where('state', '<>', 'received')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as other')
            .select('other.id')
            .whereRef('other.effect', '=', 'delivery.effect')
            .where('other.state', '=', 'received'),
        ),
      ),
    )
    .returning(['repository_id', 'change'])
    .executeTakeFirst();
  if (!again) return false;
  const ref = refOf(again.change as Change);
  if (ref !== undefined) {
    await trx.deleteFrom('refs').where('repository_id', '=', again.repository_id).where('ref', '=', ref).execute();
  }
  await sql`select pg_notify('deliveries', '')`.execute(trx);
  return true;
}
