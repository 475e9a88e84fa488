import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Kysely, Transaction } from 'kysely';
import { record } from '../../auth/audit.ts';
import type { Identity } from '../../auth/identity.ts';
import { approveRun } from '../../runs/approve.ts';
import { requestCancel } from '../../runs/requests.ts';
import { type NoRetry, retryRun } from '../../runs/retry.ts';
import type { Tables } from '../../store/tables.ts';
import type { ManualRuns } from '../manual-runs.ts';
import { newestFirst, pageOf, pageQuery } from '../page.ts';
import { type Problem, problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { RUN_COLUMNS, RUN_STATES, Run, RunWithBuilds, showBuild, showRun } from '../run-schema.ts';
import { boolean, choice, integer, list, model, object, text } from '../schema.ts';

const tag = 'runs';
const Id = object({ id: integer({ minimum: 1 }) });

const RunRequest = model(
  'RunRequest',
  object(
    {},
    {
      repository: text({ maxLength: 100, description: 'May be left out while there is only one.' }),
      ref: text({ maxLength: 1000, description: 'A branch, or a ref in full; absent: the default branch.' }),
      commit: text({ pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$', description: 'Absent: the tip of the ref.' }),
      images: list(text({ maxLength: 255 }), {
        maxItems: 1000,
        description: 'These and what they stand on; absent: all.',
      }),
      force: boolean({ description: 'Build them again, held or not, and what stands on them.' }),
    },
  ),
);

export interface RunParts {
  readonly db: Kysely<Tables>;
  readonly manual: ManualRuns;
}

/** Runs: what was asked for, what came of it. */
export function runRoutes(parts: RunParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addStart(app, parts);
    addOne(app, parts);
    addCancel(app, parts);
    addRetry(app, parts);
    addApproval(app, parts);
  };
}

function addList(app: FastifyInstance, { db }: RunParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/runs',
    access: 'viewer',
    summary: 'Runs, the newest first',
    tag,
    query: object(
      {},
      {
        ...pageQuery(200, 50),
        repository: text({ maxLength: 100 }),
        ref: text({ maxLength: 1000 }),
        state: list(choice(RUN_STATES), { maxItems: 6 }),
      },
    ),
    answers: { 200: pageOf('RunPage', Run) },
    async handle({ query: { limit = 50, after, repository, ref, state = [] } }) {
      let query = db.selectFrom('runs').select(RUN_COLUMNS);
      if (repository !== undefined) query = query.where('repository_id', '=', repository);
      if (ref !== undefined) query = query.where('ref', '=', ref);
      if (state.length > 0) query = query.where('state', 'in', state);
      return answer(200, await newestFirst(query, { limit, after }, showRun));
    },
  });
}

function addStart(app: FastifyInstance, { db, manual }: RunParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/runs',
    access: 'builder',
    summary: 'Start a run',
    tag,
    body: RunRequest,
    answers: { 201: Run },
    async handle({ body, identity }) {
      const found = await manual.prepare(body, identity);
      if (!found.ok) return found.error;
      return db.transaction().execute(async (trx) => {
        const id = await found.value.request(trx);
        await record(trx, identity, 'run.request', `run:${id}`, { ...body });
        const run = await runById(trx, id);
        if (!run) throw new Error(`run ${id} is not there after it was made`);
        return answer(201, showRun(run), { location: `/api/v1/runs/${id}` });
      });
    },
  });
}

function addOne(app: FastifyInstance, { db }: RunParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/runs/:id',
    access: 'viewer',
    summary: 'A run with its builds and its plan',
    tag,
    params: Id,
    answers: { 200: RunWithBuilds },
    async handle({ params: { id } }) {
      const row = await db
        .selectFrom('runs')
        .select([...RUN_COLUMNS, 'plan', 'delivery_id'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return noRun(id);
      const { plan, delivery_id, ...run } = row;
      const [builds, before, delivery] = await Promise.all([
        db.selectFrom('builds').selectAll().where('run_id', '=', id).orderBy('id').execute(),
        runBefore(db, run),
        deliveryOf(db, delivery_id),
      ]);
      return answer(200, {
        ...{ run: showRun(run), builds: builds.map((build) => showBuild(build, run)), plan: plan && { ...plan } },
        ...{ before: before?.id ?? null, delivery: delivery ?? null },
      });
    },
  });
}

function addCancel(app: FastifyInstance, { db }: RunParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/runs/:id/cancel',
    access: 'builder',
    summary: 'End a run at whatever stage it is',
    tag,
    params: Id,
    answers: { 202: Run },
    handle: ({ params: { id }, identity }) =>
      db.transaction().execute(async (trx) => {
        const asked = await requestCancel(trx, id, identity.actor);
        const run = await runById(trx, id);
        if (!run) return noRun(id);
        if (!asked) return problem('conflict', `run ${id} has ${run.state}, or its end is asked for already`);
        await record(trx, identity, 'run.cancel', `run:${id}`);
        return answer(202, showRun(run));
      }),
  });
}

function addRetry(app: FastifyInstance, { db }: RunParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/runs/:id/retry',
    access: 'builder',
    summary: 'Repeat a run that is over, or only what failed of it',
    tag,
    params: Id,
    query: object({}, { failed: boolean({ description: 'Only what failed, and what that blocked.' }) }),
    answers: { 201: Run },
    handle: ({ params: { id }, query: { failed = false }, identity }) =>
      again(db, 'run.retry', id, identity, (trx) => retryRun(trx, id, identity.actor, { onlyFailed: failed })),
  });
}

function addApproval(app: FastifyInstance, { db }: RunParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/runs/:id/approve',
    access: 'builder',
    summary: "Let a stranger's commit be built: this very commit, without secrets, publishing nothing",
    tag,
    params: Id,
    answers: { 201: Run },
    handle: ({ params: { id }, identity }) =>
      again(db, 'run.approve', id, identity, (trx) => approveRun(trx, id, identity.actor)),
  });
}

function runBefore(
  db: Kysely<Tables>,
  { id, repository_id, ref }: { readonly id: number; readonly repository_id: string; readonly ref: string },
) {
  return db
    .selectFrom('runs')
    .select('id')
    .where('repository_id', '=', repository_id)
    .where('ref', '=', ref)
    .where('plan', 'is not', null)
    .where('id', '<', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function deliveryOf(db: Kysely<Tables>, id: number | null) {
  if (id === null) return undefined;
  const columns = ['id', 'forge', 'event', 'action', 'change'] as const;
  const row = await db.selectFrom('deliveries').select(columns).where('id', '=', id).executeTakeFirst();
  return row && { ...row, change: { ...row.change } };
}

function runById(db: Kysely<Tables>, id: number) {
  return db.selectFrom('runs').select(RUN_COLUMNS).where('id', '=', id).executeTakeFirst();
}

/** A new run out of an old one. */
function again(
  db: Kysely<Tables>,
  action: string,
  id: number,
  identity: Identity,
  make: (trx: Transaction<Tables>) => Promise<number | NoRetry | 'not-foreign'>,
) {
  return db.transaction().execute(async (trx) => {
    const made = await make(trx);
    if (typeof made === 'string') return noRetry(`run ${id}`, made);
    await record(trx, identity, action, `run:${id}`, { run: made });
    const run = await runById(trx, made);
    return run ? answer(201, showRun(run)) : noRun(made);
  });
}

function noRun(id: number): Problem {
  return problem('not-found', `there is no run ${id}`);
}

/** Why there is nothing to repeat. */
export function noRetry(what: string, why: NoRetry | 'not-foreign'): Problem {
  switch (why) {
    case 'absent':
      return problem('not-found', `there is no ${what}`);
    case 'not-over':
      return problem('conflict', `${what} is not over yet`, { suggestion: 'cancel it first' });
    case 'nothing-failed':
      return problem('conflict', `nothing of ${what} failed`);
    case 'not-foreign':
      return problem('conflict', `${what} is not one of a stranger: it needs no approval`);
  }
}
