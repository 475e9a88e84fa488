import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { record } from '../../auth/audit.ts';
import type { Authenticator } from '../../auth/authenticator.ts';
import { grant } from '../../auth/grants.ts';
import { SESSION_SECONDS } from '../../auth/sign-in.ts';
import type { Tables } from '../../store/tables.ts';
import { SESSION_COOKIE, writeCookie } from '../cookies.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { boolean, model, object, text } from '../schema.ts';

export interface TokenSessionParts {
  readonly db: Kysely<Tables>;
  readonly authenticator: Authenticator;
  /** Whether people sign in at an identity provider too. */
  readonly hasProvider: boolean;
  /** Where people reach the server. */
  readonly publicUrl: URL;
}

/** Signing in to the page with a token: it becomes a session, so that the page never has to keep the token. */
export function tokenSessionRoutes({
  db,
  authenticator,
  hasProvider,
  publicUrl,
}: TokenSessionParts): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/auth/ways',
      access: 'public',
      summary: 'How this server can be signed in to',
      tag: 'identity',
      answers: { 200: model('WaysToSignIn', object({ token: boolean(), provider: boolean() })) },
      handle: async () => answer(200, { token: true, provider: hasProvider }),
    });
    addRoute(app, {
      method: 'POST',
      url: '/auth/token',
      access: 'public',
      summary: 'Sign this browser in with a token',
      tag: 'identity',
      body: object({ token: text({ minLength: 1, maxLength: 8000 }) }),
      answers: { 204: null },
      async handle({ body: { token } }) {
        const found = await authenticator.identify({ bearer: token });
        if (!found.ok) return problem('unauthenticated', found.error.detail);
        const identity = found.value;
        if (!identity || identity.role === 'none' || identity.role === 'worker') {
          return problem('forbidden', 'this token may not use the page');
        }
        const session = await grant(db, 'session', identity, SESSION_SECONDS);
        await record(db, identity, 'session.begin', identity.actor);
        const secure = publicUrl.protocol === 'https:';
        return answer(204, null, { 'set-cookie': writeCookie(SESSION_COOKIE, session, SESSION_SECONDS, secure) });
      },
    });
  };
}
