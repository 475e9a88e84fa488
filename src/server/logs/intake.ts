import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import type { LogBook } from './log-book.ts';

/** Takes the lines that workers on other machines have sent out of the database, and adds them to the logs. */
export interface Intake {
  /** Ends the log of a build that is over, as soon as nothing of it is on its way any more. */
  end(build: number): Promise<void>;
  /** Resolves when nothing is being added any more; what waits is taken by the next server. */
  close(): Promise<void>;
}

export interface IntakeParts {
  readonly store: Pick<Store, 'db' | 'listen'>;
  readonly book: Pick<LogBook, 'complete' | 'end'>;
  /** The data folder that the logs are in, by name. */
  readonly place: string;
  readonly log: Logger;
}

/** How often it is looked for lines without being told, and said that somebody reads this folder; milliseconds. */
const LOOK = 5000;
/** A folder of which nobody has said so for this long is read by nobody. */
const FORGOTTEN = sql.raw("interval '30 seconds'");
/** Two servers must not add lines of one build at the same time. */
const INTAKE_LOCK = 735_120_464;

/** Starts taking lines out, on any server that has the log folder. */
export async function openIntake({ store, book, place, log }: IntakeParts): Promise<Intake> {
  const { db } = store;
  let open = true;
  let again = false;
  let looking: Promise<void> | undefined;

  const take = async (build: number): Promise<void> => {
    if (await takeOne(db, book, build)) again = true;
    if (await isLogOver(db, build)) await book.end(build);
  };
  const takeAll = async () => {
    while (again && open) {
      again = false;
      const { rows } = await sql<{ id: number }>`select distinct build_id as id from log_bundles`.execute(db);
      for (const { id } of rows) {
        if (open) await take(id).catch((error: unknown) => log.warn({ err: error, build: id }, 'lines have to wait'));
      }
    }
  };
  const look = () => {
    again = true;
    looking ??= takeAll()
      .catch((error: unknown) => log.warn({ err: error }, 'lines of workers have to wait'))
      .finally(() => {
        looking = undefined;
      });
  };
  const stopListening = await store.listen('lines', look);
  await announcePlace(db, place);
  const beat = setInterval(() => {
    look();
    announcePlace(db, place).catch((error: unknown) => log.warn({ err: error }, 'no sign of life can be given now'));
  }, LOOK);
  look();

  return {
    async end(build) {
      if (await isLogOver(db, build)) await book.end(build);
      else look();
    },
    async close() {
      open = false;
      clearInterval(beat);
      await stopListening();
      await looking;
    },
  };
}

/**
 * Moves the oldest bundle of a build to its log; `false` where there is none, or another server is at it. A server that
 * dies between the file and the database leaves the bundle, of which the next one adds only what is missing (I7).
 */
async function takeOne(db: Kysely<Tables>, book: IntakeParts['book'], build: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const lock = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(${INTAKE_LOCK}, (${build}::bigint % 2147483647)::integer) as held`.execute(trx);
    if (!lock.rows[0]?.held) return false;
    const bundle = await trx
      .selectFrom('log_bundles')
      .select(['time', 'lines'])
      .where('build_id', '=', build)
      .orderBy('time')
      .limit(1)
      .executeTakeFirst();
    if (!bundle) return false;
    await book.complete(build, bundle.lines.toString('utf8').split('\n'), bundle.time);
    await trx.deleteFrom('log_bundles').where('build_id', '=', build).where('time', '=', bundle.time).execute();
    return true;
  });
}

/** Whether a build is over, or gone, and no line of it is on its way. */
export async function isLogOver(db: Kysely<Tables>, build: number): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`
    select not exists (select from builds where id = ${build} and state in ('waiting', 'ready', 'claimed'))
      and not exists (select from log_bundles where build_id = ${build}) as over`.execute(db);
  return rows[0]?.over === true;
}

/** Whether a server reads the logs of a data folder, so that whoever has that folder can write to them. */
export async function isPlaceRead(db: Kysely<Tables>, place: string): Promise<boolean> {
  const row = await db
    .selectFrom('log_places')
    .select('id')
    .where('id', '=', place)
    .where('seen_at', '>', sql<Date>`now() - ${FORGOTTEN}`)
    .executeTakeFirst();
  return row !== undefined;
}

async function announcePlace(db: Kysely<Tables>, place: string): Promise<void> {
  await db
    .insertInto('log_places')
    .values({ id: place })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: sql`now()` }))
    .execute();
}
