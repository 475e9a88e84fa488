import { type RunWish, requestRun } from '../../src/server/runs/requests.ts';
import type { RunKind, RunState, Trust } from '../../src/server/store/tables.ts';
import { type TestStore, testStore } from './database.ts';
import { type FleetServer, type FleetServerOptions, startFleetServer } from './fleet-server.ts';
import type { TestRegistry } from './registry.ts';
import { type TestRepository, temporaryDirectory, testRepository } from './repository.ts';

/** Image → what it stands on; `scratch` for nothing. */
export type Parents = Readonly<Record<string, string>>;

/** base ← mid ← leaf, and one aside. */
export const chain: Parents = { base: 'scratch', mid: 'base', leaf: 'mid', aside: 'scratch' };

export interface NewRunSketch {
  /** Committed first. */
  readonly files?: Readonly<Record<string, string>>;
  readonly kind?: RunKind;
  readonly trust?: Trust;
  readonly ref?: string;
  readonly request?: RunWish;
}

/** A database, a repository of images that a server knows, and a folder for its data. */
export interface ServerStage {
  readonly store: TestStore;
  readonly repository: TestRepository;
  readonly data: string;
  readonly namespace: string;
  readonly images: readonly string[];
  /** Starts a server on it; the test stops it. */
  serve(options?: Partial<FleetServerOptions>): Promise<FleetServer>;
  /** Commits and asks for a run of what is then the tip of `ref`. */
  push(sketch?: NewRunSketch): Promise<number>;
  /** A file that changes one image and nothing else. */
  change(image: string): Record<string, string>;
  /** The run when it is over. */
  ended(run: number): Promise<EndedRun>;
  builds(run: number): Promise<Record<string, string>>;
}

export interface EndedRun {
  readonly state: RunState;
  readonly reason: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a summary as tests look at it
  readonly summary: any;
}

let stages = 0;

/** Makes a stage; each has a namespace of its own in the registry. */
export async function serverStage(
  registry: Pick<TestRegistry, 'host'>,
  parents: Parents = chain,
  more = '',
  given?: TestStore,
): Promise<ServerStage> {
  stages += 1;
  const namespace = `fleet${stages}`;
  const store = given ?? (await testStore());
  const repository = testRepository(fleetFiles(registry.host, namespace, parents, more));
  await store.db
    .insertInto('repositories')
    .values({ id: 'fleet', url: repository.path, forge: 'git', full_name: 'acme/fleet' })
    .execute();
  const data = temporaryDirectory();
  let changes = 0;
  return {
    store,
    repository,
    data,
    namespace,
    images: Object.keys(parents),
    serve: (options) => startFleetServer({ store, data, ...options }),
    async push({ files, kind = 'push', trust = 'trusted', ref = 'refs/heads/main', request } = {}) {
      if (files) repository.commit(files);
      if (kind === 'pull_request') repository.git('update-ref', ref, 'HEAD');
      const commit = repository.git('rev-parse', 'HEAD');
      const asked = {
        repository: 'fleet',
        kind,
        trust,
        ref,
        commit,
        createdBy: 'test',
        ...(request ? { request } : {}),
      };
      return store.db.transaction().execute((trx) => requestRun(trx, asked));
    },
    change: (image) => ({ [`images/${image}/file`]: `change ${++changes}\n` }),
    ended: (run) => untilEnded(store, run),
    async builds(run) {
      const rows = await store.db.selectFrom('builds').selectAll().where('run_id', '=', run).orderBy('image').execute();
      return Object.fromEntries(rows.map(({ image, state }) => [image, state]));
    },
  };
}

function fleetFiles(host: string, namespace: string, parents: Parents, more: string): Record<string, string> {
  const files: Record<string, string> = {
    'caskwright.yaml': `registry: { host: "${host}", namespace: ${namespace}, insecure: ["${host}"] }\nplatforms: [linux/amd64]\n${more}`,
  };
  for (const [image, parent] of Object.entries(parents)) {
    const from = parent in parents ? `${host}/${namespace}/${parent}` : parent;
    files[`images/${image}/build.yaml`] = `name: ${image}\n`;
    files[`images/${image}/Dockerfile`] = `FROM ${from}\nCOPY file /file\n`;
    files[`images/${image}/file`] = `${image}\n`;
  }
  return files;
}

async function untilEnded(store: TestStore, run: number): Promise<EndedRun> {
  const { promise, resolve, reject } = Promise.withResolvers<EndedRun>();
  const look = async () => {
    const row = await store.db
      .selectFrom('runs')
      .select(['state', 'reason', 'summary'])
      .where('id', '=', run)
      .executeTakeFirstOrThrow();
    if (row.state !== 'queued' && row.state !== 'running') resolve(row);
  };
  const stop = await store.listen('runs', () => void look().catch(() => {}));
  look().catch(reject);
  return promise.finally(stop);
}
