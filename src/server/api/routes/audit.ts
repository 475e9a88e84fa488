import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { newestFirst, pageOf, pageQuery } from '../page.ts';
import { addRoute, answer } from '../route.ts';
import { anyObject, integer, model, object, text, time } from '../schema.ts';

const Entry = model(
  'AuditEntry',
  object({
    id: integer(),
    at: time(),
    actor: text({ description: '`token:<id>`, `oidc:<subject>`.' }),
    action: text(),
    subject: text({ description: 'What it was done to.' }),
    details: anyObject(),
  }),
);

/** What people did, the newest first. */
export function auditRoutes({ db }: { readonly db: Kysely<Tables> }): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/audit',
      access: 'admin',
      summary: 'What people did, the newest first',
      tag: 'audit',
      query: object({}, { ...pageQuery(500, 100), actor: text({ maxLength: 300 }) }),
      answers: { 200: pageOf('AuditPage', Entry) },
      async handle({ query: { limit = 100, after, actor } }) {
        let query = db.selectFrom('audit').selectAll();
        if (actor !== undefined) query = query.where('actor', '=', actor);
        return answer(200, await newestFirst(query, { limit, after }, (row) => row));
      },
    });
  };
}
