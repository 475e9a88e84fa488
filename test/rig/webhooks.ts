import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { answerClientError, answerError } from '../../src/server/api/errors.ts';
import type { Store } from '../../src/server/store/store.ts';
import type { BodyLimits } from '../../src/server/webhooks/body.ts';
import { createInbox, type Inbox } from '../../src/server/webhooks/inbox.ts';
import { webhookRoutes } from '../../src/server/webhooks/routes.ts';
import { createVerifier, type HookSecret } from '../../src/server/webhooks/signature.ts';

/** The secret that a test signs with unless it says another one. */
export const SECRET = 'correct horse battery staple';

/** One webhook as it is sent. What is not said is as a forge would have it. */
export interface SentHook {
  readonly forge?: 'github' | 'gitea';
  readonly event: string;
  readonly body: string | Uint8Array | object;
  readonly secret?: string;
  /** Instead of the right one; null: none. */
  readonly signature?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HookServer {
  readonly port: number;
  /** Sends a webhook and resolves with the status and the body of the answer. */
  send(hook: SentHook): Promise<{ readonly status: number; readonly body: string }>;
  stop(): Promise<void>;
}

/** The webhook routes on a port of their own, with the limits of the real server. */
export async function startHookServer(
  store: Store,
  options: { secrets?: readonly HookSecret[]; limits?: BodyLimits; inbox?: Inbox } = {},
): Promise<HookServer> {
  const made = createVerifier(options.secrets ?? [{ secret: SECRET }]);
  if (!made.ok) throw new Error(made.error);
  const app = fastify({
    http: { headersTimeout: 10_000, requestTimeout: 60_000 },
    clientErrorHandler: answerClientError,
  });
  app.setErrorHandler(answerError);
  await app.register(
    webhookRoutes({
      inbox: options.inbox ?? createInbox(store),
      github: made.value,
      gitea: made.value,
      ...(options.limits ? { limits: options.limits } : {}),
    }),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    port,
    send: (hook) => sendHook(port, hook, agent),
    async stop() {
      agent.destroy();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** Sends a webhook to a server on this machine. */
async function sendHook(port: number, hook: SentHook, agent?: Agent) {
  const body = typeof hook.body === 'string' || hook.body instanceof Uint8Array ? hook.body : JSON.stringify(hook.body);
  const headers = { 'content-length': Buffer.byteLength(body), ...headersOf(hook, body), ...hook.headers };
  const path = `/webhooks/${hook.forge ?? 'github'}`;
  const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path, headers, ...(agent ? { agent } : {}) });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  const chunks = await response.toArray();
  return { status: response.statusCode as number, body: Buffer.concat(chunks).toString() };
}

function headersOf(hook: SentHook, body: string | Uint8Array): Record<string, string> {
  const digest = createHmac('sha256', hook.secret ?? SECRET)
    .update(body)
    .digest('hex');
  const isGitea = hook.forge === 'gitea';
  const signature = hook.signature === undefined ? `${isGitea ? '' : 'sha256='}${digest}` : hook.signature;
  const [prefix, name] = isGitea ? ['x-gitea', 'x-gitea-signature'] : ['x-github', 'x-hub-signature-256'];
  return {
    'content-type': 'application/json',
    [`${prefix}-event`]: hook.event,
    [`${prefix}-delivery`]: randomUUID(),
    ...(signature === null ? {} : { [name]: signature }),
  };
}
