import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { err, ok, type Result } from '../../base/result.ts';
import { problem, sendProblem } from '../api/problem.ts';
import { readAnnouncement } from './announcement.ts';
import { type BodyFault, type BodyLimits, BodyReader } from './body.ts';
import type { Inbox } from './inbox.ts';
import { isSignature, type Verifier } from './signature.ts';

/** What the webhook routes work with. */
export interface WebhookParts {
  readonly inbox: Inbox;
  readonly github: Verifier;
  readonly gitea: Verifier;
  readonly limits?: BodyLimits;
}

/** How a forge says what it sends. */
interface Dialect {
  readonly forge: 'github' | 'gitea';
  /** Header names, the first one that is there counts. */
  readonly event: readonly string[];
  readonly delivery: readonly string[];
  /** The signature as GitHub writes it: `sha256=<hex>`. */
  signature(header: (name: string) => string | undefined): string | undefined;
}

const github: Dialect = {
  forge: 'github',
  event: ['x-github-event'],
  delivery: ['x-github-delivery'],
  signature: (header) => header('x-hub-signature-256'),
};

/** Gitea and Forgejo sign in the same way and write the digest alone. */
const gitea: Dialect = {
  forge: 'gitea',
  event: ['x-forgejo-event', 'x-gitea-event'],
  delivery: ['x-forgejo-delivery', 'x-gitea-delivery'],
  signature(header) {
    const digest = header('x-forgejo-signature') ?? header('x-gitea-signature');
    return digest === undefined ? header('x-hub-signature-256') : `sha256=${digest}`;
  },
};

/**
 * `POST /webhooks/github` and `/webhooks/gitea`: cap, verify, parse, commit, and only then 202. Any bytes get a 2xx or
 * a 4xx (S2); 503 says that the database did not keep it.
 */
export function webhookRoutes({ inbox, limits, ...verifiers }: WebhookParts): FastifyPluginAsync {
  const bodies = new BodyReader(limits);
  return async (app) => {
    // In a scope of its own: the other routes go on parsing JSON.
    await app.register(async (scope) => {
      takeRawBodies(scope);
      for (const dialect of [github, gitea]) {
        const receive = receiver(dialect, verifiers[dialect.forge], bodies, inbox);
        scope.post(`/webhooks/${dialect.forge}`, { config: { access: 'webhook' }, schema: { hide: true } }, receive);
      }
    });
  };
}

/** Leaves every body in the socket, whatever its type is. */
function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _stream, done) => done(null));
}

function receiver(dialect: Dialect, verifier: Verifier, bodies: BodyReader, inbox: Inbox) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const header = headersOf(request.raw);
    const signature = dialect.signature(header);
    if (!isSignature(signature)) {
      return refuse(request, reply, 'unauthenticated', 'the SHA-256 signature is missing or is none');
    }
    const body = await bodies.read(request.raw);
    if (!(body instanceof Uint8Array)) return refuseBody(request, reply, body);
    const scope = await verifier.verify(body, signature);
    if (!scope) return refuse(request, reply, 'unauthenticated', 'no secret of this server made the signature');
    const event = first(header, dialect.event) ?? '';
    const parsed = jsonOf(body, header('content-type') ?? '');
    const announcement = parsed.ok ? readAnnouncement(event, parsed.value) : parsed;
    if (!announcement.ok) return refuse(request, reply, 'invalid-request', announcement.error);
    const guid = (first(header, dialect.delivery) ?? '').slice(0, 100);
    await inbox.put({ forge: dialect.forge, guid, scope, announcement: announcement.value });
    request.log.debug({ guid, event }, 'delivery kept');
    return reply.code(202).send({ accepted: true });
  };
}

/** The value of each header that came once; one that came twice means nothing. */
function headersOf(message: FastifyRequest['raw']): (name: string) => string | undefined {
  return (name) => {
    const values = message.headersDistinct[name];
    return values?.length === 1 ? values[0] : undefined;
  };
}

function first(header: (name: string) => string | undefined, names: readonly string[]): string | undefined {
  return names.map(header).find((value) => value !== undefined);
}

/** GitHub sends a form where nobody has chosen JSON: its field `payload` has the same text. */
function jsonOf(body: Uint8Array, type: string): Result<unknown, string> {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  try {
    return ok(JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text));
  } catch {
    return err('the body is not JSON');
  }
}

function refuseBody(request: FastifyRequest, reply: FastifyReply, fault: BodyFault): FastifyReply {
  if (fault === 'broken') return reply.hijack();
  return refuse(request, reply, 'too-large', 'the body is longer than a webhook may be');
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  code: 'unauthenticated' | 'invalid-request' | 'too-large',
  detail: string,
): FastifyReply {
  // What was not read would be taken for the next request.
  if (!request.raw.complete) reply.header('connection', 'close');
  return sendProblem(reply, problem(code, detail));
}
