import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhooks } from '@octokit/webhooks';
import fastify from 'fastify';
import { pino } from 'pino';
import { openStore, type Store } from '../../src/server/store/store.ts';
import { startHookServer } from '../../test/rig/webhooks.ts';

// One of the edges that are compared, in a process of its own. It tells its port, and at the end how many deliveries
// it has kept.

const [, , kind = '', secret = '', data = ''] = process.argv;
const makers: Readonly<Record<string, () => Promise<Edge>>> = { raw, octokit, memory, caskwright };

/** Something that takes webhooks. */
interface Edge {
  readonly port: number;
  kept(): Promise<number>;
  stop(): Promise<void>;
}

const edge = await makers[kind]?.();
if (!edge) throw new Error(`there is no edge ${kind}`);
process.once('message', async () => {
  process.send?.(await edge.kept());
  await edge.stop();
  process.disconnect?.();
});
process.send?.(edge.port);

/** What no server in Node can beat by much: HMAC and JSON on bare `node:http`. */
async function raw(): Promise<Edge> {
  let kept = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
      const isRight = timingSafeEqual(expected, Buffer.from(String(request.headers['x-hub-signature-256'])));
      if (isRight && JSON.parse(body.toString()).ref !== undefined) kept += 1;
      response.writeHead(202, { 'content-length': 2 }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    kept: async () => kept,
    stop: async () => void server.close().closeAllConnections(),
  };
}

/** What many write today: a framework and the library, ids of deliveries remembered in memory, nothing kept. */
async function octokit(): Promise<Edge> {
  const hooks = new Webhooks({ secret });
  const seen = new Set<string>();
  const app = fastify({ bodyLimit: 25 * 1024 * 1024 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/webhooks/github', async (request, reply) => {
    const body = request.body as string;
    if (!(await hooks.verify(body, String(request.headers['x-hub-signature-256'])))) return reply.code(401).send();
    if (JSON.parse(body).ref !== undefined) seen.add(String(request.headers['x-github-delivery']));
    return reply.code(202).send({ accepted: true });
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { port, kept: async () => seen.size, stop: () => app.close() };
}

/** Ours without a database: what the commit costs is the difference. */
async function memory(): Promise<Edge> {
  let kept = 0;
  const inbox = {
    async put() {
      kept += 1;
    },
  };
  const server = await startHookServer(undefined as unknown as Store, { secrets: [{ secret }], inbox });
  return { port: server.port, kept: async () => kept, stop: () => server.stop() };
}

/** Ours as it is: the embedded PostgreSQL with fsync, each delivery committed before its answer. */
async function caskwright(): Promise<Edge> {
  const store = await openStore({ data, log: pino({ level: 'silent' }) });
  const repository = { id: 'images', url: 'https://github.com/acme/images.git', forge: 'github' } as const;
  await store.db
    .insertInto('repositories')
    .values({ ...repository, full_name: 'Codertocat/Hello-World' })
    .execute();
  const server = await startHookServer(store, { secrets: [{ secret }] });
  return {
    port: server.port,
    async kept() {
      const row = await store.db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.countAll<number>().as('kept'))
        .where('state', '=', 'received')
        .executeTakeFirstOrThrow();
      return row.kept;
    },
    async stop() {
      await server.stop();
      await store.close();
    },
  };
}
