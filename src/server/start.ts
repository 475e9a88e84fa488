import { join } from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { systemClock } from '../base/clock.ts';
import { remoteRefs } from '../repository/remote-refs.ts';
import { replaceFile } from '../system/files.ts';
import { createHttpServer } from './api/http.ts';
import { logRoutes } from './api/routes/logs.ts';
import { apiRoutes } from './api/routes.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createOidc } from './auth/oidc.ts';
import { ensureFirstToken } from './auth/tokens.ts';
import { buildHere } from './build-here.ts';
import type { ServerConfiguration } from './configuration/configuration.ts';
import { type Ground, LEASE_SECONDS, layGround, type ServerParts } from './ground.ts';
import { healthRoutes } from './operations/health.ts';
import { standForLeader } from './operations/leader.ts';
import { openBuildWatch } from './runs/build-watch.ts';
import { startCoordinator } from './runs/coordinator.ts';
import { putRepositories } from './store/repositories.ts';
import type { ListRefs } from './webhooks/baseline.ts';
import { createInbox } from './webhooks/inbox.ts';
import { createDeliveryLoop } from './webhooks/loop.ts';
import { reconcile } from './webhooks/reconcile.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { createVerifier, type HookSecret, type Verifier } from './webhooks/signature.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where it listens, as this machine reaches it. */
  readonly url: string;
  /** Takes nothing new, ends what is open, hands back what it holds, and closes the database. May be called twice. */
  stop(): Promise<void>;
}

/** Starts every part, each after those that it stands on. They end in the opposite order, also where one cannot start. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const running = new AsyncDisposableStack();
  const ending = new AbortController();
  const stop = () => {
    ending.abort();
    return running.disposeAsync();
  };
  try {
    const ground = await layGround(parts, running);
    await putRepositories(ground.store.db, parts.configuration.repositories);
    await carryOutRuns(parts, ground, running);
    await buildHere(parts, ground, running);
    const list = listRefs(ground);
    await makeRuns(parts, ground, list, running);
    lead(parts, ground, list, running);
    return { url: await answer(parts, ground, ending.signal, running), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function carryOutRuns(parts: ServerParts, ground: Ground, running: AsyncDisposableStack): Promise<void> {
  const { store, book, git, owner, place } = ground;
  const { configuration, connect, log } = parts;
  const watch = await openBuildWatch(store, LEASE_SECONDS / 3, log);
  running.defer(() => watch.close());
  const coordinator = await startCoordinator({
    store,
    clones: git.clones,
    watch,
    connect,
    owner,
    scratch: { folder: join(configuration.data, 'scratch'), place },
    limits: {
      runs: configuration.limits.runs,
      perRepository: configuration.limits.runsPerRepository,
      leaseSeconds: LEASE_SECONDS,
    },
    told: {
      onRunState: async () => {},
      onRegistered: async () => {},
      onBuildOver: (build) => book.end(build),
    },
    clock: systemClock,
    log,
  });
  running.defer(() => coordinator.stop());
}

function listRefs({ git }: Ground): ListRefs {
  return async (repository, refs) =>
    remoteRefs({ url: repository.url, ...(await git.access(repository)) }, refs, git.environment);
}

async function makeRuns(
  { configuration, log }: ServerParts,
  { store }: Ground,
  list: ListRefs,
  running: AsyncDisposableStack,
): Promise<void> {
  const senders = new Map(configuration.repositories.map((repository) => [repository.id, repository.senders]));
  const loop = createDeliveryLoop({
    store,
    log,
    list,
    senders: (repository) => senders.get(repository),
    closed: async () => {},
    queued: async () => {},
  });
  await loop.start();
  running.defer(() => loop.stop());
}

function lead(
  { configuration, log }: ServerParts,
  { store, owner }: Ground,
  list: ListRefs,
  running: AsyncDisposableStack,
): void {
  const leadership = standForLeader({
    db: store.db,
    owner,
    tasks: [
      {
        name: 'reconcile',
        every: configuration.reconcile,
        run: (signal) => reconcile({ store, log, list }, signal),
      },
    ],
    log,
  });
  running.defer(() => leadership.stop());
}

/** Listens, and resolves with the URL. */
async function answer(
  { configuration, version, log }: ServerParts,
  { store, book, git }: Ground,
  ending: AbortSignal,
  running: AsyncDisposableStack,
): Promise<string> {
  const { db } = store;
  const { auth, data, host, port, publicUrl = `http://localhost:${port}`, editorUrl } = configuration;
  const oidc = auth.oidc && createOidc(auth.oidc);
  const first = await ensureFirstToken(db, auth.adminToken);
  if (first !== undefined) {
    const file = join(data, 'admin-token');
    await replaceFile(file, `${first}\n`);
    log.warn({ file }, 'the first token of an administrator is in this file: take it out');
  }
  const routes: FastifyPluginAsync[] = [
    healthRoutes({ db, version, isServing: () => !ending.aborted }),
    webhookRoutes({ inbox: createInbox(store), ...verifiersOf(configuration) }),
    logRoutes({ book, db, signal: ending }),
    ...apiRoutes({ db, git, redeliver: async () => false, editorUrl, oidc, publicUrl: new URL(publicUrl) }),
  ];
  const app = await createHttpServer({
    log,
    version,
    authenticator: createAuthenticator({ db, oidc, anonymousReading: auth.anonymous }),
    origins: [new URL(publicUrl).origin, ...auth.origins],
    routes,
  });
  running.defer(() => app.close());
  await app.listen({ host, port });
  return localUrl(app);
}

function verifiersOf(configuration: ServerConfiguration): { readonly github: Verifier; readonly gitea: Verifier } {
  return { github: verifierOf('github', configuration), gitea: verifierOf('gitea', configuration) };
}

function verifierOf(forge: 'github' | 'gitea', configuration: ServerConfiguration): Verifier {
  const { webhookSecret: shared } = configuration[forge];
  const own = configuration.repositories.flatMap(({ id, forge: its, webhookSecret: secret }): HookSecret[] =>
    its === forge && secret !== undefined && secret !== shared ? [{ secret, repository: id }] : [],
  );
  const verifier = createVerifier([...(shared === undefined ? [] : [{ secret: shared }]), ...own]);
  if (!verifier.ok) throw new Error(verifier.error);
  return verifier.value;
}

/** A name that this machine resolves, for the addresses that mean all of them. */
function localUrl(app: FastifyInstance): string {
  const bound = app.addresses()[0];
  if (typeof bound !== 'object') throw new Error('the server listens nowhere');
  const { address, family, port } = bound;
  const isAny = address === '0.0.0.0' || address === '::';
  return `http://${isAny ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
