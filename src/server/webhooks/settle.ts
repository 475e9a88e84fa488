import { sql, type Transaction } from 'kysely';
import { requestCancel, requestRun } from '../runs/requests.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import { lockRepository } from './baseline.ts';
import { refOf } from './change.ts';
import { type ClaimedDelivery, finish, isStillMine } from './claim.ts';
import { type Decision, decide, type Situation } from './decide.ts';

/** What is the same for all deliveries of a repository. */
export interface SettleOptions {
  readonly senders: readonly string[] | undefined;
  /** Called with each run that was made, in the transaction that made it. */
  queued(trx: Transaction<Tables>, run: number): Promise<void>;
}

/** Carries out what follows from a delivery, all of it in one transaction, or nothing where somebody else has done so. */
export async function settle(
  store: Store,
  delivery: ClaimedDelivery,
  tips: ReadonlyMap<string, string>,
  options: SettleOptions,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await lockRepository(trx, delivery.repository_id);
    if (!(await isStillMine(trx, delivery))) return;
    const decision = decide(delivery.change, await situationOf(trx, delivery, tips, options));
    await carryOut(trx, delivery, decision, options);
  });
}

async function situationOf(
  trx: Transaction<Tables>,
  delivery: ClaimedDelivery,
  tips: ReadonlyMap<string, string>,
  { senders }: SettleOptions,
): Promise<Situation> {
  const ref = refOf(delivery.change) ?? '';
  const seen = await trx
    .selectFrom('refs')
    .select(['commit', 'delivery_id'])
    .where('repository_id', '=', delivery.repository_id)
    .where('ref', '=', ref)
    .executeTakeFirst();
  return {
    tip: tips.get(ref),
    seen: seen && { commit: seen.commit, baseline: seen.delivery_id === null },
    reconciled: delivery.forge === 'reconciler',
    sender: delivery.sender_id,
    senders,
    closedSince: await wasClosedSince(trx, delivery),
  };
}

async function wasClosedSince(trx: Transaction<Tables>, { repository_id, change }: ClaimedDelivery): Promise<boolean> {
  if (change.kind !== 'pull-request' || change.action === 'closed') return false;
  const { rows } = await sql`
    select from deliveries
    where repository_id = ${repository_id} and action = 'closed' and (change ->> 'number')::integer = ${change.number}
      and change ->> 'updatedAt' > ${change.updatedAt} limit 1
  `.execute(trx);
  return rows.length > 0;
}

async function carryOut(
  trx: Transaction<Tables>,
  delivery: ClaimedDelivery,
  decision: Decision,
  options: SettleOptions,
): Promise<void> {
  const { id, change, repository_id: repository } = delivery;
  const ref = refOf(change) ?? '';
  switch (decision.do) {
    case 'run': {
      const createdBy = delivery.sender_id === null ? delivery.forge : `forge:${delivery.forge}:${delivery.sender_id}`;
      const run = await requestRun(trx, { ...decision.run, repository, ref, createdBy, deliveryId: id });
      await remember(trx, repository, ref, decision.run.commit, id);
      await options.queued(trx, run);
      return finish(trx, id, 'done', null);
    }
    case 'ignore':
      if (decision.commit !== undefined) await remember(trx, repository, ref, decision.commit, null);
      return finish(trx, id, 'ignored', decision.reason);
    case 'forget':
      await forget(trx, repository, ref);
      return finish(trx, id, 'done', decision.reason);
    case 'close':
      await endRuns(trx, repository, ref, `the end of ${ref}`);
      await forget(trx, repository, ref);
      return finish(trx, id, 'done', decision.reason);
  }
}

async function remember(
  trx: Transaction<Tables>,
  repository: string,
  ref: string,
  commit: string,
  delivery: number | null,
) {
  const now = sql<Date>`now()`;
  await trx
    .insertInto('refs')
    .values({ repository_id: repository, ref, commit, delivery_id: delivery })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'ref']).doUpdateSet({ commit, delivery_id: delivery, seen_at: now }),
    )
    .execute();
}

async function forget(trx: Transaction<Tables>, repository: string, ref: string): Promise<void> {
  await trx.deleteFrom('refs').where('repository_id', '=', repository).where('ref', '=', ref).execute();
}

async function endRuns(trx: Transaction<Tables>, repository: string, ref: string, by: string): Promise<void> {
  const open = await trx
    .selectFrom('runs')
    .select('id')
    .where('repository_id', '=', repository)
    .where('ref', '=', ref)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  for (const { id } of open) await requestCancel(trx, id, by);
}
