import { beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../test/rig/http-api.ts';
import type { Registration } from '../../plan/registration.ts';
import { imageRoutes } from '../api/routes/images.ts';
import { removeOthers } from './remove.ts';

let store: TestStore;
let api: TestApi;
beforeEach(async () => {
  store = await testStore();
  api = await testApi(store, { routes: [imageRoutes(store)] });
  await addRepository('shop', 'https://git.example/acme/shop.git');
});

function addRepository(id: string, url: string) {
  const row = { id, url, forge: 'git', full_name: `acme/${id}` } as const;
  return store.db.insertInto('repositories').values(row).execute();
}

function registration(changed: Partial<Registration> = {}): Registration {
  return {
    name: 'base',
    display_name: 'Base',
    description: '',
    category: 'jupyter',
    tags: ['cpu', 'jupyter-compatible'],
    metadata: { cpu_limit: 8, nested: { deep: [1, null, 'x'] } },
    version: '1.0.0',
    registry_url: 'registry.example:5000/acme/base:1.0.0',
    digest: `sha256:${'a'.repeat(64)}`,
    platforms: ['linux/amd64'],
    size: 1234,
    fingerprint: 'f'.repeat(64),
    source: { repository: 'https://git.example/acme/shop', commit: 'c'.repeat(40), ref: 'refs/heads/main' },
    built_at: '2026-01-01T00:00:00Z',
    ...changed,
  };
}

const put = (body: Registration, id: string = body.name) =>
  api.ask('PUT', `/api/v1/images/${encodeURIComponent(id)}`, { as: 'builder', body });
const get = (path: string, headers = {}) => api.ask('GET', `/api/v1/images${path}`, { as: 'viewer', headers });
const ids = async (query: string) => (await get(query)).json().items.map(({ id }: { id: string }) => id);
const other = { version: '1.1.0', digest: `sha256:${'b'.repeat(64)}` };

describe('registering', () => {
  test('tells services all that they need to pull and to show an image', async () => {
    expect((await put(registration())).statusCode).toBe(201);
    expect((await get('/base')).json()).toEqual({
      id: 'shop/base',
      repository: 'shop',
      name: 'base',
      display_name: 'Base',
      description: '',
      category: 'jupyter',
      tags: ['cpu', 'jupyter-compatible'],
      metadata: { cpu_limit: 8, nested: { deep: [1, null, 'x'] } },
      version: '1.0.0',
      reference: 'registry.example:5000/acme/base:1.0.0',
      pinned: `registry.example:5000/acme/base@sha256:${'a'.repeat(64)}`,
      digest: `sha256:${'a'.repeat(64)}`,
      platforms: ['linux/amd64'],
      size: 1234,
      fingerprint: 'f'.repeat(64),
      source: { repository: 'https://git.example/acme/shop', commit: 'c'.repeat(40), ref: 'refs/heads/main' },
      built_at: '2026-01-01T00:00:00Z',
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  test('twice changes nothing, F7 and leaves one record', async () => {
    await put(registration());
    const before = await get('/base');
    const again = await put(registration());
    expect([again.statusCode, (await get('/base')).body]).toEqual([200, before.body]);
    expect((await get('/base/versions')).json().items).toHaveLength(1);
    expect(await store.db.selectFrom('audit').selectAll().execute()).toHaveLength(1);
  });

  test('I4 by many at the same time makes one record of each digest', async () => {
    const sent = Array.from({ length: 12 }, (_, at) => put(registration(at % 2 === 0 ? {} : other)));
    const statuses = (await Promise.all(sent)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect((await get('/base/versions')).json().items).toHaveLength(2);
  });

  test('another version keeps the history, the newest first', async () => {
    await put(registration());
    await put(registration(other));
    const versions = (await get('/base/versions')).json().items;
    expect(versions.map(({ version }: { version: string }) => version)).toEqual(['1.1.0', '1.0.0']);
    expect((await get('/base')).json()).toMatchObject({ version: '1.1.0' });
  });

  test('keys that it does not know are left out', async () => {
    await put({ ...registration(), ...{ later: true } });
    expect(JSON.stringify(await store.db.selectFrom('images').selectAll().execute())).not.toContain('later');
  });

  test.each([
    ['a name that is none', { name: 'No Name' }, 'No Name', 422],
    ['a version that is no tag', { version: '1 0' }, 'base', 422],
    ['a digest that is none', { digest: 'sha256:1' }, 'base', 400],
    ['another name than the path', {}, 'else', 422],
    ['a repository that is not there', {}, 'elsewhere/base', 422],
    [
      'a source that is not there',
      { source: { ...registration().source, repository: 'https://x.example/y' } },
      'base',
      422,
    ],
  ])('refuses %s', async (_, changed, id, status) => {
    expect((await put(registration(changed), id)).statusCode).toBe(status);
    expect((await get('')).json().items).toEqual([]);
  });
});

describe('ids', () => {
  beforeEach(async () => {
    await addRepository('data', 'git@git.example:acme/data.git');
    await put(registration());
    await put(registration({ display_name: 'Of data' }), 'data/base');
  });

  test('a name that two repositories have is ambiguous, an id is not', async () => {
    const answered = await get('/base');
    expect(answered.statusCode).toBe(409);
    expect(answered.json().candidates).toEqual(['data/base', 'shop/base']);
    expect((await get('/data%2Fbase')).json().display_name).toBe('Of data');
  });

  test('the source says whose image it is', async () => {
    const source = { ...registration().source, repository: 'https://git.example/acme/data' };
    await put(registration({ name: 'lake', source }));
    expect((await get('/lake')).json().repository).toBe('data');
  });

  test('names have slashes', async () => {
    await put(registration({ name: 'jupyter/lab' }), 'shop/jupyter/lab');
    expect((await get('/jupyter%2Flab')).json().id).toBe('shop/jupyter/lab');
    expect((await get('/shop%2Fjupyter%2Flab/versions')).json().items).toHaveLength(1);
  });

  test('images of a repository that was removed are gone', async () => {
    await store.db.updateTable('repositories').set({ removed_at: new Date() }).where('id', '=', 'data').execute();
    expect((await get('/base')).json().id).toBe('shop/base');
    expect((await get('/data%2Fbase')).statusCode).toBe(404);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    await put(registration());
    await put(registration({ name: 'gpu', tags: ['gpu', 'jupyter-compatible'] }));
    await put(registration({ name: 'proxy', category: 'network', tags: [] }));
  });

  test.each([
    ['', ['shop/base', 'shop/gpu', 'shop/proxy']],
    ['?category=jupyter', ['shop/base', 'shop/gpu']],
    ['?tag=jupyter-compatible', ['shop/base', 'shop/gpu']],
    ['?tag=jupyter-compatible&tag=gpu', ['shop/gpu']],
    ['?category=network&tag=gpu', []],
    ['?repository=shop&limit=1&after=shop%2Fbase', ['shop/gpu']],
    ['?after=zzz', []],
  ])('%s', async (query, expected) => expect(await ids(query)).toEqual(expected));

  test('S42 comes in pages that nobody can make longer than they may be', async () => {
    const first = (await get('?limit=2')).json();
    expect(first.next).toBe('shop/gpu');
    const second = (await get(`?limit=2&after=${encodeURIComponent(first.next)}`)).json();
    expect(second.items.map(({ name }: { name: string }) => name)).toEqual(['proxy']);
    expect(second.next).toBeUndefined();
    for (const limit of ['1001', '0', '-1', '1e9', 'all']) expect((await get(`?limit=${limit}`)).statusCode).toBe(400);
  });

  test('is told again only when it has changed', async () => {
    const before = await get('?category=jupyter');
    const etag = String(before.headers.etag);
    const same = await get('?category=jupyter', { 'if-none-match': `"x", W/${etag}` });
    expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', etag]);
    await put(registration(other));
    const changed = await get('?category=jupyter', { 'if-none-match': etag });
    expect([changed.statusCode, changed.headers.etag === etag]).toEqual([200, false]);
  });
});

test('what a branch no longer has leaves the list; what another branch has registered stays', async () => {
  const source = (ref: string) => ({ source: { repository: 'https://git.example/acme/shop', commit: 'c', ref } });
  await put(registration({ ...source('refs/heads/main') }));
  await put(registration({ name: 'gone', ...source('refs/heads/main') }));
  await put(registration({ name: 'released', ...source('refs/tags/v1') }));
  await put(registration({ name: 'next', ...source('refs/heads/next') }));
  await removeOthers(store.db, 'shop', ['base'], 'refs/heads/main');
  expect(await ids('')).toEqual(['shop/base', 'shop/next']);
});
