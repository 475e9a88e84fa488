import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startRegistry, type TestRegistry } from '../../../test/rig/registry.ts';
import { type ServerStage, serverStage } from '../../../test/rig/server-stage.ts';
import { openStore, type Store } from '../store/store.ts';
import { claimBuild } from './claim.ts';
import { workerRole } from './role.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const silent = pino({ level: 'silent' });
const succeeded = { state: 'succeeded' };
let roles = 0;

/** A store for a role of its own, as a worker on another machine has it. */
async function storeOfRole({ store, data }: ServerStage): Promise<Store> {
  roles += 1;
  const role = `builder_${roles}`;
  await sql.raw(workerRole(role)).execute(store.db);
  const own = await openStore({ url: store.url.replace('caskwright@', `${role}@`), data, log: silent, connections: 5 });
  onTestFinished(() => own.close());
  return own;
}

describe('S41 a worker with a role of its own', () => {
  test('builds, with nothing but that role', async () => {
    const stage = await serverStage(registry);
    const server = await stage.serve({ roles: ['server'] });
    const worker = await stage.serve({ roles: ['worker'], store: await storeOfRole(stage) });
    expect(await stage.ended(await stage.push())).toMatchObject(succeeded);
    await Promise.all([server.stop(), worker.stop()]);
  });

  test('may not read or write anything else', async () => {
    const stage = await serverStage(registry);
    const server = await stage.serve();
    await stage.ended(await stage.push());
    await server.stop();
    const { db } = await storeOfRole(stage);
    await sql`insert into workers (id, name, platforms, slots, version) values ('me', 'me', '{}', 1, '0')`.execute(db);
    const denied = [
      'select * from tokens',
      'select created_by from runs',
      'select * from deliveries',
      `update runs set state = 'queued'`,
      `update builds set task = '{}'`,
      `update workers set revoked_at = null`,
      `update workers set login = 'caskwright'`,
      `insert into builds (run_id, image, platform, fingerprint) values (1, 'x', 'linux/amd64', '')`,
      'delete from wins',
      'delete from log_bundles',
      `update log_places set seen_at = now()`,
      `update images set digest = ''`,
    ];
    for (const statement of denied) {
      await expect(sql.raw(statement).execute(db), statement).rejects.toThrow('permission denied');
    }
    // What it may write at all, it may write to rows of its own alone.
    await expect(sql`update builds set digest = 'sha256:0'`.execute(db)).resolves.toMatchObject({
      numAffectedRows: 0n,
    });
    const others = await sql`update workers set name = 'x' where id <> 'me'`.execute(db);
    expect(others.numAffectedRows).toBe(0n);
  });

  test('that is revoked writes nothing more, and its build goes to another one', async () => {
    const stage = await serverStage(registry);
    const server = await stage.serve({ roles: ['server'], leaseSeconds: 2 });
    const reached = Promise.withResolvers<void>();
    const open = Promise.withResolvers<void>();
    const own = await storeOfRole(stage);
    const worker = await stage.serve({
      roles: ['worker'],
      store: own,
      leaseSeconds: 2,
      worker: { id: 'lost' },
      steering: {
        async onBuild() {
          reached.resolve();
          await open.promise;
          return undefined;
        },
      },
    });
    const run = await stage.push();
    await reached.promise;
    await stage.store.db.updateTable('workers').set({ revoked_at: sql`now()` }).where('id', '=', 'lost').execute();
    open.resolve();
    // Not even by a statement that forgets to ask for the lease.
    const forged = await sql`update builds set digest = 'sha256:0' where state = 'claimed'`.execute(own.db);
    expect(forged.numAffectedRows).toBe(0n);
    const other = await stage.serve({ roles: ['worker'], leaseSeconds: 2 });
    expect(await stage.ended(run)).toMatchObject(succeeded);
    const builders = await stage.store.db.selectFrom('builds').select('worker_id').distinct().execute();
    expect(builders.map(({ worker_id }) => worker_id)).not.toContain('lost');
    await expect(stage.serve({ roles: ['worker'], store: own, worker: { id: 'lost' } })).rejects.toThrow('is revoked');
    await Promise.all([server.stop(), worker.stop(), other.stop()]);
  });
});

describe('a worker', () => {
  test('builds for its own platforms alone; the index is joined when all have landed', async () => {
    const stage = await serverStage(registry, { base: 'scratch' });
    stage.repository.commit({ 'images/base/build.yaml': 'name: base\nplatforms: [linux/amd64, linux/arm64]\n' });
    const server = await stage.serve({ roles: ['server'] });
    const amd = await stage.serve({ roles: ['worker'], platforms: ['linux/amd64'], worker: { id: 'amd' } });
    const arm = await stage.serve({ roles: ['worker'], platforms: ['linux/arm64'], worker: { id: 'arm' } });
    expect(await stage.ended(await stage.push())).toMatchObject(succeeded);
    const rows = await stage.store.db.selectFrom('builds').select(['platform', 'worker_id']).execute();
    expect(Object.fromEntries(rows.map(({ platform, worker_id }) => [platform, worker_id]))).toEqual({
      'linux/amd64': 'amd',
      'linux/arm64': 'arm',
    });
    await Promise.all([server.stop(), amd.stop(), arm.stop()]);
  });

  test('that is missing is what a build says it waits for, until there is one', async () => {
    const stage = await serverStage(registry, { base: 'scratch' });
    const reason = async () => (await stage.store.db.selectFrom('builds').select('reason').executeTakeFirst())?.reason;
    const server = await stage.serve({ roles: ['server'], leaseSeconds: 1 });
    const run = await stage.push({ kind: 'pull_request', trust: 'internal', ref: 'refs/pull/1/head' });
    await expect.poll(reason).toBe('no worker builds linux/amd64');
    const away = await stage.serve({ roles: ['worker'], worker: { place: 'elsewhere' } });
    await expect.poll(reason).toBe('no worker shares the folder of this run');
    const here = await stage.serve({ roles: ['worker'] });
    expect(await stage.ended(run)).toMatchObject(succeeded);
    expect(await reason()).toBeNull();
    await Promise.all([server.stop(), away.stop(), here.stop()]);
  });

  test('far from the server builds a pull request where images of those go, and nothing of it stays there', async () => {
    const stage = await serverStage(registry);
    const trials = { host: registry.host, namespace: `trials-${stage.namespace}` };
    const server = await stage.serve({ roles: ['server'], coordinator: { trials } });
    const worker = await stage.serve({ roles: ['worker'], worker: { place: 'elsewhere' } });
    await registry.forget();
    const run = await stage.push({ kind: 'pull_request', trust: 'internal', ref: 'refs/pull/1/head' });
    expect(await stage.ended(run)).toMatchObject(succeeded);
    const written = (await registry.requests()).filter(({ method }) => method === 'PUT' || method === 'DELETE');
    const places = new Set(written.map(({ path }) => path.replace(/^\/v2\/(.*?)\/(?:manifests|blobs)\/.*$/, '$1')));
    expect([...places].toSorted()).toEqual(
      stage.images.map((image) => `${trials.namespace}/run-${run}/${image}`).toSorted(),
    );
    for (const image of stage.images) {
      const folder = join(registry.storage, 'docker/registry/v2/repositories', trials.namespace, `run-${run}`, image);
      expect(readdirSync(join(folder, '_manifests/tags'))).toEqual([]);
    }
    await Promise.all([server.stop(), worker.stop()]);
  });

  test('S29 far from the server gets nothing that a stranger asks for, approved or not', async () => {
    const stage = await serverStage(registry, { base: 'scratch' });
    const trials = { host: registry.host, namespace: `trials-${stage.namespace}` };
    const server = await stage.serve({ coordinator: { trials } });
    await registry.forget();
    const approved = stage.repository.git('rev-parse', 'HEAD');
    const pull = { kind: 'pull_request', trust: 'foreign', ref: 'refs/pull/1/head' } as const;
    expect(await stage.ended(await stage.push({ ...pull, request: { approved } }))).toMatchObject(succeeded);
    const written = (await registry.requests()).filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(written).toEqual([]);
    await server.stop();
  });

  test('that drains takes nothing new, and one beside it does', async () => {
    const stage = await serverStage(registry);
    const server = await stage.serve({ roles: ['server'] });
    const drained = await stage.serve({ roles: ['worker'], worker: { id: 'drained' } });
    await stage.store.db.updateTable('workers').set({ draining: true }).where('id', '=', 'drained').execute();
    const run = await stage.push();
    const other = await stage.serve({ roles: ['worker'], worker: { id: 'other' } });
    expect(await stage.ended(run)).toMatchObject(succeeded);
    const builders = await stage.store.db.selectFrom('builds').select('worker_id').distinct().execute();
    expect(builders).toEqual([{ worker_id: 'other' }]);
    await Promise.all([server.stop(), drained.stop(), other.stop()]);
  });

  test('gives what it has back when it ends', async () => {
    const stage = await serverStage(registry, { base: 'scratch' });
    const server = await stage.serve({ roles: ['server'] });
    const reached = Promise.withResolvers<void>();
    const first = await stage.serve({
      roles: ['worker'],
      steering: {
        onBuild: (_, { signal }) => {
          reached.resolve();
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
        },
      },
    });
    const run = await stage.push();
    await reached.promise;
    await first.stop();
    const row = () => stage.store.db.selectFrom('builds').select(['state', 'attempts']).executeTakeFirstOrThrow();
    expect(await row()).toEqual({ state: 'ready', attempts: 0 });
    const second = await stage.serve({ roles: ['worker'] });
    expect(await stage.ended(run)).toMatchObject(succeeded);
    await Promise.all([server.stop(), second.stop()]);
  });

  test('ends the log of each build that landed, its last words included', async () => {
    const stage = await serverStage(registry);
    const written = new Map<number, string[]>();
    const ended = new Set<number>();
    const logs = {
      append: (build: number, lines: readonly string[]) =>
        Promise.resolve(void written.set(build, [...(written.get(build) ?? []), ...lines])),
      end: (build: number) => Promise.resolve(void ended.add(build)),
    };
    const server = await stage.serve({
      logs,
      steering: { onBuild: (_, { log }) => Promise.resolve(void log('the last word')) },
    });
    const run = await stage.push();
    expect(await stage.ended(run)).toMatchObject(succeeded);
    await server.stop();
    const builds = await stage.store.db.selectFrom('builds').select(['id', 'state']).orderBy('id').execute();
    expect(builds.map(({ state }) => state)).toEqual(stage.images.map(() => 'landed'));
    expect([...ended].toSorted((a, b) => a - b)).toEqual(builds.map(({ id }) => id));
    for (const { id } of builds) expect(written.get(id)).toContain('the last word');
  });

  test('takes the most urgent first, and repositories in turn', async () => {
    const stage = await serverStage(registry, { a: 'scratch', b: 'scratch', c: 'scratch', d: 'scratch' });
    const { db } = stage.store;
    await db
      .insertInto('repositories')
      .values({ id: 'other', url: stage.repository.path, forge: 'git', full_name: 'acme/other' })
      .execute();
    const run = (repository: string, priority: number) =>
      db
        .insertInto('runs')
        .values({
          repository_id: repository,
          kind: 'push',
          trust: 'trusted',
          ref: 'r',
          commit: 'c',
          created_by: 't',
          priority,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
    const build = async (of: { id: number }, image: string, priority: number, urgency = 0) => {
      const row = { run_id: of.id, image, platform: 'linux/amd64', fingerprint: image, state: 'ready' as const };
      await db
        .insertInto('builds')
        .values({ ...row, priority, urgency })
        .execute();
    };
    const [busy, other, release] = [await run('fleet', 20), await run('other', 20), await run('fleet', 30)];
    for (const [image, urgency] of [
      ['slow', 9],
      ['quick', 1],
      ['middle', 5],
    ] as const) {
      await build(busy, image, 20, urgency);
    }
    await build(other, 'fair', 20);
    await build(release, 'first', 30);
    await db.insertInto('workers').values({ id: 'w', name: 'w', platforms: [], slots: 9, version: '0' }).execute();
    const claimer = {
      worker: 'w',
      owner: 'w',
      platforms: ['linux/amd64'],
      perRepository: 3,
      idle: true,
      leaseSeconds: 9,
    };
    const taken: (string | undefined)[] = [];
    for (let turn = 0; turn < 6; turn += 1) taken.push((await claimBuild(db, claimer))?.image);
    // No more than three of one repository: "quick" has to wait.
    expect(taken).toEqual(['first', 'fair', 'slow', 'middle', undefined, undefined]);
  });
});
