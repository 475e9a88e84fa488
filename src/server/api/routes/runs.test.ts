import { beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../../test/rig/http-api.ts';
import { gitParts, testRemote } from '../../../../test/rig/remote.ts';
import type { TestRepository } from '../../../../test/rig/repository.ts';
import { requestRun } from '../../runs/requests.ts';
import { createManualRuns } from '../manual-runs.ts';
import { buildRoutes } from './builds.ts';
import { runRoutes } from './runs.ts';

let store: TestStore;
let remote: TestRepository;
let api: TestApi;
beforeEach(async () => {
  store = await testStore();
  remote = await testRemote(store, 'shop', { 'images/base/Dockerfile': 'FROM scratch\n' });
  const manual = createManualRuns({ db: store.db, ...gitParts() });
  api = await testApi(store, { routes: [runRoutes({ db: store.db, manual }), buildRoutes(store)] });
});

const post = (path: string, body?: object) =>
  api.ask('POST', `/api/v1/${path}`, body === undefined ? { as: 'builder' } : { as: 'builder', body });
const tip = (ref: string) => remote.git('rev-parse', `${ref}^{commit}`);
const audit = async () => {
  const rows = await store.db.selectFrom('audit').select(['action', 'subject']).orderBy('id').execute();
  return rows.map(({ action, subject }) => `${action} ${subject}`);
};

/** A run that somebody pushed, in a state. */
async function run(state: 'queued' | 'failed', trust: 'trusted' | 'foreign' = 'trusted'): Promise<number> {
  const kind = trust === 'foreign' ? 'pull_request' : 'push';
  const pushed = {
    repository: 'shop',
    kind,
    trust,
    ref: 'refs/heads/main',
    commit: tip('main'),
    createdBy: 'x',
  } as const;
  const id = await store.db.transaction().execute((trx) => requestRun(trx, pushed));
  await store.db.updateTable('runs').set({ state }).where('id', '=', id).execute();
  return id;
}

async function build(run_id: number, image: string, state: 'failed' | 'blocked' | 'landed' | 'ready'): Promise<number> {
  const row = { run_id, image, platform: 'linux/amd64', fingerprint: 'f', state };
  return (await store.db.insertInto('builds').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

describe('starting a run', () => {
  test('is of the tip of the default branch, in the name of the person', async () => {
    const answered = await post('runs', { images: ['base'], force: true });
    expect(answered.statusCode).toBe(201);
    expect(answered.json()).toMatchObject({
      repository: 'shop',
      kind: 'manual',
      trust: 'trusted',
      ref: 'refs/heads/main',
      commit: tip('main'),
      request: { images: ['base'], force: true },
      state: 'queued',
      created_by: expect.stringMatching(/^token:[0-9a-f]{8}$/),
    });
    expect(answered.headers.location).toBe(`/api/v1/runs/${answered.json().id}`);
    expect(await audit()).toEqual([`run.request run:${answered.json().id}`]);
  });

  test('of a tag is a release, of an annotated one too', async () => {
    remote.git('tag', '--annotate', '--message=First', 'v1');
    const answered = await post('runs', { ref: 'refs/tags/v1' });
    expect(answered.json()).toMatchObject({ kind: 'release', ref: 'refs/tags/v1', commit: tip('v1') });
  });

  test.each([
    ['a branch that is not there', { ref: 'gone' }, 422],
    ['what is neither branch nor tag', { ref: 'refs/pull/1/head' }, 422],
    ['S10 what Git would take for an option', { ref: '--upload-pack=id' }, 422],
    ['a repository that is not there', { repository: 'else' }, 404],
    ['half a commit', { commit: 'abc' }, 400],
  ])('of %s is refused', async (_, body, status) => {
    expect((await post('runs', body)).statusCode).toBe(status);
    expect(await store.db.selectFrom('runs').selectAll().execute()).toEqual([]);
  });

  test('of a remote that is gone says so', async () => {
    await store.db.updateTable('repositories').set({ url: '/nowhere/at/all' }).execute();
    const answered = await post('runs', {});
    expect(answered.statusCode).toBe(502);
    expect(answered.json().type).toBe('urn:caskwright:problem:remote-failed');
  });

  test('needs no word about the repository while there is one', async () => {
    await testRemote(store, 'data', { a: 'a' });
    const answered = await post('runs', {});
    expect(answered.json()).toMatchObject({ status: 422, suggestion: 'say which: data, shop' });
    expect((await post('runs', { repository: 'data' })).json().repository).toBe('data');
  });
});

describe('ending and repeating', () => {
  test('a run that waits ends at once, and only once', async () => {
    const id = await run('queued');
    expect((await post(`runs/${id}/cancel`)).json()).toMatchObject({ state: 'cancelled' });
    expect((await post(`runs/${id}/cancel`)).statusCode).toBe(409);
    expect((await post('runs/4711/cancel')).statusCode).toBe(404);
    expect(await audit()).toEqual([`run.cancel run:${id}`]);
  });

  test('a run is repeated when it is over: whole, or what failed', async () => {
    const id = await run('failed');
    await build(id, 'base', 'landed');
    await build(id, 'app', 'failed');
    expect((await post(`runs/${id}/retry`)).json()).toMatchObject({ retry_of: id, request: {} });
    expect((await post(`runs/${id}/retry?failed=true`)).json().request).toEqual({ images: ['app'] });
    expect((await post(`runs/${await run('queued')}/retry`)).statusCode).toBe(409);
  });

  test('a build is repeated in a run of its own; one that landed is not', async () => {
    const id = await run('failed');
    const [landed, failed] = [await build(id, 'base', 'landed'), await build(id, 'app', 'failed')];
    expect((await post(`builds/${failed}/retry`)).json()).toMatchObject({ retry_of: id, request: { images: ['app'] } });
    expect((await post(`builds/${landed}/retry`)).statusCode).toBe(409);
    expect((await post('builds/4711/retry')).statusCode).toBe(404);
  });

  test('a build that waits ends at once, and only once', async () => {
    const ready = await build(await run('queued'), 'base', 'ready');
    expect((await post(`builds/${ready}/cancel`)).json()).toMatchObject({ state: 'cancelled' });
    expect((await post(`builds/${ready}/cancel`)).statusCode).toBe(409);
  });

  test('S29 a stranger’s commit is approved as that very commit; others need no approval', async () => {
    const id = await run('failed', 'foreign');
    expect((await post(`runs/${id}/approve`)).json()).toMatchObject({
      trust: 'foreign',
      commit: tip('main'),
      request: { approved: tip('main') },
      retry_of: id,
    });
    expect((await post(`runs/${await run('failed')}/approve`)).statusCode).toBe(409);
  });
});

test('S42 runs come in pages, the newest first, by state and ref', async () => {
  const ids = [await run('failed'), await run('queued'), await run('failed')];
  const list = async (query: string) => (await api.ask('GET', `/api/v1/runs${query}`, { as: 'viewer' })).json();
  const shown = async (query: string) => (await list(query)).items.map(({ id }: { id: number }) => id);
  expect(await shown('')).toEqual(ids.toReversed());
  expect(await shown('?state=failed&state=succeeded')).toEqual([ids[2], ids[0]]);
  expect(await shown('?ref=refs/heads/other')).toEqual([]);
  const first = await list('?limit=2');
  expect(await shown(`?limit=2&after=${first.next}`)).toEqual([ids[0]]);
  expect(await shown('?after=nonsense')).toEqual([]);
  expect((await api.ask('GET', '/api/v1/runs?limit=201', { as: 'viewer' })).statusCode).toBe(400);
});
