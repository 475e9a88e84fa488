import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { fleetOf } from '../../catalogue/fleet.ts';
import type { Tables } from '../../store/tables.ts';
import { DriftReport, Fleet } from '../fleet-schema.ts';
import { chooseRepository } from '../repository-choice.ts';
import { addRoute, answer } from '../route.ts';
import { RUN_COLUMNS, showRun } from '../run-schema.ts';
import { object, text } from '../schema.ts';

const tag = 'repositories';
const Id = object({ id: text({ maxLength: 100 }) });

export interface FleetParts {
  readonly db: Kysely<Tables>;
  /** Milliseconds between two checks of what has drifted; 0: none. */
  readonly drift: number;
}

/** A repository's images with how they stand, and what has drifted. */
export function fleetRoutes(parts: FleetParts): FastifyPluginAsync {
  return async (app) => {
    addFleet(app, parts);
    addDrift(app, parts);
  };
}

function addFleet(app: FastifyInstance, { db }: FleetParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/repositories/:id/fleet',
    access: 'viewer',
    summary: 'Every image of a repository: how it stands against Git, what it stands on, what is published',
    tag,
    params: Id,
    answers: { 200: Fleet },
    revalidated: true,
    async handle({ params: { id } }) {
      const repository = await chooseRepository(db, id);
      if (!repository.ok) return repository.error;
      const { default_branch } = repository.value;
      const [images, run] = await Promise.all([fleetOf(db, repository.value), newestRun(db, id, default_branch)]);
      // How each image fared is in `images` already.
      const shown = run ? { ...showRun(run), summary: null } : null;
      return answer(200, { repository: id, default_branch, run: shown, images });
    },
  });
}

function newestRun(db: Kysely<Tables>, repository: string, branch: string) {
  return db
    .selectFrom('runs')
    .select(RUN_COLUMNS)
    .where('repository_id', '=', repository)
    .where('ref', '=', `refs/heads/${branch}`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function addDrift(app: FastifyInstance, { db, drift: every }: FleetParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/repositories/:id/drift',
    access: 'viewer',
    summary: 'What the last check found to have drifted',
    tag,
    params: Id,
    answers: { 200: DriftReport },
    revalidated: true,
    async handle({ params: { id } }) {
      const repository = await chooseRepository(db, id);
      if (!repository.ok) return repository.error;
      const row = await db.selectFrom('drifts').selectAll().where('repository_id', '=', id).executeTakeFirst();
      const drift = (row?.drift ?? []).map(({ kind, text, remedy, image, images, reference }) => ({
        ...{ kind, text, remedy },
        ...(image === undefined ? {} : { image }),
        ...(images === undefined ? {} : { images }),
        ...(reference === undefined ? {} : { reference }),
      }));
      const { commit = null, checked_at = null, problem = null } = row ?? {};
      return answer(200, { repository: id, commit, checked_at, every: every / 1000, problem, drift });
    },
  });
}
