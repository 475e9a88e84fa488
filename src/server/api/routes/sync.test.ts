import { beforeEach, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../../test/rig/http-api.ts';
import { gitParts, testRemote } from '../../../../test/rig/remote.ts';
import type { TestRepository } from '../../../../test/rig/repository.ts';
import { fileRoutes } from './files.ts';
import { syncRoutes } from './sync.ts';

let store: TestStore;
let remote: TestRepository;
let api: TestApi;
beforeEach(async () => {
  store = await testStore();
  remote = await testRemote(store, 'shop', {
    'images/base/build.yaml': 'version: 1.0.0\n',
    'images/base/Dockerfile': 'FROM docker.io/library/debian:12\n',
  });
  const git = gitParts();
  api = await testApi(store, { routes: [fileRoutes({ db: store.db, git }), syncRoutes({ db: store.db, git })] });
});

const main = 'refs/heads/main';
const sync = async (way: 'backup' | 'restore') =>
  (await api.ask('POST', `/api/v1/sync/${way}`, { as: 'admin', body: {} })).json();
/** The server gets a copy, and remembers where it saw the refs. */
async function copy() {
  await sync('restore');
  const refs = remote.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads').split('\n');
  for (const line of refs) {
    const [ref = '', commit = ''] = line.split(' ');
    await store.db.insertInto('refs').values({ repository_id: 'shop', ref, commit }).execute();
  }
}
const refs = () => remote.git('for-each-ref', '--format=%(refname) %(objecttype)').split('\n');

test('a backup gives a remote back what it has lost, annotated tags as they were', async () => {
  remote.git('tag', '--annotate', '--message=First', 'v1');
  remote.git('branch', 'side', 'main');
  await copy();
  for (const ref of ['refs/tags/v1', 'refs/heads/side']) remote.git('update-ref', '-d', ref);
  remote.git('branch', 'kept', 'main');
  expect(await sync('backup')).toEqual({
    repository: 'shop',
    pushed: ['refs/heads/side', 'refs/tags/v1'],
    diverged: [],
  });
  expect(refs()).toEqual([
    'refs/heads/kept commit',
    'refs/heads/main commit',
    'refs/heads/side commit',
    'refs/tags/v1 tag',
  ]);
  expect(await sync('backup')).toMatchObject({ pushed: [] });
});

test('a backup brings a remote forward that was set back, and overwrites nothing', async () => {
  const first = remote.git('rev-parse', main);
  remote.git('update-ref', main, remote.commit({ a: 'a' }));
  remote.git('branch', 'side', 'main');
  await copy();
  const tip = remote.git('rev-parse', main);
  remote.git('update-ref', main, first);
  remote.git('checkout', '--quiet', '--detach', first);
  const other = remote.commit({ b: 'b' });
  remote.git('update-ref', 'refs/heads/side', other);
  expect(await sync('backup')).toEqual({ repository: 'shop', pushed: [main], diverged: ['refs/heads/side'] });
  expect([remote.git('rev-parse', main), remote.git('rev-parse', 'refs/heads/side')]).toEqual([tip, other]);
});

test('a backup brings no branch back that nobody knows any more', async () => {
  remote.git('branch', 'merged', 'main');
  await copy();
  await store.db.deleteFrom('refs').where('ref', '=', 'refs/heads/merged').execute();
  remote.git('update-ref', '-d', 'refs/heads/merged');
  expect(await sync('backup')).toMatchObject({ pushed: [] });
  expect(refs()).toEqual(['refs/heads/main commit']);
});

test('a restore makes the clone and the catalogue what the remote is', async () => {
  remote.git('branch', 'gone', 'main');
  await copy();
  const rows = ['base', 'ghost'].map((name) => ({ repository_id: 'shop', name, registration: '{}', digest: 'd' }));
  await store.db.insertInto('images').values(rows).execute();
  await store.db.updateTable('images').set({ removed_at: new Date() }).where('name', '=', 'base').execute();
  remote.git('update-ref', '-d', 'refs/heads/gone');
  remote.git('update-ref', main, remote.commit({ a: 'a' }));
  expect(await sync('restore')).toEqual({
    repository: 'shop',
    commit: remote.git('rev-parse', main),
    reset: ['refs/heads/gone'],
    removed: ['ghost'],
    returned: ['base'],
  });
  const left = await store.db.selectFrom('images').select('name').where('removed_at', 'is', null).execute();
  expect(left).toEqual([{ name: 'base' }]);
  const actions = await store.db.selectFrom('audit').select('action').execute();
  expect(actions.map(({ action }) => action)).toEqual(['sync.restore', 'sync.restore']);
});
