import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { requestRepair } from '../../src/server/runs/repair.ts';
import { startPostgres } from '../../src/server/store/embedded.ts';
import { openStore } from '../../src/server/store/store.ts';
import { startFaultProxy } from '../rig/fault-proxy.ts';
import { standingOf } from '../rig/fleet-standing.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import type { ServerStage } from '../rig/server-stage.ts';
import { faultStage } from './die-and-recover.ts';
import { startDoomed } from './doomed.ts';
import { violations } from './invariants.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const silent = pino({ level: 'silent' });
const succeeded = { state: 'succeeded' };

describe('F12 a process that is stopped for longer than its lease', { timeout: 60_000 }, () => {
  test('as a worker finds its build with another one, and records nothing', async () => {
    const stage = await faultStage(registry);
    const server = await stage.serve({ roles: ['server'], leaseSeconds: 1 });
    const stopped = startDoomed(stage, { roles: ['worker'], build: 300 });
    await stopped.ready;
    const run = await stage.push();
    await untilBuild(stage, 'claimed');
    stopped.signal('SIGSTOP');
    const other = await stage.serve({ roles: ['worker'], leaseSeconds: 1 });
    expect(await stage.ended(run)).toMatchObject(succeeded);
    const before = await stage.store.db.selectFrom('builds').selectAll().orderBy('id').execute();
    expect(Math.max(...before.map(({ attempts }) => attempts))).toBeGreaterThan(1);
    await resumeAndEnd(stopped);
    expect(await stage.store.db.selectFrom('builds').selectAll().orderBy('id').execute()).toEqual(before);
    await Promise.all([server.stop(), other.stop()]);
    expect(await violations(stage, registry)).toEqual([]);
  });

  test('as a server while it publishes finds its run with another one, and moves nothing', async () => {
    const stage = await faultStage(registry);
    const stopped = startDoomed(stage);
    await stopped.ready;
    const opened = registry.next(new RegExp(`^PUT /v2/${stage.namespace}/\\w+/manifests/cw-main$`));
    const first = await stage.push();
    await opened;
    stopped.signal('SIGSTOP');
    const other = await stage.serve({ leaseSeconds: 1 });
    expect(await stage.ended(first)).toMatchObject(succeeded);
    const newer = await stage.push({ files: stage.change('base') });
    expect(await stage.ended(newer)).toMatchObject(succeeded);
    await resumeAndEnd(stopped);
    await untilAtRest(stage);
    await other.stop();
    expect(await violations(stage, registry)).toEqual([]);
  });

  test('a tag that it moved too late is put back by the run that is asked for then', async () => {
    const stage = await faultStage(registry);
    const server = await stage.serve();
    onTestFinished(() => server.stop());
    const first = await stage.push();
    await stage.ended(first);
    const old = (await standingOf(registry.host, stage.namespace, ['aside'])).aside?.tags.latest ?? '';
    await stage.ended(await stage.push({ files: stage.change('aside') }));
    await moveTag(stage, 'aside', old, 'latest');
    expect(await violations(stage, registry)).not.toEqual([]);
    await requestRepair(stage.store.db, first);
    await untilAtRest(stage);
    expect(await violations(stage, registry)).toEqual([]);
  });
});

describe('F2 the database', { timeout: 60_000 }, () => {
  test('is started again in the middle of a run, which goes on', async () => {
    const folder = mkdtempSync('/tmp/cw-pg-');
    onTestFinished(() => rm(folder, { recursive: true }));
    let postgres = await startPostgres(join(folder, 'database'), silent);
    const url = `postgres://caskwright@/postgres?host=${encodeURIComponent(postgres.connection.host ?? '')}`;
    const store = { ...(await openStore({ url, data: folder, log: silent, connections: 5 })), url };
    const stage = await faultStage(registry, store);
    const reached = Promise.withResolvers<void>();
    const back = Promise.withResolvers<void>();
    const server = await stage.serve({
      leaseSeconds: 4,
      steering: {
        async onBuild() {
          reached.resolve();
          await back.promise;
          return undefined;
        },
      },
    });
    const run = await stage.push();
    await reached.promise;
    await postgres.stop();
    back.resolve();
    postgres = await startPostgres(join(folder, 'database'), silent);
    expect(await stage.ended(run)).toMatchObject(succeeded);
    await server.stop();
    expect(await violations(stage, registry)).toEqual([]);
    await store.close();
    await postgres.stop();
  });
});

describe('F4 the registry', { timeout: 60_000 }, () => {
  async function behindProxy() {
    const proxy = await startFaultProxy(registry.host);
    onTestFinished(() => proxy.stop());
    const stage = await faultStage(proxy);
    const server = await stage.serve();
    onTestFinished(() => server.stop());
    return { proxy, stage };
  }

  test('fails now and then, and the run does not', async () => {
    const { proxy, stage } = await behindProxy();
    proxy.use(
      { method: 'PUT', path: /manifests\/fp-[0-9a-f]{40}/, times: 2, fault: { kind: 'status', status: 503 } },
      { method: 'PUT', path: /manifests\/cw-main/, times: 1, fault: { kind: 'status-after', status: 500 } },
      { method: 'PUT', path: /manifests\/latest/, times: 1, fault: { kind: 'reset-request' } },
    );
    expect(await stage.ended(await stage.push())).toMatchObject(succeeded);
    expect(await violations(stage, registry)).toEqual([]);
  });

  test('fails for good: the failure has a name, and the next run goes on where this one stood', async () => {
    const { proxy, stage } = await behindProxy();
    proxy.use({ method: 'PUT', path: /leaf\/manifests\/latest/, fault: { kind: 'status', status: 500 } });
    const run = await stage.ended(await stage.push());
    expect(run).toMatchObject({ state: 'failed', reason: 'leaf failed' });
    const leaf = run.summary.images.find(({ image }: { image: string }) => image === 'leaf');
    expect(leaf.failure).toMatchObject({ phase: 'publish', reason: 'registry-error' });
    proxy.use();
    const again = await stage.push();
    expect(await stage.ended(again)).toMatchObject(succeeded);
    expect(await stage.builds(again)).toEqual({});
    expect(await violations(stage, registry)).toEqual([]);
  });
});

describe('F18 what always kills', { timeout: 120_000 }, () => {
  test('its worker is given up after the fifth; the others are built', async () => {
    const stage = await faultStage(registry);
    const server = await stage.serve({ roles: ['server'], leaseSeconds: 1 });
    const run = await stage.push();
    const over = stage.ended(run).then(() => 'over');
    const death = { at: 'during build of base', nth: 1 };
    let deaths = 0;
    for (;;) {
      const worker = startDoomed(stage, { roles: ['worker'], death });
      if ((await Promise.race([worker.dead, over])) === 'over') {
        worker.signal('SIGKILL');
        await worker.dead;
        break;
      }
      deaths += 1;
    }
    expect(deaths).toBe(5);
    expect(await stage.builds(run)).toEqual({ aside: 'landed', base: 'failed', leaf: 'blocked' });
    const { failure } = await stage.store.db
      .selectFrom('builds')
      .select('failure')
      .where('image', '=', 'base')
      .executeTakeFirstOrThrow();
    expect(failure).toMatchObject({ message: expect.stringContaining('given up: 5 workers') });
    await server.stop();
  });

  test('its server is given up, and the run behind it is carried out', async () => {
    const stage = await faultStage(registry);
    const first = await stage.push();
    const second = await stage.push();
    await stage.store.db
      .updateTable('runs')
      .set({ state: 'running', attempts: 5, lease_owner: 'dead', lease_until: new Date(0) })
      .where('id', '=', first)
      .execute();
    const server = await stage.serve();
    onTestFinished(() => server.stop());
    expect(await stage.ended(first)).toMatchObject({ state: 'failed', reason: expect.stringContaining('5 servers') });
    expect(await stage.ended(second)).toMatchObject(succeeded);
  });
});

/** Lets a stopped process find out what has become of its work, and end. */
async function resumeAndEnd(stopped: ReturnType<typeof startDoomed>): Promise<void> {
  stopped.signal('SIGCONT');
  stopped.signal('SIGTERM');
  await stopped.dead;
}

async function untilBuild(stage: ServerStage, state: 'claimed'): Promise<void> {
  await until(stage, 'builds', async () => {
    const found = await stage.store.db.selectFrom('builds').select('id').where('state', '=', state).execute();
    return found.length > 0;
  });
}

async function untilAtRest(stage: ServerStage): Promise<void> {
  await until(stage, 'runs', async () => {
    const open = await stage.store.db
      .selectFrom('runs')
      .select('id')
      .where('state', 'in', ['queued', 'running'])
      .execute();
    return open.length === 0;
  });
}

async function until(stage: ServerStage, channel: 'runs' | 'builds', isThere: () => Promise<boolean>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () =>
    isThere().then((there) => {
      if (there) resolve();
    }, reject);
  const stop = await stage.store.listen(channel, () => void look());
  void look();
  await promise;
  await stop();
}

async function moveTag({ namespace }: ServerStage, image: string, digest: string, tag: string): Promise<void> {
  const at = (reference: string) => `http://${registry.host}/v2/${namespace}/${image}/manifests/${reference}`;
  const type = 'application/vnd.oci.image.index.v1+json';
  const manifest = await (await fetch(at(digest), { headers: { accept: type } })).text();
  await fetch(at(tag), { method: 'PUT', body: manifest, headers: { 'content-type': type } });
}
