import { CompiledQuery, type Kysely } from 'kysely';
import { type Db, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Tables } from '../store/tables.ts';

/** Starts the queue of what is done once, some time, with repetitions. It uses the store's connections. */
export async function startBoss(db: Kysely<Tables>, log: Logger): Promise<PgBoss> {
  const boss = new PgBoss({ db: bossDatabase(db), schedule: false, registerInstance: false });
  boss.on('error', (error) => log.warn({ err: error }, 'the queue waits for the database'));
  return boss.start();
}

/** What the queue talks to: the store, or a transaction of it, so that a job is there if and only if that commits. */
export function bossDatabase(db: Kysely<Tables>): Db {
  return {
    async executeSql(text, values) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values ?? []));
      return { rows };
    },
  };
}
