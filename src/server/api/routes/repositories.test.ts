import { beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../../test/rig/http-api.ts';
import { gitParts } from '../../../../test/rig/remote.ts';
import { type TestRepository, testRepository } from '../../../../test/rig/repository.ts';
import { requestRun } from '../../runs/requests.ts';
import { redeliver } from '../../webhooks/redeliver.ts';
import { deliveryRoutes } from './deliveries.ts';
import { repositoryRoutes } from './repositories.ts';

let store: TestStore;
let remote: TestRepository;
let api: TestApi;
beforeEach(async () => {
  store = await testStore();
  remote = testRepository({ a: 'a' });
  const git = gitParts();
  const routes = [repositoryRoutes({ db: store.db, git }), deliveryRoutes({ db: store.db, redeliver })];
  api = await testApi(store, { routes });
});

const add = (body: object) => api.ask('POST', '/api/v1/repositories', { as: 'admin', body });

describe('adding a repository', () => {
  test('finds out its names, and takes what its refs are as the baseline', async () => {
    remote.git('branch', '--move', 'main', 'trunk');
    const answered = await add({ id: 'shop', url: remote.path });
    expect(answered.statusCode).toBe(201);
    expect(answered.json()).toMatchObject({ id: 'shop', url: remote.path, forge: 'git', default_branch: 'trunk' });
    const refs = await store.db.selectFrom('refs').selectAll().execute();
    expect(refs).toMatchObject([
      { ref: 'refs/heads/trunk', commit: remote.git('rev-parse', 'trunk'), delivery_id: null },
    ]);
    const [row] = await store.db.selectFrom('repositories').select('baseline_at').execute();
    expect(row?.baseline_at).toBeInstanceOf(Date);
  });

  test.each([
    ['with an id that is none', { id: 'No Slug', url: 'https://git.example/a/b' }, 400],
    ['with a password in its URL', { id: 'shop', url: 'https://a:secret@git.example/a/b' }, 422],
    ['S11 over another transport', { id: 'shop', url: 'ext::sh -c id' }, 502],
    ['that cannot be reached', { id: 'shop', url: '/nowhere/at/all' }, 502],
  ])('%s is refused', async (_, body, status) => {
    const answered = await add(body);
    expect(answered.statusCode).toBe(status);
    expect(answered.body).not.toContain('secret');
    expect(await store.db.selectFrom('repositories').selectAll().execute()).toEqual([]);
  });

  test('twice is refused; again after it was removed it starts anew', async () => {
    await add({ id: 'shop', url: remote.path });
    expect((await add({ id: 'shop', url: remote.path })).statusCode).toBe(409);
    expect((await api.ask('DELETE', '/api/v1/repositories/shop', { as: 'admin' })).statusCode).toBe(204);
    expect((await api.ask('GET', '/api/v1/repositories/shop', { as: 'viewer' })).statusCode).toBe(404);
    remote.commit({ b: 'b' });
    expect((await add({ id: 'shop', url: remote.path })).statusCode).toBe(201);
    const refs = await store.db.selectFrom('refs').select('commit').execute();
    expect(refs).toEqual([{ commit: remote.git('rev-parse', 'main') }]);
  });
});

test('a repository that is removed takes its runs along', async () => {
  await add({ id: 'shop', url: remote.path });
  const commit = remote.git('rev-parse', 'main');
  const pushed = {
    repository: 'shop',
    kind: 'push',
    trust: 'trusted',
    ref: 'refs/heads/main',
    createdBy: 'x',
  } as const;
  await store.db.transaction().execute((trx) => requestRun(trx, { ...pushed, commit }));
  await api.ask('DELETE', '/api/v1/repositories/shop', { as: 'admin' });
  expect(await store.db.selectFrom('runs').select('state').execute()).toEqual([{ state: 'cancelled' }]);
});

test('a delivery that came to nothing is worked off again, once', async () => {
  await add({ id: 'shop', url: remote.path });
  const change = JSON.stringify({ kind: 'ref', ref: 'refs/heads/main', before: '0', after: '1' });
  const { id } = await store.db
    .insertInto('deliveries')
    .values({ forge: 'github', guid: 'g', repository_id: 'shop', event: 'push', effect: 'e', change, state: 'dead' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const again = () => api.ask('POST', `/api/v1/repositories/shop/deliveries/${id}/redeliver`, { as: 'builder' });
  expect((await again()).json()).toMatchObject({ id, state: 'received', reason: null });
  expect((await again()).statusCode).toBe(409);
  const listed = await api.ask('GET', '/api/v1/repositories/shop/deliveries?state=received', { as: 'viewer' });
  expect(listed.json().items).toMatchObject([{ id, guid: 'g', change: { ref: 'refs/heads/main' } }]);
  expect(
    (await api.ask('POST', '/api/v1/repositories/else/deliveries/1/redeliver', { as: 'builder' })).statusCode,
  ).toBe(404);
});
