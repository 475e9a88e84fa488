import { CompiledQuery, type Kysely } from 'kysely';
import { type Db, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/** Starts the queue of what is done once, some time, with repetitions. It uses the store's connections. */
export async function startBoss(store: Pick<Store, 'run'>, log: Logger): Promise<PgBoss> {
  const boss = new PgBoss({ db: forSeveralStatements(store), schedule: false, registerInstance: false });
  boss.on('error', (error) => log.warn({ err: error }, 'the queue waits for the database'));
  return boss.start();
}

/** The queue locks and claims in one text of several statements, and expects the rows of each. */
function forSeveralStatements({ run }: Pick<Store, 'run'>): Db {
  return { executeSql: async (text, values) => ({ rows: [...(await run(text, values))] }) };
}

/** One statement at a time, in a transaction of the store: the job is there if and only if that commits. */
export function bossDatabase(db: Kysely<Tables>): Db {
  return {
    async executeSql(text, values) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values ?? []));
      return { rows };
    },
  };
}
