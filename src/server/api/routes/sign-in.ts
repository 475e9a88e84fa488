import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { record } from '../../auth/audit.ts';
import { end, grant } from '../../auth/grants.ts';
import { SESSION_SECONDS, SIGN_IN_SECONDS, type SignIn } from '../../auth/sign-in.ts';
import type { Tables } from '../../store/tables.ts';
import { readCookie, SESSION_COOKIE, SIGN_IN_COOKIE, writeCookie } from '../cookies.ts';
import { problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { object, text } from '../schema.ts';

const tag = 'identity';

export interface SignInParts {
  readonly db: Kysely<Tables>;
  readonly signIn: SignIn;
  /** Where people reach the server. */
  readonly publicUrl: URL;
}

/** Where the identity provider sends people back to, below the public URL. */
export const CALLBACK = '/auth/callback';

/** Signing in with a browser: to the identity provider, back with a code, and out again. */
export function signInRoutes({ db, signIn, publicUrl }: SignInParts): FastifyPluginAsync {
  const isSecure = publicUrl.protocol === 'https:';
  const cookie = (name: string, value: string, seconds: number) => writeCookie(name, value, seconds, isSecure);

  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/auth/sign-in',
      access: 'public',
      summary: 'Go to the identity provider',
      tag,
      query: object({}, { return_to: text({ maxLength: 2000, description: 'A path of this server to end at.' }) }),
      answers: { 302: null },
      async handle({ query: { return_to: wish = '/' } }) {
        const started = await signIn.start(isOwnPath(wish) ? wish : '/').catch(() => undefined);
        if (!started) return problem('unavailable', 'the identity provider is out of reach');
        const { url, state } = started;
        return answer(302, null, { location: url.href, 'set-cookie': cookie(SIGN_IN_COOKIE, state, SIGN_IN_SECONDS) });
      },
    });
    addRoute(app, {
      method: 'GET',
      url: CALLBACK,
      access: 'public',
      summary: 'Come back from the identity provider',
      tag,
      answers: { 302: null },
      async handle({ request }) {
        const state = readCookie(request.headers.cookie, SIGN_IN_COOKIE);
        if (state === undefined) return problem('unauthenticated', 'this browser has not begun to sign in');
        const finished = await signIn.finish(new URL(request.url, publicUrl), state);
        if (!finished.ok) return problem('unauthenticated', finished.error.detail, { suggestion: 'sign in again' });
        const { identity, returnTo } = finished.value;
        if (identity.role === 'none') return problem('forbidden', `${identity.name} has no role here`);
        const session = await grant(db, 'session', identity, SESSION_SECONDS);
        await record(db, identity, 'session.begin', identity.actor);
        return answer(302, null, {
          location: returnTo,
          'set-cookie': cookie(SESSION_COOKIE, session, SESSION_SECONDS),
        });
      },
    });
    addRoute(app, {
      method: 'POST',
      url: '/auth/sign-out',
      access: 'viewer',
      summary: 'End the session of this browser',
      tag,
      answers: { 204: null },
      async handle({ request, identity }) {
        const session = readCookie(request.headers.cookie, SESSION_COOKIE);
        if (session !== undefined) await end(db, 'session', session);
        await record(db, identity, 'session.end', identity.actor);
        return answer(204, null, { 'set-cookie': cookie(SESSION_COOKIE, '', 0) });
      },
    });
  };
}

/** A path and nothing that a browser takes for another host: `//host`, `/\host`. */
function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path);
}
