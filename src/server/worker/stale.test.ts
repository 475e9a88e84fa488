import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import type { Failure } from '../../build/failure.ts';
import type { Claim } from '../runs/lease.ts';
import { endBuild, renewBuild, returnBuild } from './claim.ts';
import { landBuild } from './wins.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const node = { destination: 'registry.test/fleet', image: 'base', platform: 'linux/amd64', fingerprint: 'f' };
const failure: Failure = { phase: 'build', reason: 'command-failed', message: 'make failed', lastLines: [] };

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
  const { db } = store;
  await db.insertInto('repositories').values({ id: 'a', url: 'u', forge: 'git', full_name: 'a' }).execute();
  const worker = { platforms: [], slots: 1, version: '0' };
  await db
    .insertInto('workers')
    .values([
      { id: 'good', name: 'good', ...worker },
      { id: 'revoked', name: 'revoked', ...worker, revoked_at: new Date() },
    ])
    .execute();
});

/** A build that `me` has claimed for the second time, and holds for so many seconds from now. */
async function claimed(seconds: number): Promise<Claim> {
  const run = { repository_id: 'a', kind: 'push', trust: 'trusted', ref: 'r', commit: 'c', created_by: 't' } as const;
  const { id: run_id } = await store.db.insertInto('runs').values(run).returning('id').executeTakeFirstOrThrow();
  const { destination: _, ...row } = node;
  const { id } = await store.db
    .insertInto('builds')
    .values({ run_id, ...row, state: 'claimed', lease_owner: 'me', fence: 2, lease_until: lasting(seconds) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, owner: 'me', fence: 2 };
}

const lasting = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;
const rows = async (build: number) => ({
  build: await store.db.selectFrom('builds').selectAll().where('id', '=', build).executeTakeFirstOrThrow(),
  wins: await store.db.selectFrom('wins').selectAll().execute(),
});

/** Each answers whether it was let through. */
const writes = {
  renew: async (claim: Claim, worker: string) => (await renewBuild(store.db, claim, worker, 30)).held,
  land: async (claim: Claim, worker: string) =>
    (await landBuild(store.db, claim, worker, { ...node, digest, adopted: false, seconds: 1 })) === 'landed',
  fail: (claim: Claim, worker: string) => endBuild(store.db, claim, worker, { state: 'failed', failure }),
  'give back': async (claim: Claim, worker: string) => {
    await returnBuild(store.db, claim, worker);
    return (await rows(claim.id)).build.state === 'ready';
  },
};

describe.each(Object.entries(writes))('F12 a worker that wants to %s', (_, write) => {
  test('is let through under its lease', async () => {
    expect(await write(await claimed(30), 'good')).toBe(true);
    await store.db.deleteFrom('wins').execute();
  });

  test.each([
    ['after its lease, although nobody else has the build', -1, {}, 'good'],
    ['when another process has the build', 30, { owner: 'another' }, 'good'],
    ['when it has claimed the build once more since', 30, { fence: 1 }, 'good'],
    ['when it was revoked (S41)', 30, {}, 'revoked'],
  ])('changes nothing %s', async (_, seconds, mistaken, worker) => {
    const claim = await claimed(seconds);
    const before = await rows(claim.id);
    expect(await write({ ...claim, ...mistaken }, worker)).toBe(false);
    expect(await rows(claim.id)).toEqual(before);
  });
});
