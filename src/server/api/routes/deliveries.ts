import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Kysely, Transaction } from 'kysely';
import { record } from '../../auth/audit.ts';
import type { Tables } from '../../store/tables.ts';
import { newestFirst, pageOf, pageQuery } from '../page.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { anyObject, choice, integer, list, model, nullable, object, text, time } from '../schema.ts';

const tag = 'repositories';
const STATES = ['received', 'done', 'ignored', 'dead'] as const;
const COLUMNS = [
  'id',
  'forge',
  'guid',
  'repository_id',
  'event',
  'action',
  'change',
  'state',
  'reason',
  'attempts',
  'received_at',
  'finished_at',
] as const;

const Delivery = model(
  'Delivery',
  object({
    id: integer(),
    forge: choice(['github', 'gitea', 'reconciler'], {
      description: 'reconciler: found by looking, not by a webhook.',
    }),
    guid: text({ description: "The forge's own id of it." }),
    repository_id: nullable(text()),
    event: text(),
    action: nullable(text()),
    change: anyObject({ description: 'What it says has changed.' }),
    state: choice(STATES),
    reason: nullable(text({ description: 'Why it was ignored, or could not be worked off.' })),
    attempts: integer(),
    received_at: time(),
    finished_at: nullable(time()),
  }),
);

export interface DeliveryParts {
  readonly db: Kysely<Tables>;
  /** Works a delivery off again; false where it is still to be worked off. */
  readonly redeliver: (trx: Transaction<Tables>, id: number) => Promise<boolean>;
}

/** What forges announced, and what came of it. */
export function deliveryRoutes(parts: DeliveryParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addRedelivery(app, parts);
  };
}

function addList(app: FastifyInstance, { db }: DeliveryParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/repositories/:id/deliveries',
    access: 'viewer',
    summary: 'What was announced of a repository, the newest first',
    tag,
    params: object({ id: text({ maxLength: 100 }) }),
    query: object({}, { ...pageQuery(200, 50), state: list(choice(STATES), { maxItems: 4 }) }),
    answers: { 200: pageOf('DeliveryPage', Delivery) },
    async handle({ params: { id }, query: { limit = 50, after, state = [] } }) {
      let query = db.selectFrom('deliveries').select(COLUMNS).where('repository_id', '=', id);
      if (state.length > 0) query = query.where('state', 'in', state);
      return answer(200, await newestFirst(query, { limit, after }, (row) => ({ ...row, change: { ...row.change } })));
    },
  });
}

function addRedelivery(app: FastifyInstance, { db, redeliver }: DeliveryParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/repositories/:id/deliveries/:delivery/redeliver',
    access: 'builder',
    summary: 'Work a delivery off again',
    tag,
    params: object({ id: text({ maxLength: 100 }), delivery: integer({ minimum: 1 }) }),
    answers: { 202: Delivery },
    handle: ({ params: { id, delivery }, identity }) =>
      db.transaction().execute(async (trx) => {
        const mine = trx.selectFrom('deliveries').select(COLUMNS).where('id', '=', delivery);
        const find = () => mine.where('repository_id', '=', id).executeTakeFirst();
        if (!(await find())) return problem('not-found', `${id} has no delivery ${delivery}`);
        if (!(await redeliver(trx, delivery))) return problem('conflict', `delivery ${delivery} is still under way`);
        await record(trx, identity, 'delivery.redeliver', `delivery:${delivery}`, { repository: id });
        const row = await find();
        if (!row) throw new Error(`delivery ${delivery} has gone while it was redelivered`);
        return answer(202, { ...row, change: { ...row.change } });
      }),
  });
}
