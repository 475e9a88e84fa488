import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openLogBook } from '../../src/server/logs/log-book.ts';
import { openStore } from '../../src/server/store/store.ts';
import { type FleetServerOptions, startFleetServer } from '../rig/fleet-server.ts';
import type { Death } from './moments.ts';
import { Moments, momentsOfDatabase, momentsOfPublisher } from './moments.ts';

// A server, a worker or both, with a fake builder, that dies when it is told to. One JSON object says how.

/** What a process of a fault test is, and when it dies. */
export interface FaultProcess {
  readonly url: string;
  readonly data: string;
  readonly roles: readonly ('server' | 'worker')[];
  readonly leaseSeconds: number;
  /** Milliseconds that a build takes. */
  readonly build: number;
  readonly slots?: number;
  readonly worker?: string;
  readonly death?: Death;
}

const asked = JSON.parse(process.argv[2] ?? '') as FaultProcess;
const { url, data, roles, leaseSeconds, build, death } = asked;
const log = pino({ level: process.env.CASKWRIGHT_TEST_LOG ?? 'silent' }, pino.destination(2));
const moments = new Moments(death);
const opened = await openStore({ url, data, log, connections: 5 });
const store = { ...opened, db: opened.db.withPlugin(momentsOfDatabase(moments)) };
const options: FleetServerOptions = {
  store,
  data,
  roles,
  leaseSeconds,
  log,
  ...(asked.slots === undefined ? {} : { slots: asked.slots }),
  ...(asked.worker === undefined ? {} : { worker: { id: asked.worker } }),
  logs: await openLogBook({
    folder: join(data, 'logs'),
    limit: 10_000_000,
    secrets: [],
    store,
    isOver: () => Promise.resolve(false),
    log,
  }),
  steering: {
    async onBuild(request, { signal, log: line }) {
      moments.pass('during build');
      moments.pass(`during build of ${imageOf(request)}`);
      line(`building ${request.id} with ${request.secrets.canary_token ?? 'no secret'}`);
      await sleep(build, undefined, { signal }).catch(() => {});
      line('built');
      moments.pass('end of build');
      return undefined;
    },
  },
  connections: (real) => ({
    ...real,
    registry(configuration) {
      const destination = real.registry(configuration);
      return { ...destination, publisher: momentsOfPublisher(destination.publisher, moments) };
    },
  }),
};
const server = await startFleetServer(options);

process.stdout.write('ready\n');
process.on('SIGTERM', () => void end());

/** `run-7-1-base-linux-amd64` → `base`. */
function imageOf({ id }: { readonly id: string }): string {
  return id.replace(/^run-\d+-\d+-(.*?)-linux-.*$/, '$1');
}

async function end(): Promise<void> {
  await server.stop();
  await store.close();
  process.exit(0);
}
