import { randomUUID } from 'node:crypto';
import swagger from '@fastify/swagger';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Access } from '../auth/identity.ts';
import { guard } from './access.ts';
import { documentation } from './documentation.ts';
import { answerClientError, answerError, answerNotFound } from './errors.ts';

/** What the HTTP side of the server is made of. */
export interface HttpOptions {
  readonly log: Logger;
  readonly version: string;
  readonly authenticator: Authenticator;
  /** Pages of these may act for the person who sees them: where people reach the server, and what else was configured. */
  readonly origins: readonly string[];
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Groups of routes; each route names in `config.access` who may use it. */
  readonly routes: readonly FastifyPluginAsync[];
}

/** A method and path that the server answers, and who may use it. */
export interface RouteEntry {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, those for HEAD among them. */
    readonly routeTable: readonly RouteEntry[];
  }
}

/** Bytes of a JSON body; the webhooks have a cap of their own. */
const BODY_LIMIT = 1024 * 1024;
/** Milliseconds for headers, and for a whole request: a slow sender costs a socket and nothing else (S9). */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 60_000 };
const MAX_HEADERS = 100;
/** What answers say unless their route knows better: they are data, for nobody else's page, and not to be kept. */
const SECURITY = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function marked(reply: FastifyReply): FastifyReply {
  return reply.headers({ ...SECURITY, 'x-request-id': reply.request.id });
}

/** The server's HTTP side, ready to listen or to be asked by `inject`. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // One line a request, when it has been answered.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    http: { maxHeaderSize: 16 * 1024, ...TIMEOUTS },
    // Ids of images hold their repository's, and either may be long.
    routerOptions: { maxParamLength: 600 },
    trustProxy: [...(options.trustedProxies ?? [])],
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void answerError(error, request, marked(reply)),
    clientErrorHandler: answerClientError,
  });
  app.server.maxHeadersCount = MAX_HEADERS;
  const table: RouteEntry[] = [];
  app.decorate('routeTable', table);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.access) throw new Error(`${String(method)} ${url} does not say who may use it`);
    for (const each of [method].flat()) table.push({ method: each, url, access: config.access });
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerNotFound(table, request, reply));
  app.addHook('onRequest', async (_, reply) => void marked(reply));
  app.addHook('onResponse', async (request, reply) => {
    const { method, identity } = request;
    const path = request.url.split('?', 1)[0];
    const { statusCode: status, elapsedTime: ms } = reply;
    request.log.info({ method, path, status, ms: Math.round(ms), actor: identity?.actor }, 'request');
  });
  guard(app, options.authenticator, options.origins);
  await app.register(swagger, documentation(options.version));
  for (const routes of options.routes) await app.register(routes);
  await app.ready();
  return app;
}
