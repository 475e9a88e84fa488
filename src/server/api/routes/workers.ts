import type { FastifyPluginAsync } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { record } from '../../auth/audit.ts';
import type { Tables } from '../../store/tables.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { boolean, integer, list, model, nullable, object, text, time } from '../schema.ts';

const Worker = model(
  'Worker',
  object({
    id: text(),
    name: text(),
    platforms: list(text()),
    slots: integer({ description: 'Builds at one time.' }),
    version: text(),
    started_at: time(),
    seen_at: time({ description: 'When it last gave a sign of life.' }),
    draining: boolean({ description: 'It finishes what it has and takes nothing new.' }),
    revoked_at: nullable(time()),
  }),
);

const ACTIONS = {
  drain: 'Let a worker finish what it has, and take nothing new',
  revoke: 'Take from a worker the right to write anything',
} as const;

/** The machines that build. */
export function workerRoutes({ db }: { readonly db: Kysely<Tables> }): FastifyPluginAsync {
  return async (app) => {
    const tag = 'workers';
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/workers',
      access: 'viewer',
      summary: 'The machines that build',
      tag,
      answers: { 200: model('Workers', object({ items: list(Worker) })) },
      async handle() {
        return answer(200, { items: await db.selectFrom('workers').selectAll().orderBy('name').execute() });
      },
    });
    for (const [action, summary] of Object.entries(ACTIONS) as [keyof typeof ACTIONS, string][]) {
      addRoute(app, {
        method: 'POST',
        url: `/api/v1/workers/:id/${action}`,
        access: 'admin',
        summary,
        tag,
        params: object({ id: text() }),
        answers: { 200: Worker },
        async handle({ params: { id }, identity }) {
          const worker = await db.transaction().execute(async (trx) => {
            const set = action === 'drain' ? { draining: true } : { revoked_at: sql<Date>`now()` };
            const changed = await trx
              .updateTable('workers')
              .set(set)
              .where('id', '=', id)
              .returningAll()
              .executeTakeFirst();
            if (changed) await record(trx, identity, `worker.${action}`, id);
            return changed;
          });
          return worker ? answer(200, worker) : problem('not-found', `there is no worker ${id}`);
        },
      });
    }
  };
}
