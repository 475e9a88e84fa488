import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { testApi } from '../../../test/rig/http-api.ts';
import { openLogBook } from '../logs/log-book.ts';
import { openStore } from '../store/store.ts';
import { healthRoutes } from './health.ts';
import { type LeaderTask, standForLeader } from './leader.ts';
import { createMetrics } from './metrics.ts';
import { removeOld } from './retention.ts';

const log = pino({ level: 'silent' });
let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});

async function newRun(ref: string, state: 'queued' | 'succeeded' = 'succeeded', days = 0): Promise<number> {
  const { id } = await store.db
    .insertInto('runs')
    .values({ repository_id: 'r', kind: 'push', trust: 'trusted', ref, commit: 'c', created_by: 'test', state })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (state === 'succeeded')
    await sql`update runs set finished_at = now() - make_interval(days => ${days}) where id = ${id}`.execute(store.db);
  return id;
}

async function newBuild(run: number, state: 'ready' | 'failed' | 'landed', days = 0): Promise<number> {
  const { id } = await store.db
    .insertInto('builds')
    .values({ run_id: run, image: 'base', platform: 'linux/amd64', fingerprint: 'f', state })
    .returning('id')
    .executeTakeFirstOrThrow();
  const failure = JSON.stringify({ phase: 'build', reason: 'disk-full' });
  if (state !== 'ready')
    await sql`
      update builds set failure = case when state = 'failed' then ${failure}::jsonb end,
        ready_at = now() - make_interval(days => ${days}, secs => 100), started_at = now() - make_interval(days => ${days}, secs => 90),
        finished_at = now() - make_interval(days => ${days}, secs => 50)
      where id = ${id}`.execute(store.db);
  return id;
}

beforeAll(async () => {
  await store.db.insertInto('repositories').values({ id: 'r', url: 'u', forge: 'git', full_name: 'r' }).execute();
});

describe('health', () => {
  test('a server without its database, or one that ends, is alive and not ready', async () => {
    const gone = await openStore({ url: store.url, data: '/nowhere', log });
    let serving = true;
    const { ask } = await testApi(store, {
      routes: [healthRoutes({ db: gone.db, version: '1', isServing: () => serving })],
    });
    expect((await ask('GET', '/readyz')).json()).toEqual({ status: 'ready', database: 'ok' });
    serving = false;
    expect((await ask('GET', '/readyz')).statusCode).toBe(503);
    serving = true;
    await gone.close();
    expect((await ask('GET', '/readyz')).json()).toEqual({ status: 'not ready', database: 'out of reach' });
    expect((await ask('GET', '/healthz')).statusCode).toBe(200);
  });
});

describe('F13 the leader', () => {
  /** Who does the task, and how often. */
  function task() {
    const rounds: string[] = [];
    const waiting: (() => void)[] = [];
    const by = (owner: string): LeaderTask => ({
      name: 'count',
      every: 5,
      async run() {
        rounds.push(owner);
        for (const found of waiting.splice(0)) found();
      },
    });
    const next = () => new Promise<void>((resolve) => waiting.push(resolve));
    return { rounds, by, next };
  }
  const stand = (owner: string, tasks: readonly LeaderTask[], db = store.db) => {
    const leadership = standForLeader({ db, owner, tasks, log, leaseSeconds: 1 });
    onTestFinished(() => leadership.stop());
    return leadership;
  };

  test('is one at a time, and another one as soon as it steps down', async () => {
    const { rounds, by, next } = task();
    const first = stand('first', [by('first')]);
    await next();
    const second = stand('second', [by('second')]);
    for (let round = 0; round < 20; round += 1) await next();
    expect(new Set(rounds)).toEqual(new Set(['first']));
    expect([first.isLeading(), second.isLeading()]).toEqual([true, false]);
    await first.stop();
    rounds.length = 0;
    await next();
    expect(new Set(rounds)).toEqual(new Set(['second']));
    expect([first.isLeading(), second.isLeading()]).toEqual([false, true]);
  });

  test('that is cut off from the database stops before another one begins', async () => {
    const cut = await openStore({ url: store.url, data: '/nowhere', log });
    let stoppedAt = 0;
    const first = stand(
      'cut off',
      [
        {
          name: 'wait',
          every: 5,
          run: (signal) =>
            new Promise<void>((resolve) =>
              signal.addEventListener('abort', () => {
                stoppedAt = performance.now();
                resolve();
              }),
            ),
        },
      ],
      cut.db,
    );
    await expect.poll(() => first.isLeading()).toBe(true);
    const { by, next } = task();
    stand('other', [by('other')]);
    // Nothing that it asks is answered any more.
    await cut.close();
    await next();
    expect(stoppedAt).toBeGreaterThan(0);
    expect(stoppedAt).toBeLessThan(performance.now());
    expect(first.isLeading()).toBe(false);
  });
});

describe('metrics', () => {
  test('tell of queues, of builds and of requests', async () => {
    const run = await newRun('refs/heads/metrics', 'queued');
    await newBuild(run, 'ready');
    const failed = await newBuild(await newRun('refs/heads/other'), 'failed');
    const metrics = createMetrics({ db: store.db, isLeading: () => true });
    await metrics.countBuild(failed);
    const { ask } = await testApi(store, {
      routes: [metrics.routes, healthRoutes({ db: store.db, version: '1', isServing: () => true })],
    });
    await ask('GET', '/healthz');
    const text = (await ask('GET', '/metrics', { as: 'viewer' })).body;
    for (const line of [
      'caskwright_runs{repository="r",state="queued"} 1',
      'caskwright_builds{platform="linux/amd64",state="ready"} 1',
      'caskwright_build_seconds_sum{repository="r",image="base",platform="linux/amd64",state="failed"} 40',
      'caskwright_build_wait_seconds_sum{platform="linux/amd64"} 10',
      'caskwright_build_failures_total{repository="r",phase="build",reason="disk-full"} 1',
      'caskwright_http_request_seconds_count{method="GET",route="/healthz",status="200"} 1',
      'caskwright_queue_oldest_seconds{queue="deliveries"} 0',
      'caskwright_leader 1',
    ])
      expect(text).toContain(`${line}\n`);
    expect((await ask('GET', '/metrics')).statusCode).toBe(401);
  });
});

describe('retention', () => {
  const day = 86_400_000;
  const keep = { runs: 90 * day, logs: 30 * day, deliveries: 30 * day };

  test('removes what is old and keeps the newest run of each ref, what runs, and what others need', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'caskwright-logs-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const book = await openLogBook({ folder, limit: 2 ** 20, secrets: [], store, isOver: async () => true, log });
    const old = await newRun('refs/heads/main', 'succeeded', 100);
    const newest = await newRun('refs/heads/main', 'succeeded', 95);
    const lone = await newRun('refs/heads/lone', 'succeeded', 100);
    const retried = await newRun('refs/heads/main', 'queued');
    await store.db.updateTable('runs').set({ retry_of: old }).where('id', '=', retried).execute();
    const builds = {
      old: await newBuild(old, 'landed', 100),
      newest: await newBuild(newest, 'landed', 95),
      fresh: await newBuild(await newRun('refs/heads/fresh'), 'landed', 5),
      running: await newBuild(retried, 'ready'),
    };
    await store.db
      .insertInto('wins')
      .values({
        destination: 'd',
        image: 'i',
        platform: 'p',
        fingerprint: 'f',
        digest: 'sha256:x',
        build_id: builds.old,
      })
      .execute();
    for (const id of [...Object.values(builds), 99_999]) await book.append(id, ['line']);

    await removeOld({ db: store.db, book, keep, log }, new AbortController().signal);
    const runs = await store.db
      .selectFrom('runs')
      .select('id')
      .where('id', 'in', [old, newest, lone, retried])
      .execute();
    expect(runs.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(
      [lone, retried, ...(old < newest ? [] : [])].toSorted((a, b) => a - b),
    );
    expect((await book.kept()).toSorted((a, b) => a - b)).toEqual(
      [builds.fresh, builds.running].toSorted((a, b) => a - b),
    );
    expect(await store.db.selectFrom('wins').select(['digest', 'build_id']).execute()).toEqual([
      { digest: 'sha256:x', build_id: null },
    ]);
    await book.close();
  });

  test('F13 stops where the server leads no more', async () => {
    const over = new AbortController();
    over.abort();
    await store.db
      .insertInto('grants')
      .values({ hash: 'h', kind: 'ticket', value: '{}', expires_at: new Date(0) })
      .execute();
    await removeOld({ db: store.db, book: { kept: async () => [] } as never, keep, log }, over.signal);
    expect(await store.db.selectFrom('grants').select('hash').execute()).toEqual([{ hash: 'h' }]);
  });
});
