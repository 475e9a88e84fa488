import type { Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { requestRun } from './requests.ts';

/**
 * Lets a stranger's run be built after a person has looked at it: a new run of that very commit, which takes the place
 * of the old one. Returns its id, or why there is nothing to approve.
 */
export async function approveRun(
  trx: Transaction<Tables>,
  id: number,
  by: string,
): Promise<number | 'absent' | 'not-foreign'> {
  const old = await trx.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  if (!old) return 'absent';
  if (old.trust !== 'foreign') return 'not-foreign';
  const { repository_id: repository, kind, trust, ref, commit } = old;
  const request = { ...old.request, approved: commit };
  return requestRun(trx, { repository, kind, trust, ref, commit, request, createdBy: by, retryOf: id });
}
