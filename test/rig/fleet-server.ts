import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { systemClock } from '../../src/base/clock.ts';
import { ok } from '../../src/base/result.ts';
import type { Builder } from '../../src/build/ports/builder.ts';
import { createFakeBuilder, type FakeSteering } from '../../src/builders/fake.ts';
import type { Connections } from '../../src/engine/connections.ts';
import { createConnections } from '../../src/main/connections.ts';
import type { Platform } from '../../src/names/platform.ts';
import { openBuildWatch } from '../../src/server/runs/build-watch.ts';
import { createClones } from '../../src/server/runs/clones.ts';
import { type Coordinator, startCoordinator } from '../../src/server/runs/coordinator.ts';
import type { CoordinatorParts } from '../../src/server/runs/parts.ts';
import type { Store } from '../../src/server/store/store.ts';
import type { BuildLog } from '../../src/server/worker/lines.ts';
import type { WorkerParts } from '../../src/server/worker/parts.ts';
import { startWorker, type Worker } from '../../src/server/worker/worker.ts';
import { createHttp } from '../../src/system/http.ts';
import { cleanEnvironment } from './repository.ts';

/** What a test makes of a server's parts. */
export interface FleetServerOptions {
  readonly store: Store;
  /** Shared by the servers of one machine. */
  readonly data: string;
  readonly steering?: FakeSteering;
  /** In place of the fake builder: the real choice. */
  readonly real?: boolean;
  /** Added to what engines and Git see. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly leaseSeconds?: number;
  /** Absent: both. */
  readonly roles?: readonly ('server' | 'worker')[];
  /** Absent: kept in memory. */
  readonly logs?: BuildLog;
  readonly log?: Logger;
  readonly slots?: number;
  readonly platforms?: readonly string[];
  readonly worker?: Partial<WorkerParts>;
  readonly coordinator?: Partial<CoordinatorParts>;
  /** Stands between both and what is real. */
  readonly connections?: (real: Connections) => Connections;
}

/** A coordinator and a worker in this process, as `serve` has them. */
export interface FleetServer {
  readonly coordinator?: Coordinator;
  readonly worker?: Worker;
  /** Lines by build. */
  readonly lines: ReadonlyMap<number, readonly string[]>;
  /** Resolves when a line comes that holds a text. */
  line(text: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startFleetServer(options: FleetServerOptions): Promise<FleetServer> {
  const lines = new Map<number, string[]>();
  const wanted: { readonly text: string; found(): void }[] = [];
  const { roles = ['server', 'worker'], logs = inMemory(lines, wanted) } = options;
  const parts = roles.includes('server') ? await coordinatorParts(options) : undefined;
  const coordinator = parts && (await startCoordinator(parts));
  const worker = roles.includes('worker') ? await startWorker(workerParts(options, logs)) : undefined;
  return {
    ...(coordinator ? { coordinator } : {}),
    ...(worker ? { worker } : {}),
    lines,
    line: (text) => new Promise((found) => wanted.push({ text, found })),
    async stop() {
      await Promise.all([coordinator?.stop(), worker?.stop()]);
      await parts?.watch.close();
    },
  };
}

function inMemory(lines: Map<number, string[]>, wanted: readonly { readonly text: string; found(): void }[]): BuildLog {
  return {
    async append(build, added) {
      lines.set(build, [...(lines.get(build) ?? []), ...added]);
      for (const { text, found } of wanted) if (added.some((line) => line.includes(text))) found();
    },
    end: () => Promise.resolve(),
  };
}

/** The secret of every test: it may stand nowhere (I8). */
export const CANARY = 'canary-4c1d9e7b2f';

const silent = pino({ level: process.env.CASKWRIGHT_TEST_LOG ?? 'silent' });
const environment = { ...cleanEnvironment, TMPDIR: process.env.TMPDIR };

async function coordinatorParts(options: FleetServerOptions): Promise<CoordinatorParts> {
  const { store, data, leaseSeconds = 5 } = options;
  return {
    store,
    clones: clonesOf(data),
    watch: await openBuildWatch(store, leaseSeconds / 3, options.log ?? silent),
    connect: () => connectionsOf(options),
    owner: randomUUID(),
    scratch: { folder: join(data, 'scratch'), place: data },
    limits: { runs: 4, perRepository: 4, leaseSeconds },
    told: {
      onRunState: () => Promise.resolve(),
      onRegistered: () => Promise.resolve(),
      onBuildOver: () => Promise.resolve(),
    },
    clock: systemClock,
    log: options.log ?? silent,
    ...options.coordinator,
  };
}

function workerParts(options: FleetServerOptions, logs: WorkerParts['logs']): WorkerParts {
  const { store, data, leaseSeconds = 5 } = options;
  const id = randomUUID();
  return {
    store,
    clones: clonesOf(data),
    connect: () => connectionsOf(options),
    id,
    name: 'test',
    version: '0',
    owner: id,
    platforms: (options.platforms ?? ['linux/amd64']) as Platform[],
    slots: options.slots ?? 4,
    place: data,
    perRepository: 100,
    leaseSeconds,
    secret: () => CANARY,
    logs,
    clock: systemClock,
    log: options.log ?? silent,
    ...options.worker,
  };
}

function clonesOf(data: string) {
  return createClones(join(data, 'git'), environment, async () => ({ transports: ['file'], settings: [] }));
}

function connectionsOf(options: FleetServerOptions): Connections {
  const { data, steering, connections = (real) => real } = options;
  const made = createConnections(
    { ...environment, CASKWRIGHT_TMPDIR: join(data, 'tmp'), ...options.environment },
    data,
    { exporters: () => import('../../src/main/exports.ts') },
  );
  if (options.real) return connections(made);
  const http = createHttp(environment);
  return connections({
    ...made,
    async builder({ configuration }) {
      const insecure = configuration.registry.insecure.map(({ value }) => value);
      const builder: Builder = createFakeBuilder({ http, insecure }, steering);
      return ok({ builder, why: 'fake' });
    },
  });
}
