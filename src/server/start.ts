import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { systemClock } from '../base/clock.ts';
import { remoteDefaultBranch } from '../repository/remote-head.ts';
import { remoteRefs } from '../repository/remote-refs.ts';
import { replaceFile } from '../system/files.ts';
import { createHttpServer } from './api/http.ts';
import { readPage } from './api/routes/page.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createOidc } from './auth/oidc.ts';
import { ensureFirstToken } from './auth/tokens.ts';
import { buildHere } from './build-here.ts';
import type { ServerConfiguration } from './configuration/configuration.ts';
import { removeOutdated } from './exports/remove.ts';
import { type Ground, LEASE_SECONDS, layGround, type ServerParts } from './ground.ts';
import { type Intake, openIntake } from './logs/intake.ts';
import { checkDrift } from './operations/drift.ts';
import { type Leadership, standForLeader } from './operations/leader.ts';
import { createMetrics, type Metrics } from './operations/metrics.ts';
import { removeOld } from './operations/retention.ts';
import type { Announcer } from './outbox/announcer.ts';
import { startTelling } from './outgoing.ts';
import { openBuildWatch } from './runs/build-watch.ts';
import { startCoordinator } from './runs/coordinator.ts';
import { serverRoutes } from './server-routes.ts';
import { putRepositories } from './store/repositories.ts';
import type { Remotes, Repository } from './webhooks/baseline.ts';
import { createDeliveryLoop } from './webhooks/loop.ts';
import { reconcile } from './webhooks/reconcile.ts';

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
    const metrics = createMetrics({ db: ground.store.db, isLeading: () => leadership.isLeading() });
    const announcer = await startTelling(parts, ground, running);
    const intake = await openIntake({ ...ground, log: parts.log });
    running.defer(() => intake.close());
    await carryOutRuns(parts, ground, intake, metrics, announcer, running);
    await buildHere(parts, ground, running);
    const remotes = remotesOf(parts, ground);
    await makeRuns(parts, ground, remotes, announcer, running);
    const leadership = lead(parts, ground, remotes, announcer, running);
    return { url: await answer(parts, ground, metrics, ending.signal, running), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function carryOutRuns(
  parts: ServerParts,
  ground: Ground,
  intake: Intake,
  metrics: Metrics,
  announcer: Announcer,
  running: AsyncDisposableStack,
): Promise<void> {
  const { store, git, owner, place } = ground;
  const { configuration, connect, storage, log } = parts;
  const watch = await openBuildWatch(store, LEASE_SECONDS / 3, log);
  running.defer(() => watch.close());
  const coordinator = await startCoordinator({
    store,
    clones: git.clones,
    watch,
    connect,
    owner,
    scratch: { folder: join(configuration.data, 'scratch'), place },
    ...(configuration.trials ? { trials: configuration.trials } : {}),
    limits: {
      runs: configuration.limits.runs,
      perRepository: configuration.limits.runsPerRepository,
      leaseSeconds: LEASE_SECONDS,
    },
    told: {
      onRunState: announcer.runState,
      onRegistered: announcer.registered,
      async onBuildOver(build) {
        await intake.end(build);
        await metrics.countBuild(build);
      },
    },
    ...(storage ? { exports: configuration.exports } : {}),
    clock: systemClock,
    log,
  });
  running.defer(() => coordinator.stop());
}

function remotesOf({ configuration }: ServerParts, { git }: Ground): Remotes {
  const said = new Set(configuration.repositories.flatMap(({ id, defaultBranch }) => (defaultBranch ? [id] : [])));
  const remoteOf = async (repository: Repository) => ({ url: repository.url, ...(await git.access(repository)) });
  return {
    list: async (repository, refs) => remoteRefs(await remoteOf(repository), refs, git.environment),
    defaultBranch: async (repository) =>
      said.has(repository.id) ? undefined : remoteDefaultBranch(await remoteOf(repository), git.environment),
  };
}

async function makeRuns(
  { configuration, log }: ServerParts,
  { store }: Ground,
  remotes: Remotes,
  announcer: Announcer,
  running: AsyncDisposableStack,
): Promise<void> {
  const senders = new Map(configuration.repositories.map((repository) => [repository.id, repository.senders]));
  const loop = createDeliveryLoop({
    store,
    log,
    ...remotes,
    senders: (repository) => senders.get(repository),
    queued: announcer.runState,
  });
  await loop.start();
  running.defer(() => loop.stop());
}

function lead(
  { configuration, connect, storage, log }: ServerParts,
  { store, book, git, owner }: Ground,
  remotes: Remotes,
  announcer: Announcer,
  running: AsyncDisposableStack,
): Leadership {
  const { drift: every } = configuration;
  const leadership = standForLeader({
    db: store.db,
    owner,
    tasks: [
      {
        name: 'reconcile',
        every: configuration.reconcile,
        run: (signal) => reconcile({ store, log, ...remotes }, signal),
      },
      {
        name: 'announce what ended while it waited',
        every: 10_000,
        run: () => store.db.transaction().execute(announcer.missed),
      },
      ...(every === 0
        ? []
        : [
            {
              name: 'check drift',
              every: Math.min(every, 60_000),
              run: (signal: AbortSignal) =>
                checkDrift({ store, clones: git.clones, connect, every, clock: systemClock, log }, signal),
            },
          ]),
      {
        name: 'remove what is old',
        every: 3_600_000,
        run: (signal) => removeOld({ db: store.db, book, keep: configuration.retention, log }, signal),
      },
      ...(storage
        ? [
            {
              name: 'remove outdated disk images',
              every: 3_600_000,
              run: (signal: AbortSignal) => removeOutdated(storage, configuration.exports.keep, log, signal),
            },
          ]
        : []),
    ],
    log,
  });
  running.defer(() => leadership.stop());
  return leadership;
}

/** Listens, and resolves with the URL. */
async function answer(
  { configuration, version, pages, storage, log }: ServerParts,
  ground: Ground,
  metrics: Metrics,
  ending: AbortSignal,
  running: AsyncDisposableStack,
): Promise<string> {
  const { db } = ground.store;
  const { auth, host, port } = configuration;
  const publicUrl = new URL(configuration.publicUrl ?? `http://localhost:${port}`);
  const oidc = auth.oidc && createOidc(auth.oidc);
  await showFirstToken(configuration, ground, log);
  const authenticator = createAuthenticator({ db, oidc, anonymousReading: auth.anonymous });
  const front = { oidc, publicUrl, authenticator, metrics, page: await readPage(pages), ending };
  const app = await createHttpServer({
    log,
    version,
    authenticator,
    origins: [publicUrl.origin, ...auth.origins],
    routes: serverRoutes({ configuration, version, ...(storage ? { storage } : {}) }, ground, front),
  });
  running.defer(() => app.close());
  await app.listen({ host, port });
  return localUrl(app);
}

/** A server that nobody can get into yet says where the key lies; logs are read by more people than that file. */
async function showFirstToken({ auth, data }: ServerConfiguration, { store }: Ground, log: Logger): Promise<void> {
  const token = await ensureFirstToken(store.db, auth.adminToken);
  if (token === undefined) return;
  const file = join(data, 'admin-token');
  await replaceFile(file, `${token}\n`);
  log.warn({ file }, 'the first token of an administrator is in this file: take it out');
}

/** A name that this machine resolves, for the addresses that mean all of them. */
function localUrl(app: FastifyInstance): string {
  const bound = app.addresses()[0];
  if (typeof bound !== 'object') throw new Error('the server listens nowhere');
  const { address, family, port } = bound;
  const isAny = address === '0.0.0.0' || address === '::';
  return `http://${isAny ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
