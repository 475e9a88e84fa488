import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { record } from '../../auth/audit.ts';
import type { RunFacts } from '../../exports/phase.ts';
import { requestBuildCancel } from '../../runs/requests.ts';
import { retryBuild } from '../../runs/retry.ts';
import type { Tables } from '../../store/tables.ts';
import { newestFirst, pageOf, pageQuery } from '../page.ts';
import { type Problem, problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { BUILD_STATES, Build, RUN_COLUMNS, Run, showBuild, showRun } from '../run-schema.ts';
import { choice, integer, list, object, text } from '../schema.ts';
import { noRetry } from './runs.ts';

const tag = 'builds';
const Id = object({ id: integer({ minimum: 1 }) });

export interface BuildParts {
  readonly db: Kysely<Tables>;
}

/** Builds: one image on one platform each. Their logs have routes of their own. */
export function buildRoutes(parts: BuildParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addOne(app, parts);
    addCancel(app, parts);
    addRetry(app, parts);
  };
}

function addList(app: FastifyInstance, { db }: BuildParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/builds',
    access: 'viewer',
    summary: 'Builds, the newest first',
    tag,
    query: object(
      {},
      {
        ...pageQuery(200, 50),
        run: integer({ minimum: 1 }),
        image: text({ maxLength: 255 }),
        repository: text({ maxLength: 100 }),
        state: list(choice(BUILD_STATES), { maxItems: 7 }),
      },
    ),
    answers: { 200: pageOf('BuildPage', Build) },
    async handle({ query: { limit = 50, after, run, image, repository, state = [] } }) {
      let query = db
        .selectFrom('builds')
        .selectAll()
        .select([
          sql<RunFacts['state']>`(select state from runs where runs.id = run_id)`.as('run_state'),
          sql<Date | null>`(select exporting_at from runs where runs.id = run_id)`.as('run_exporting_at'),
        ]);
      if (run !== undefined) query = query.where('run_id', '=', run);
      if (image !== undefined) query = query.where('image', '=', image);
      if (repository !== undefined) {
        const runs = db.selectFrom('runs').select('id').where('repository_id', '=', repository);
        query = query.where('run_id', 'in', runs);
      }
      if (state.length > 0) query = query.where('state', 'in', state);
      return answer(200, await newestFirst(query, { limit, after }, showListed));
    },
  });
}

function addOne(app: FastifyInstance, { db }: BuildParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/builds/:id',
    access: 'viewer',
    summary: 'A build',
    tag,
    params: Id,
    answers: { 200: Build },
    async handle({ params: { id } }) {
      const build = await buildById(db, id);
      return build ? answer(200, showBuild(build, await runFacts(db, build.run_id))) : noBuild(id);
    },
  });
}

function addCancel(app: FastifyInstance, { db }: BuildParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/builds/:id/cancel',
    access: 'builder',
    summary: 'End a build; what stands on it is blocked',
    tag,
    params: Id,
    answers: { 202: Build },
    handle: ({ params: { id }, identity }) =>
      db.transaction().execute(async (trx) => {
        const asked = await requestBuildCancel(trx, id);
        const build = await buildById(trx, id);
        if (!build) return noBuild(id);
        if (!asked) return problem('conflict', `build ${id} has ${build.state}, or its end is asked for already`);
        await record(trx, identity, 'build.cancel', `build:${id}`);
        return answer(202, showBuild(build, await runFacts(trx, build.run_id)));
      }),
  });
}

function addRetry(app: FastifyInstance, { db }: BuildParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/builds/:id/retry',
    access: 'builder',
    summary: 'Repeat a build, and what it blocked, in a run of their own',
    tag,
    params: Id,
    answers: { 201: Run },
    handle: ({ params: { id }, identity }) =>
      db.transaction().execute(async (trx) => {
        const made = await retryBuild(trx, id, identity.actor);
        if (typeof made === 'string') return noRetry(`build ${id}`, made);
        await record(trx, identity, 'build.retry', `build:${id}`, { run: made });
        const run = await trx.selectFrom('runs').select(RUN_COLUMNS).where('id', '=', made).executeTakeFirstOrThrow();
        return answer(201, showRun(run));
      }),
  });
}

function buildById(db: Kysely<Tables>, id: number) {
  return db.selectFrom('builds').selectAll().where('id', '=', id).executeTakeFirst();
}

type Listed = Parameters<typeof showBuild>[0] & {
  readonly run_state: RunFacts['state'];
  readonly run_exporting_at: Date | null;
};

function showListed({ run_state: state, run_exporting_at: exporting_at, ...build }: Listed) {
  return showBuild(build, { state, exporting_at });
}

function runFacts(db: Kysely<Tables>, id: number) {
  return db.selectFrom('runs').select(['state', 'exporting_at']).where('id', '=', id).executeTakeFirstOrThrow();
}

function noBuild(id: number): Problem {
  return problem('not-found', `there is no build ${id}`);
}
