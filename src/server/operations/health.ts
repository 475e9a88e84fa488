import type { FastifyPluginAsync } from 'fastify';
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';

/** What the answers about health are made of. */
export interface HealthParts {
  readonly db: Store['db'];
  readonly version: string;
  /** False while the server ends: no new work is to be sent to it. */
  isServing(): boolean;
}

/** A database that does not answer within this many milliseconds is out of reach. */
const PATIENCE = 2000;

/**
 * `GET /healthz` says that the process answers, whatever is around it: to restart it would mend nothing else.
 * `GET /readyz` says whether webhooks and requests can be taken: 503 without the database, and while the server ends.
 */
export function healthRoutes({ db, version, isServing }: HealthParts): FastifyPluginAsync {
  const config = { access: 'public' } as const;
  const schema = { hide: true };
  return async (app) => {
    app.get('/healthz', { config, schema, logLevel: 'warn' }, async () => ({ status: 'ok', version }));
    app.get('/readyz', { config, schema, logLevel: 'warn' }, async (_, reply) => {
      const database = await reaches(db);
      const ready = database && isServing();
      return reply
        .code(ready ? 200 : 503)
        .send({ status: ready ? 'ready' : 'not ready', database: database ? 'ok' : 'out of reach' });
    });
  };
}

async function reaches(db: Store['db']): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE);
  sql`select 1`.execute(db).then(
    () => resolve(true),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
