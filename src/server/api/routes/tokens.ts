import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { record } from '../../auth/audit.ts';
import { createToken, listTokens, revokeToken } from '../../auth/tokens.ts';
import type { Tables } from '../../store/tables.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { choice, list, model, nullable, object, text, time } from '../schema.ts';

const tag = 'tokens';
const ROLES = ['viewer', 'builder', 'admin', 'worker'] as const;

const Token = model(
  'Token',
  object({
    id: text(),
    name: text(),
    role: choice(ROLES),
    created_by: text(),
    created_at: time(),
    expires_at: nullable(time()),
    last_used_at: nullable(time({ description: 'To the minute.' })),
    revoked_at: nullable(time()),
  }),
);

const NewToken = model(
  'NewToken',
  object({ token: Token, secret: text({ description: 'The token itself: it is told here and never again.' }) }),
);

const TokenRequest = model(
  'TokenRequest',
  object(
    { name: text({ minLength: 1, maxLength: 100, pattern: '^[^\\x00-\\x1f\\x7f]*$' }), role: choice(ROLES) },
    { expires_at: text({ format: 'date-time', description: 'Absent: it does not expire.' }) },
  ),
);

export interface TokenParts {
  readonly db: Kysely<Tables>;
}

/** Static tokens: who may do what without an identity provider, and workers. */
export function tokenRoutes(parts: TokenParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addCreation(app, parts);
    addRevocation(app, parts);
  };
}

function addList(app: FastifyInstance, { db }: TokenParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/tokens',
    access: 'admin',
    summary: 'All tokens, the newest first, without their secrets',
    tag,
    answers: { 200: model('Tokens', object({ items: list(Token) })) },
    handle: async () => answer(200, { items: await listTokens(db) }),
  });
}

function addCreation(app: FastifyInstance, { db }: TokenParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/tokens',
    access: 'admin',
    summary: 'Make a token',
    tag,
    body: TokenRequest,
    answers: { 201: NewToken },
    async handle({ body, identity }) {
      const expiresAt = body.expires_at === undefined ? undefined : new Date(body.expires_at);
      const made = await db.transaction().execute(async (trx) => {
        const created = await createToken(trx, { ...body, createdBy: identity.actor, expiresAt });
        await record(trx, identity, 'token.create', created.token.id, { name: body.name, role: body.role });
        return created;
      });
      return answer(201, made);
    },
  });
}

function addRevocation(app: FastifyInstance, { db }: TokenParts): void {
  addRoute(app, {
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    access: 'admin',
    summary: 'Revoke a token: the next request with it is refused',
    tag,
    params: object({ id: text() }),
    answers: { 204: null },
    async handle({ params, identity }) {
      const revoked = await db.transaction().execute(async (trx) => {
        const done = await revokeToken(trx, params.id);
        if (done) await record(trx, identity, 'token.revoke', params.id);
        return done;
      });
      return revoked ? answer(204, null) : problem('not-found', `no token that works has the id ${params.id}`);
    },
  });
}
