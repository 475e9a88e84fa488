import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { LogBook } from '../logs/log-book.ts';
import type { Tables } from '../store/tables.ts';

export interface RetentionParts {
  readonly db: Kysely<Tables>;
  readonly book: LogBook;
  /** Milliseconds. */
  readonly keep: { readonly runs: number; readonly logs: number; readonly deliveries: number };
  readonly log: Logger;
}

/** What is removed with one statement: so many that it is over before somebody has waited for it. */
const TOGETHER = 500;

/**
 * Removes what is older than it is to be kept. Each statement says itself what may go, by the database's clock, so that
 * a server that leads no more, and does not know it yet, removes nothing that another one would keep (F13). One round.
 */
export async function removeOld({ db, book, keep, log }: RetentionParts, signal: AbortSignal): Promise<void> {
  const removed = {
    logs: await repeatedly(signal, () => removeLogs(db, book, keep.logs)),
    runs: await repeatedly(signal, () => removeRuns(db, keep.runs)),
    orphans: await repeatedly(signal, () => removeOrphans(db, book)),
    deliveries: await repeatedly(signal, () => removeDeliveries(db, keep.deliveries)),
    grants: await repeatedly(signal, () => removeGrants(db)),
    workers: await repeatedly(signal, () => removeWorkers(db)),
    messages: await repeatedly(signal, () => removeMessages(db, keep.deliveries)),
  };
  if (Object.values(removed).some((count) => count > 0)) log.info({ removed }, 'old things were removed');
}

async function repeatedly(signal: AbortSignal, remove: () => Promise<number>): Promise<number> {
  let removed = 0;
  for (let last = TOGETHER; last === TOGETHER && !signal.aborted; removed += last) last = await remove();
  return removed;
}

async function removeLogs(db: Kysely<Tables>, book: LogBook, age: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    update builds set log_removed_at = now() where id in (
      select id from builds
      where log_removed_at is null and finished_at < now() - ${interval(age)}
        and state in ('landed', 'failed', 'blocked', 'cancelled')
      order by id limit ${TOGETHER}
    ) returning id
  `.execute(db);
  for (const { id } of rows) await book.remove(id);
  return rows.length;
}

/** The newest run of each ref stays, with its builds: it is what people look up. */
async function removeRuns(db: Kysely<Tables>, age: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs
      where finished_at < now() - ${interval(age)} and state not in ('queued', 'running')
        and exists (
          select from runs as newer
          where newer.repository_id = runs.repository_id and newer.ref = runs.ref and newer.id > runs.id
        )
      order by id limit ${TOGETHER} for update skip locked
    `.execute(trx);
    const ids = rows.map(({ id }) => id);
    const builds = sql`select id from builds where run_id = any(${ids})`;
    await sql`update runs set retry_of = null where retry_of = any(${ids})`.execute(trx);
    await sql`update image_versions set run_id = null where run_id = any(${ids})`.execute(trx);
    await sql`update wins set build_id = null where build_id in (${builds})`.execute(trx);
    await sql`delete from builds where run_id = any(${ids})`.execute(trx);
    await sql`delete from runs where id = any(${ids})`.execute(trx);
    return ids.length;
  });
}

/** Logs whose builds are gone: a build has its row before it has a log. */
async function removeOrphans(db: Kysely<Tables>, book: LogBook): Promise<number> {
  const kept = await book.kept();
  const { rows } = await sql<{ id: number }>`
    select id from unnest(${kept}::bigint[]) as log (id) where not exists (select from builds where builds.id = log.id)
    limit ${TOGETHER}
  `.execute(db);
  for (const { id } of rows) await book.remove(id);
  return rows.length;
}

async function removeDeliveries(db: Kysely<Tables>, age: number): Promise<number> {
  const { rows } = await sql`
    delete from deliveries where id in (
      select id from deliveries
      where finished_at < now() - ${interval(age)} and state <> 'received'
        and not exists (select from runs where delivery_id = deliveries.id)
      order by id limit ${TOGETHER}
    ) returning id
  `.execute(db);
  return rows.length;
}

async function removeGrants(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql`
    delete from grants where hash in (select hash from grants where expires_at < now() limit ${TOGETHER}) returning hash
  `.execute(db);
  return rows.length;
}

/** A machine that is gone for good; one that is revoked stays, so that it cannot come back under its name. */
async function removeWorkers(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql`
    delete from workers where id in (
      select id from workers where revoked_at is null and seen_at < now() - interval '30 days' limit ${TOGETHER}
    ) returning id
  `.execute(db);
  return rows.length;
}

async function removeMessages(db: Kysely<Tables>, age: number): Promise<number> {
  const { rows } = await sql`
    delete from outbox where id in (
      select id from outbox where state = 'sent' and sent_at < now() - ${interval(age)} order by id limit ${TOGETHER}
    ) returning id
  `.execute(db);
  return rows.length;
}

function interval(milliseconds: number) {
  return sql`make_interval(secs => ${milliseconds / 1000})`;
}
