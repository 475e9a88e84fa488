import { Readable } from 'node:stream';
import type { FastifyPluginAsync } from 'fastify';
import type { Store } from '../../store/store.ts';

export interface EventRouteParts {
  readonly store: Pick<Store, 'listen'>;
  /** Aborted when the server ends: streams would keep it from ending. */
  readonly signal: AbortSignal;
}

/** Changes within this time are one event, in milliseconds. */
const GATHER = 100;
/** Between two signs of life, in milliseconds. */
const HEARTBEAT = 15_000;
/** A reader that has not taken this much is not told more before it has: what it misses, it asks for anyway. */
const BUFFER = 1024;

/**
 * `GET /api/v1/events`: server-sent events that say that runs, builds or deliveries have changed, and nothing about
 * how. Whoever cares asks again. One set of listeners serves all readers.
 */
export function eventRoutes({ store, signal }: EventRouteParts): FastifyPluginAsync {
  const readers = new Set<Readable>();
  return async (app) => {
    const tell = (text: string) => {
      for (const reader of readers) if (reader.readableLength < BUFFER) reader.push(text);
    };
    let gathering: NodeJS.Timeout | undefined;
    const changed = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        tell('event: changed\ndata: {}\n\n');
      }, GATHER);
    };
    const stops = await Promise.all(
      (['runs', 'builds', 'deliveries'] as const).map((name) => store.listen(name, changed)),
    );
    const beat = setInterval(() => tell(': still here\n\n'), HEARTBEAT);
    const end = () => {
      for (const reader of readers) reader.push(null);
    };
    signal.addEventListener('abort', end, { once: true });
    app.addHook('onClose', async () => {
      clearInterval(beat);
      clearTimeout(gathering);
      await Promise.all(stops.map((stop) => stop()));
    });
    app.get(
      '/api/v1/events',
      {
        config: { access: 'viewer' },
        schema: { summary: 'Server-sent events: something has changed, ask again', tags: ['runs'] },
        exposeHeadRoute: false,
      },
      async (_, reply) => {
        const reader = new Readable({ read: () => {} });
        readers.add(reader);
        reply.raw.once('close', () => readers.delete(reader));
        reader.push('retry: 1000\n\n');
        if (signal.aborted) reader.push(null);
        return reply
          .headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
          .type('text/event-stream; charset=utf-8')
          .send(reader);
      },
    );
  };
}
