import { expect, test } from 'vitest';
import { testStore } from '../../../test/rig/database.ts';

test('a fresh database has every table, and ids come as numbers', async () => {
  const { db } = await testStore();
  await db
    .insertInto('repositories')
    .values({ id: 'a', url: 'https://git.test/a', forge: 'git', full_name: 'a' })
    .execute();
  const { id } = await db
    .insertInto('runs')
    .values({
      repository_id: 'a',
      kind: 'push',
      trust: 'trusted',
      ref: 'refs/heads/main',
      commit: 'c',
      created_by: 'test',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(id).toBe(1);
});

test('a notification wakes the listeners when its transaction commits', async () => {
  const { db, listen, notify } = await testStore();
  const { promise, resolve } = Promise.withResolvers<string>();
  await listen('runs', resolve);
  await db.transaction().execute((trx) => notify('runs', '7', trx));
  expect(await promise).toBe('7');
});
