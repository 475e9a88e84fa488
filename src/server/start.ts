import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createHttpServer } from './api/http.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import type { ServerConfiguration } from './configuration/configuration.ts';
import { healthRoutes } from './operations/health.ts';
import { openStore } from './store/store.ts';

/** What a server is made of beside its configuration. */
export interface ServerParts {
  readonly configuration: ServerConfiguration;
  readonly version: string;
  readonly log: Logger;
}

/** A server that answers. */
export interface RunningServer {
  /** Where it listens, as this machine reaches it. */
  readonly url: string;
  /**
   * Takes nothing new, ends what is open, hands back what it holds, and closes the database. May be called twice.
   */
  stop(): Promise<void>;
}

/** Starts every part, each after those that it stands on. They end in the opposite order, also where one cannot start. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const running = new AsyncDisposableStack();
  try {
    return await start(parts, running);
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

async function start(
  { configuration, version, log }: ServerParts,
  running: AsyncDisposableStack,
): Promise<RunningServer> {
  const { data, databaseUrl, auth } = configuration;
  const store = await openStore({ data, log, ...(databaseUrl === undefined ? {} : { url: databaseUrl }) });
  running.defer(() => store.close());

  const authenticator = createAuthenticator({ db: store.db, anonymousReading: auth.anonymous });
  let serving = true;
  const app = await createHttpServer({
    log,
    version,
    authenticator,
    origins: auth.origins,
    routes: [healthRoutes({ db: store.db, version, isServing: () => serving })],
  });
  running.defer(() => app.close());
  await app.listen({ host: configuration.host, port: configuration.port });
  return {
    url: localUrl(app),
    stop() {
      serving = false;
      return running.disposeAsync();
    },
  };
}

/** A name that this machine resolves, for the addresses that mean all of them. */
function localUrl(app: FastifyInstance): string {
  const bound = app.addresses()[0];
  if (typeof bound !== 'object') throw new Error('the server listens nowhere');
  const { address, family, port } = bound;
  const isAny = address === '0.0.0.0' || address === '::';
  return `http://${isAny ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
