import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { grant } from '../../auth/grants.ts';
import type { Tables } from '../../store/tables.ts';
import { addRoute, answer } from '../route.ts';
import { boolean, choice, integer, model, object, text } from '../schema.ts';

const Me = model(
  'Identity',
  object(
    { actor: text(), name: text(), role: choice(['viewer', 'builder', 'admin']) },
    {
      email: text(),
      web_editor: boolean({ description: 'There when a web editor is configured: images have an editor-url.' }),
    },
  ),
);

const Ticket = model(
  'Ticket',
  object({
    ticket: text({ description: 'Opens one WebSocket, as ?ticket=…' }),
    expires_in: integer({ description: 'Seconds.' }),
  }),
);

const TICKET_SECONDS = 30;

/** Who asks, and the tickets with which pages open WebSockets (S35). */
export function identityRoutes({
  db,
  hasEditor = false,
}: {
  readonly db: Kysely<Tables>;
  readonly hasEditor?: boolean;
}): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/me',
      access: 'viewer',
      summary: 'Whom the server takes you for',
      tag: 'identity',
      answers: { 200: Me },
      async handle({ identity: { actor, name, email, role } }) {
        if (role === 'worker' || role === 'none') throw new Error(`${role} has got to a route of viewers`);
        return answer(200, { actor, name, email, role, ...(hasEditor ? { web_editor: true } : {}) });
      },
    });
    addRoute(app, {
      method: 'POST',
      url: '/api/v1/tickets',
      access: 'viewer',
      summary: 'A ticket for one WebSocket: browsers cannot send a token there',
      tag: 'identity',
      answers: { 201: Ticket },
      handle: async ({ identity }) =>
        answer(201, { ticket: await grant(db, 'ticket', identity, TICKET_SECONDS), expires_in: TICKET_SECONDS }),
    });
  };
}
