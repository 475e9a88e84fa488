import { createHash } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, HTTPMethods, onSendAsyncHookHandler } from 'fastify';
import type { Access, Identity } from '../auth/identity.ts';
import { type Problem, ProblemDocument, sendProblem } from './problem.ts';
import type { Schema, Static } from './schema.ts';

/** Status → what the body is; null: there is none. */
type Answers = Readonly<Record<number, Schema | null>>;

/** One of the answers that a route declares. */
type Answer<A extends Answers> = {
  [S in keyof A & number]: {
    readonly status: S;
    readonly body: A[S] extends null ? null : Static<A[S]>;
    readonly headers: Readonly<Record<string, string>>;
  };
}[keyof A & number];

/** An answer; problems are made by `problem`. */
export function answer<const S extends number, B>(
  status: S,
  body: B,
  headers: Readonly<Record<string, string>> = {},
): { readonly status: S; readonly body: B; readonly headers: Readonly<Record<string, string>> } {
  return { status, body, headers };
}

/** A request after its parts were held against their schemas. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly identity: Identity;
  readonly request: FastifyRequest;
  readonly log: FastifyBaseLogger;
}

/** A route: what it takes, what it answers, who may use it. Validation and documentation are made of the same schemas. */
export interface Route<P, Q, B, A extends Answers> {
  readonly method: HTTPMethods;
  /** `/api/v1/images/:name`; `*path` at the end takes the rest, slashes and all. */
  readonly url: string;
  readonly access: Access;
  /** One line for the documentation. */
  readonly summary: string;
  /** The group that it is documented in. */
  readonly tag: string;
  readonly params?: Schema<P>;
  readonly query?: Schema<Q>;
  readonly body?: Schema<B>;
  readonly answers: A;
  /** The answer has an ETag: whoever has it already, and asks with `If-None-Match`, gets 304 without a body. */
  readonly revalidated?: boolean;
  handle(call: Call<P, Q, B>): Promise<Answer<A> | Problem>;
}

/** Adds a route. Problems are documented for each, because each can fail. */
export function addRoute<P, Q, B, const A extends Answers>(app: FastifyInstance, route: Route<P, Q, B, A>): void {
  const { method, url, access, summary, tag, params, query, body, answers, revalidated = false } = route;
  const responses = Object.entries(answers).map(([status, schema]) => [
    status,
    schema === null ? { type: 'null', description: 'No body.' } : described(shared(app, schema)),
  ]);
  const problems = {
    description: 'A problem document.',
    content: { 'application/problem+json': { schema: shared(app, ProblemDocument) } },
  };
  app.route({
    method,
    url: url.replace(/\*path$/, '*'),
    config: { access },
    schema: {
      summary,
      tags: [tag],
      ...(access === 'public' ? { security: [] } : {}),
      ...(params ? { params: shared(app, params) } : {}),
      ...(query ? { querystring: shared(app, query) } : {}),
      ...(body ? { body: shared(app, body) } : {}),
      response: {
        ...Object.fromEntries(responses),
        ...(revalidated ? { 304: { type: 'null', description: 'As it was.' } } : {}),
        default: problems,
      },
    },
    ...(revalidated ? { onSend: withEntityTag } : {}),
    preValidation: async (request) => {
      if (query) request.query = typed(request.query as Record<string, unknown>, query);
      const { '*': path, ...named } = request.params as Record<string, unknown>;
      if (params) request.params = typed(path === undefined ? named : { ...named, path }, params);
    },
    handler: async (request, reply) => {
      const { identity, log } = request;
      const call = { params: request.params as P, query: request.query as Q, body: request.body as B };
      const given = await route.handle({ ...call, identity, request, log });
      if ('problem' in given) return sendProblem(reply, given);
      reply.code(given.status).headers(given.headers);
      return given.body === null ? reply.send() : reply.send(given.body);
    },
  });
}

/** Names the answer by its bytes (RFC 9110, section 8.8.3). */
const withEntityTag: onSendAsyncHookHandler<unknown> = async (request, reply, payload) => {
  if (reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const tag = `"${createHash('sha256').update(payload).digest('base64url')}"`;
  reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary: 'authorization, cookie' });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (!known.includes(tag) && !known.includes('*')) return payload;
  reply.code(304).removeHeader('content-type');
  return null;
};

/** Makes every named schema within one a schema of the whole server, and refers to it. */
function shared(app: FastifyInstance, schema: Schema): Schema {
  const entries = Object.entries(schema).map(([key, value]) => [key, sharedWithin(app, value)]);
  const own = Object.fromEntries(entries) as Schema;
  const id = schema.$id;
  if (typeof id !== 'string') return own;
  if (!app.getSchema(id)) app.addSchema(own);
  return { $ref: `${id}#` };
}

function sharedWithin(app: FastifyInstance, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => sharedWithin(app, each));
  return typeof value === 'object' && value !== null ? shared(app, value as Schema) : value;
}

/** OpenAPI wants a description for each answer. */
function described(schema: Schema): Schema {
  return 'description' in schema ? schema : { description: 'As asked.', ...schema };
}

/** Texts of a URL as the types that its schema names; what cannot be one stays, for the validation to say so. */
function typed(values: Readonly<Record<string, unknown>>, schema: Schema): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typedValue(value, properties[key]?.type)]),
  );
}

function typedValue(value: unknown, type: unknown): unknown {
  if (type === 'array') return Array.isArray(value) ? value : [value];
  if (typeof value !== 'string') return value;
  if (type === 'integer' && /^-?[0-9]{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
