import { type Kysely, sql } from 'kysely';
import type { Failure } from '../../build/failure.ts';
import type { BuildRow } from '../runs/build-rows.ts';
import { after, holding } from '../runs/claim.ts';
import type { Claim } from '../runs/lease.ts';
import { wake } from '../runs/requests.ts';
import type { Tables } from '../store/tables.ts';

/** Who asks for work, and which. */
export interface Claimer {
  /** Its row in `workers`: one that is revoked gets nothing (S41). */
  readonly worker: string;
  /** Unique to this process. */
  readonly owner: string;
  readonly platforms: readonly string[];
  /** The data folder that it shares with a server, by name; absent: none. */
  readonly place?: string;
  /** Builds of one repository at a time, over all workers. */
  readonly perRepository: number;
  /** Whether it builds nothing else now. */
  readonly idle: boolean;
  readonly leaseSeconds: number;
}

/**
 * A build that has died with this many workers is built alone: it may be what killed them, and shall not take others
 * along (F18).
 */
export const SUSPECT = 2;

/** Two workers must not both find that a repository has room for one more. */
const CLAIM_LOCK = 735_120_463;

/**
 * Claims the next build: by the priority of its run, then from the repository that has the fewest builds under way, then
 * the one that most stands on.
 */
export async function claimBuild(db: Kysely<Tables>, claimer: Claimer): Promise<BuildRow | undefined> {
  const { worker, owner, platforms, place, perRepository, idle, leaseSeconds } = claimer;
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(trx);
    const next = sql<number>`(
      with busy as (
        select r.repository_id, count(*) as n from builds b join runs r on r.id = b.run_id
        where b.state = 'claimed' group by 1)
      select b.id from builds b join runs r on r.id = b.run_id left join busy on busy.repository_id = r.repository_id
      where b.state = 'ready' and b.platform = any(${platforms as string[]})
        and (b.place is null or b.place = ${place ?? null})
        and coalesce(busy.n, 0) < ${perRepository}
        and (b.attempts < ${SUSPECT} or ${idle})
        and exists (select from workers w where w.id = ${worker} and w.revoked_at is null and not w.draining)
      order by b.priority desc, coalesce(busy.n, 0), b.urgency desc, b.id
      limit 1 for update of b skip locked)`;
    const claimed = await trx
      .updateTable('builds')
      .set({
        state: 'claimed',
        reason: null,
        worker_id: worker,
        lease_owner: owner,
        lease_until: after(leaseSeconds),
        fence: sql`fence + 1`,
        attempts: sql`attempts + 1`,
        started_at: sql`now()`,
      })
      .where('id', '=', next)
      .returningAll()
      .executeTakeFirst();
    if (claimed) await wake(trx, 'builds', claimed.id);
    return claimed;
  });
}

/** Prolongs a build's lease; `false` where it is lost or the worker was revoked. With it comes whether it is to end. */
export async function renewBuild(
  db: Kysely<Tables>,
  claim: Claim,
  worker: string,
  leaseSeconds: number,
): Promise<{ readonly held: boolean; readonly cancel: boolean }> {
  const row = await db
    .updateTable('builds')
    .set({ lease_until: after(leaseSeconds) })
    .where(mine(claim, worker))
    .returning('cancel_requested_at')
    .executeTakeFirst();
  return { held: row !== undefined, cancel: row?.cancel_requested_at != null };
}

/** How a build ended at its worker. */
export type BuildEnding =
  | { readonly state: 'landed'; readonly digest: string; readonly adopted: boolean; readonly seconds: number }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'cancelled' };

/** Ends a build; `false` where the lease is lost. */
export async function endBuild(
  db: Kysely<Tables>,
  claim: Claim,
  worker: string,
  ending: BuildEnding,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('builds')
      .set({
        state: ending.state,
        finished_at: sql`now()`,
        lease_owner: null,
        lease_until: null,
        ...(ending.state === 'landed'
          ? { digest: ending.digest, adopted: ending.adopted, seconds: ending.seconds }
          : {}),
        ...(ending.state === 'failed' ? { failure: JSON.stringify(ending.failure) } : {}),
      })
      .where(mine(claim, worker))
      .returning('id')
      .executeTakeFirst();
    if (ended) await wake(trx, 'builds', claim.id);
    return ended !== undefined;
  });
}

/** Gives a build back unfinished; it does not count as a death. */
export async function returnBuild(db: Kysely<Tables>, claim: Claim, worker: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const given = await trx
      .updateTable('builds')
      .set({ state: 'ready', lease_owner: null, lease_until: null, attempts: sql`attempts - 1` })
      .where(mine(claim, worker))
      .returning('id')
      .executeTakeFirst();
    if (given) await wake(trx, 'builds', claim.id);
  });
}

/** The part of every statement of a worker that makes it do nothing when it has lost its lease or its right (S41). */
export function mine(claim: Claim, worker: string) {
  return sql<boolean>`(${holding(claim)}
    and exists (select from workers w where w.id = ${worker} and w.revoked_at is null))`;
}
