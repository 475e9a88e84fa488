import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Claim } from './lease.ts';

/** A run is given up when this many servers have died with it (F18). */
export const MAX_ATTEMPTS = 5;

export type RunRow = Selectable<Tables['runs']>;

/** Two servers must not both find that nobody works on a channel. */
const CLAIM_LOCK = 735_120_462;

export interface RunLimits {
  /** Of one repository at a time; one channel never has more than one. */
  readonly perRepository: number;
  readonly leaseSeconds: number;
}

/**
 * Claims the next run: a queued one, or one whose server has lost it. Runs of one channel come one after the other in
 * the order in which they were asked for, because each must see what the one before it has published; pull requests
 * have no channel.
 */
export async function claimRun(db: Kysely<Tables>, owner: string, limits: RunLimits): Promise<RunRow | undefined> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(trx);
    const next = sql<number>`(
      select r.id from runs r
      where (r.state = 'queued' or (r.state = 'running' and r.lease_until < now()))
        and (select count(*) from runs o where o.state = 'running' and o.repository_id = r.repository_id
          and o.id <> r.id and o.lease_until > now()) < ${limits.perRepository}
        and (r.kind = 'pull_request' or not exists (select from runs o
          where o.repository_id = r.repository_id and o.kind <> 'pull_request' and o.id <> r.id
            and ${channel('o')} = ${channel('r')}
            and (o.state = 'running' or (o.state = 'queued' and o.id < r.id))))
      order by r.priority desc, r.id limit 1)`;
    const claimed = await trx
      .updateTable('runs')
      .set({
        state: 'running',
        lease_owner: owner,
        lease_until: after(limits.leaseSeconds),
        fence: sql`fence + 1`,
        attempts: sql`attempts + 1`,
        started_at: sql`coalesce(started_at, now())`,
      })
      .where('id', '=', next)
      .returningAll()
      .executeTakeFirst();
    return claimed;
  });
}

/** All releases share one channel; a push has that of its branch. */
export function channel(table: 'o' | 'r') {
  return sql.raw<string>(`(case when ${table}.kind = 'release' then 'releases' else ${table}.ref end)`);
}

/** A time of the database's clock. */
export function after(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`;
}

/** The part of every statement of a holder that makes it do nothing when the lease is lost. */
export function holding({ id, owner, fence }: Claim) {
  return sql<boolean>`(id = ${id} and state in ('running', 'claimed') and lease_owner = ${owner}
    and fence = ${fence} and lease_until > now())`;
}

/** Prolongs a run's lease; `false` where it is lost. With it comes who wants the run to end. */
export async function renewRun(
  db: Kysely<Tables>,
  claim: Claim,
  leaseSeconds: number,
): Promise<{ readonly held: boolean; readonly endedBy?: string }> {
  const row = await db
    .updateTable('runs')
    .set({ lease_until: after(leaseSeconds) })
    .where(holding(claim))
    .returning('cancel_requested_by')
    .executeTakeFirst();
  if (!row) return { held: false };
  return { held: true, ...(row.cancel_requested_by === null ? {} : { endedBy: row.cancel_requested_by }) };
}
