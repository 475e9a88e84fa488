import { Readable } from 'node:stream';
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { asEvents, asMessage, asText, showLine } from '../../logs/encode.ts';
import type { LogBook } from '../../logs/log-book.ts';
import type { Tables } from '../../store/tables.ts';
import { problem, sendProblem } from '../problem.ts';
import { boolean, integer, list, model, object, text, time } from '../schema.ts';

export interface LogRouteParts {
  readonly book: LogBook;
  readonly db: Kysely<Tables>;
  /** Aborted when the server ends: streams would keep it from ending. */
  readonly signal: AbortSignal;
}

const LogPage = model(
  'LogPage',
  object({
    lines: list(object({ sequence: integer({ description: 'From 1, without gaps.' }), time: time(), text: text() })),
    ended: boolean({ description: 'These are the last lines that there will ever be.' }),
  }),
);

/** What is used of a WebSocket of `ws`. */
interface Socket {
  send(data: Buffer | string, options: { binary: boolean }, done: (error?: Error) => void): void;
  ping(): void;
  close(code: number, reason?: string): void;
  terminate(): void;
  on(event: 'close' | 'error', listener: () => void): void;
}

/** Lines of a page (S42). */
const PAGE = { standard: 1000, most: 5000 };
/** Between two signs of life on a stream without news, in milliseconds. */
const HEARTBEAT = 15_000;
/** A reader that takes nothing for this long is let go; it can come back and go on where it was. */
const STALLED = 60_000;
/** How long a reader may take to say goodbye to a server that ends. */
const FAREWELL = 500;
const number = text({ pattern: '^[0-9]{1,15}$' });
const params = object({ id: number });
const after = text({ pattern: '^[0-9]{1,15}$', description: 'The number of the last line that you have.' });
const config = { access: 'viewer' } as const;
const tags = ['builds'];
const NO_BUFFERING = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };

type Reading = FastifyRequest<{
  Params: { id: string };
  Querystring: { after?: string; limit?: string; follow?: string; format?: string };
}>;

/** Logs of builds: pages, text, server-sent events and a WebSocket. All of them resume after a line's number. */
export function logRoutes(parts: LogRouteParts): FastifyPluginAsync {
  return async (app) => {
    await app.register(websocket, { options: { maxPayload: 1024 } });
    holdUpgrades(app);
    app.addSchema(LogPage);
    addPages(app, parts);
    addEvents(app, parts);
    addSocket(app, parts);
  };
}

/** Node lets go of a socket that asks for an upgrade, also of one that is refused it: none may stay for ever. */
function holdUpgrades(app: FastifyInstance): void {
  const sockets = new Set<FastifyRequest['raw']['socket']>();
  app.server.on('upgrade', ({ socket }) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setTimeout(STALLED, () => socket.destroy());
  });
  app.addHook('preClose', async () => {
    setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, FAREWELL).unref();
  });
}

function addPages(app: FastifyInstance, parts: LogRouteParts): void {
  const schema = {
    summary: 'The log of a build: a page as JSON, or with ?format=text or ?follow all of it as text',
    tags,
    params,
    querystring: object(
      {},
      {
        after,
        limit: text({ pattern: '^[0-9]{1,6}$', description: `Lines of a page, ${PAGE.most} at most.` }),
        format: text({ enum: ['json', 'text'] }),
        follow: text({ description: 'As text, until the log has ended.' }),
      },
    ),
    response: {
      200: {
        description: 'Lines of the log.',
        content: { 'application/json': { schema: { $ref: 'LogPage#' } }, 'text/plain': { schema: { type: 'string' } } },
      },
    },
  };
  app.get('/api/v1/builds/:id/logs', { config, schema, exposeHeadRoute: false }, async (request: Reading, reply) => {
    const build = await buildOf(request, parts.db);
    if (build === undefined) return noBuild(request, reply);
    const { format, follow, after: from = '0', limit = PAGE.standard } = request.query;
    const follows = follow !== undefined && follow !== 'false';
    if (!follows && format !== 'text') {
      const page = await parts.book.page(build, Number(from), Math.min(Math.max(1, Number(limit)), PAGE.most));
      return reply.send({ lines: page.lines.map(showLine), ended: page.ended });
    }
    const signal = leaving(request, reply, parts.signal);
    const pieces = follows
      ? encoded(parts.book.follow(build, Number(from), signal))
      : encoded(pagesOf(parts.book, build, Number(from)));
    return stream(reply.headers({ ...NO_BUFFERING, 'content-type': 'text/plain; charset=utf-8' }), pieces);
  });
}

function addEvents(app: FastifyInstance, { book, db, signal: ending }: LogRouteParts): void {
  const schema = {
    summary: 'The log of a build as server-sent events; `end` is the last one',
    tags,
    params,
    querystring: object({}, { after }),
  };
  app.get(
    '/api/v1/builds/:id/logs/stream',
    { config, schema, exposeHeadRoute: false },
    async (request: Reading, reply) => {
      const build = await buildOf(request, db);
      if (build === undefined) return noBuild(request, reply);
      const last = request.headers['last-event-id'];
      const from = typeof last === 'string' && /^[0-9]{1,15}$/.test(last) ? last : (request.query.after ?? '0');
      const signal = leaving(request, reply, ending);
      const events = eventsOf(book, build, Number(from), signal);
      return stream(reply.headers({ ...NO_BUFFERING, 'content-type': 'text/event-stream; charset=utf-8' }), events);
    },
  );
}

/** `{"lines": […]}` as they come, then `{"end": true}`; nothing is sent before the reader has taken what was. */
function addSocket(app: FastifyInstance, { book, db, signal: ending }: LogRouteParts): void {
  const querystring = object({}, { after, ticket: text({ description: 'From POST /api/v1/tickets, for browsers.' }) });
  const schema = { summary: 'The log of a build over a WebSocket', tags, params, querystring };
  app.get(
    '/ws/builds/:id',
    { config, schema, exposeHeadRoute: false, websocket: true },
    async (socket: Socket, request: Reading) => {
      const build = await buildOf(request, db);
      if (build === undefined) return socket.close(4404, 'there is no such build');
      const left = new AbortController();
      socket.on('close', () => left.abort());
      socket.on('error', () => left.abort());
      const signal = AbortSignal.any([left.signal, ending]);
      const beat = setInterval(() => socket.ping(), HEARTBEAT);
      try {
        for await (const lines of book.follow(build, Number(request.query.after ?? 0), signal))
          await send(socket, asMessage(lines));
        if (!signal.aborted) await send(socket, JSON.stringify({ end: true }));
        socket.close(ending.aborted ? 1001 : 1000);
      } catch {
        socket.terminate();
      } finally {
        clearInterval(beat);
      }
    },
  );
}

async function buildOf(request: Reading, db: Kysely<Tables>): Promise<number | undefined> {
  const id = Number(request.params.id);
  return (await db.selectFrom('builds').select('id').where('id', '=', id).executeTakeFirst())?.id;
}

function noBuild(request: Reading, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, problem('not-found', `there is no build ${request.params.id}`));
}

/** Aborted when the reader has gone, takes nothing any more, or the server ends. */
function leaving({ raw }: FastifyRequest, reply: FastifyReply, ending: AbortSignal): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  raw.socket.setTimeout(STALLED, () => raw.socket.destroy());
  return AbortSignal.any([left.signal, ending]);
}

/** Takes one piece at a time, the next one when the reader has taken it. */
function stream(reply: FastifyReply, pieces: AsyncIterable<Buffer>): FastifyReply {
  return reply.send(Readable.from(pieces, { objectMode: false, highWaterMark: 1 }));
}

async function* encoded(batches: AsyncIterable<Parameters<typeof asText>[0]>): AsyncGenerator<Buffer> {
  for await (const lines of batches) yield asText(lines);
}

async function* pagesOf(book: LogBook, build: number, from: number): AsyncGenerator<Parameters<typeof asText>[0]> {
  for (let at = from, more = true; more; ) {
    const { lines } = await book.page(build, at, PAGE.standard);
    yield lines;
    at = lines.at(-1)?.sequence ?? at;
    more = lines.length === PAGE.standard;
  }
}

async function* eventsOf(book: LogBook, build: number, from: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  yield Buffer.from('retry: 1000\n\n');
  const batches = book.follow(build, from, signal);
  let next = batches.next();
  while (true) {
    const result = await within(next, HEARTBEAT);
    if (result === undefined) {
      yield Buffer.from(': still here\n\n');
      continue;
    }
    if (result.done) break;
    yield asEvents(result.value);
    next = batches.next();
  }
  if (!signal.aborted) yield Buffer.from('event: end\ndata: {}\n\n');
}

/** What a promise comes to, or undefined where that takes longer. */
function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Resolves when the message has gone out to the reader's machine, and with it all before; rejects where that takes for ever. */
async function send(socket: Socket, message: Buffer | string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<true>();
  socket.send(message, { binary: false }, (error) => (error ? reject(error) : resolve(true)));
  if (!(await within(promise, STALLED))) throw new Error('the reader takes nothing');
}
