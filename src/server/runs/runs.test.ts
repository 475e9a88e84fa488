import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { type FleetServer, startFleetServer } from '../../../test/rig/fleet-server.ts';
import { standingOf } from '../../../test/rig/fleet-standing.ts';
import { startRegistry, type TestRegistry } from '../../../test/rig/registry.ts';
import { type TestRepository, temporaryDirectory, testRepository } from '../../../test/rig/repository.ts';
import type { FakeSteering } from '../../builders/fake.ts';
import { requestRun } from './requests.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

/** base ← mid ← leaf, and aside. */
function fleet(namespace: string): Record<string, string> {
  const dockerfile = (from: string) => `FROM ${from}\nCOPY file /file\n`;
  const image = (name: string, from: string, more = '') => ({
    [`images/${name}/build.yaml`]: `name: ${name}\n${more}`,
    [`images/${name}/Dockerfile`]: dockerfile(from),
    [`images/${name}/file`]: `${name}\n`,
  });
  return {
    'caskwright.yaml': `registry: { host: "${registry.host}", namespace: ${namespace}, insecure: ["${registry.host}"] }\nplatforms: [linux/amd64]\n`,
    ...image('base', 'scratch', 'version: "1.0"\n'),
    ...image('mid', `${registry.host}/${namespace}/base`),
    ...image('leaf', `${registry.host}/${namespace}/mid`),
    ...image('aside', 'scratch'),
  };
}

interface Stage {
  readonly store: TestStore;
  readonly repository: TestRepository;
  readonly server: FleetServer;
  push(files?: Record<string, string>): Promise<number>;
  ended(run: number): Promise<{ state: string; reason: string | null; summary: unknown }>;
}

async function stage(namespace: string, steering: FakeSteering = {}): Promise<Stage> {
  const store = await testStore();
  const repository = testRepository(fleet(namespace));
  await store.db
    .insertInto('repositories')
    .values({ id: 'fleet', url: repository.path, forge: 'git', full_name: 'acme/fleet' })
    .execute();
  const server = await startFleetServer({ store, data: temporaryDirectory(), steering });
  return {
    store,
    repository,
    server,
    async push(files) {
      const commit = files ? repository.commit(files) : repository.git('rev-parse', 'HEAD');
      return store.db.transaction().execute((trx) =>
        requestRun(trx, {
          repository: 'fleet',
          kind: 'push',
          trust: 'trusted',
          ref: 'refs/heads/main',
          commit,
          createdBy: 'test',
        }),
      );
    },
    ended: (run) => untilEnded(store, run),
  };
}

async function untilEnded(store: TestStore, run: number) {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const look = async () => {
    const row = await store.db
      .selectFrom('runs')
      .select(['state', 'reason', 'summary'])
      .where('id', '=', run)
      .executeTakeFirstOrThrow();
    return row.state === 'queued' || row.state === 'running' ? undefined : row;
  };
  const stop = await store.listen('runs', () => void look().then((row) => row && resolve()));
  if (await look()) resolve();
  await over;
  await stop();
  return (await look()) as NonNullable<Awaited<ReturnType<typeof look>>>;
}

test('a push becomes built, landed, published and registered images', async () => {
  const { store, push, ended, server } = await stage('first');
  const run = await ended(await push());
  expect(run, JSON.stringify(run)).toMatchObject({ state: 'succeeded' });
  const standing = await standingOf(registry.host, 'first', ['base', 'mid', 'leaf', 'aside']);
  expect(Object.keys(standing.base?.tags ?? {})).toEqual(['1.0', 'latest']);
  const catalogue = await store.db.selectFrom('images').select(['name', 'digest']).orderBy('name').execute();
  expect(catalogue).toEqual(
    ['aside', 'base', 'leaf', 'mid'].map((name) => ({ name, digest: standing[name]?.tags.latest })),
  );
  const builds = await store.db.selectFrom('builds').select(['image', 'state']).orderBy('image').execute();
  expect(builds).toEqual(['aside', 'base', 'leaf', 'mid'].map((image) => ({ image, state: 'landed' })));
  await server.stop();
});
