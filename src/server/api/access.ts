import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticator, Credentials } from '../auth/authenticator.ts';
import { type Access, type Identity, permits } from '../auth/identity.ts';
import { readCookie, SESSION_COOKIE } from './cookies.ts';
import { type Problem, problem, sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. There is no default: a route without it stops the server from starting. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Set before any handler of a route that is not open to all. */
    identity: Identity;
  }
}

/**
 * Lets a request through to its route only if its sender may use it (S38), before the body is read. Pages of the
 * `origins` may act for the person who sees them; so may those of the host that is asked.
 */
export function guard(app: FastifyInstance, authenticator: Authenticator, origins: readonly string[]): void {
  app.decorateRequest('identity');
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config;
    if (request.is404 || access === undefined || access === 'public' || access === 'webhook') return undefined;
    const refused = await refusal(request, access, authenticator, origins);
    if (!refused) return undefined;
    if (refused.problem === 'unauthenticated') reply.header('www-authenticate', challenge(request, refused));
    return sendProblem(reply, refused);
  });
}

async function refusal(
  request: FastifyRequest,
  access: Access,
  authenticator: Authenticator,
  origins: readonly string[],
): Promise<Problem | undefined> {
  const credentials = credentialsOf(request);
  const isForeign = !isSameOrigin(request, origins);
  if (isForeign && (isWebSocket(request) || (credentials.session !== undefined && isChange(request)))) {
    return problem('forbidden', 'the request comes from a page of another origin');
  }
  const found = await authenticator.identify(credentials);
  if (!found.ok) {
    return problem(found.error.reason === 'invalid' ? 'unauthenticated' : 'unavailable', found.error.detail);
  }
  if (!found.value) {
    return problem('unauthenticated', 'this needs a token', { suggestion: 'send "Authorization: Bearer <token>"' });
  }
  const { actor, role } = found.value;
  if (!permits(role, access)) return problem('forbidden', `this needs the role ${access}, and ${actor} has ${role}`);
  request.identity = found.value;
  return undefined;
}

/** What a request shows. A cookie alone never opens a WebSocket: any page could have sent it (S35). */
function credentialsOf(request: FastifyRequest): Credentials {
  const { authorization, cookie } = request.headers;
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (authorization !== undefined) return { bearer: bearer ?? '' };
  if (!isWebSocket(request)) return { session: readCookie(cookie, SESSION_COOKIE) };
  const { ticket } = request.query as Readonly<Record<string, unknown>>;
  return typeof ticket === 'string' ? { ticket } : {};
}

function isWebSocket({ headers }: FastifyRequest): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function isChange({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** Whether no page, or one of ours, has sent the request. Browsers name the origin wherever it matters here. */
function isSameOrigin({ headers, host }: FastifyRequest, origins: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (origin === undefined) return site === 'none' || site === 'same-origin';
  return origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}

/** RFC 6750, section 3. */
function challenge(request: FastifyRequest, { detail }: Problem): string {
  const realm = 'Bearer realm="caskwright"';
  return request.headers.authorization === undefined
    ? realm
    : `${realm}, error="invalid_token", error_description="${detail.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ')}"`;
}
