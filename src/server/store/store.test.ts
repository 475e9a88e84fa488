import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase, testStore } from '../../../test/rig/database.ts';
import { openStore } from './store.ts';

const log = pino({ level: 'silent' });
const run = { kind: 'push', trust: 'trusted', ref: 'refs/heads/main', commit: 'c', created_by: 'test' } as const;
const repository = { id: 'a', url: 'https://git.test/a', forge: 'git', full_name: 'a' } as const;

async function inDatabase<T>(url: string, question: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  return question(client).finally(() => client.end());
}

test('a fresh database has every table, and ids come as numbers', async () => {
  const { db } = await testStore();
  await db.insertInto('repositories').values(repository).execute();
  const { id } = await db
    .insertInto('runs')
    .values({ repository_id: 'a', ...run })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(id).toBe(1);
});

test('a filled database keeps what is in it, and many may bring it up to date at the same time', async () => {
  const url = await testDatabase();
  const open = () => openStore({ url, data: '/nowhere', connections: 2, log });
  const stores = await Promise.all([open(), open(), open()]);
  const [first] = stores;
  await first?.db.insertInto('repositories').values(repository).execute();
  await Promise.all(stores.map((store) => store.close()));
  const again = await open();
  expect(await again.db.selectFrom('repositories').select('id').execute()).toEqual([{ id: 'a' }]);
  await again.close();
});

test('a database of a newer version is left alone', async () => {
  const { url } = await testStore();
  const later = { name: '9999-later', timestamp: new Date().toISOString() };
  await inDatabase(url, (client) => client.query('insert into kysely_migration values ($1, $2)', Object.values(later)));
  await expect(openStore({ url, data: '/nowhere', log })).rejects.toThrow('was used by a newer version of caskwright');
});

test('a database that is out of reach is named with what to do', async () => {
  const url = 'postgres://caskwright@127.0.0.1:1/none';
  await expect(openStore({ url, data: '/nowhere', log })).rejects.toThrow(/cannot be reached.*DATABASE_URL/);
});

test('a notification wakes the listeners when its transaction commits', async () => {
  const { db, listen, notify } = await testStore();
  const { promise, resolve } = Promise.withResolvers<string>();
  await listen('runs', resolve);
  await db.transaction().execute((trx) => notify('runs', '7', trx));
  expect(await promise).toBe('7');
});

/** Ends every other connection to a database, as its restart does. */
const cutAll = (url: string) =>
  inDatabase(url, (client) =>
    client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    ),
  );

test('F2 a connection that is lost costs its transaction, and nothing else', async () => {
  const { db, url } = await testStore();
  const lost = db.transaction().execute(async (trx) => {
    await trx.insertInto('repositories').values(repository).execute();
    await cutAll(url);
    // Only now is the loss heard of, with nobody asking anything.
    await new Promise((resolve) => setImmediate(resolve));
    await trx
      .insertInto('repositories')
      .values({ ...repository, id: 'b' })
      .execute();
  });
  await expect(lost).rejects.toThrow();
  expect(await db.selectFrom('repositories').selectAll().execute()).toEqual([]);
});

test('F2 a listener that was cut off listens again, and looks whether it has missed something', async () => {
  const { db, listen, notify, url } = await testStore();
  const heard: string[] = [];
  await listen('builds', (payload) => heard.push(payload));
  await cutAll(url);
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['']);
  await notify('builds', '1');
  await expect.poll(() => heard).toEqual(['', '1']);
  await sql`select 1`.execute(db);
});

test('a connection that was lost is logged with its error, and not with all that it has in memory', async () => {
  const url = await testDatabase();
  const lines: string[] = [];
  const watched = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const store = await openStore({ url, data: '/nowhere', log: watched });
  await store.listen('runs', () => {});
  await store.run('select 1');
  await cutAll(url);
  await expect.poll(() => lines.join('')).toMatch(/that listens was lost/);
  await expect.poll(() => lines.join('')).toMatch(/to the database was lost/);
  const said = ['code', 'level', 'msg', 'time', 'why'];
  for (const line of lines) expect(said).toEqual(expect.arrayContaining(Object.keys(JSON.parse(line))));
  await store.close();
});

test('listeners that come at the same time wait for each other', async () => {
  const warned: string[] = [];
  const hear = ({ message }: Error) => warned.push(message);
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  const { listen, notify } = await testStore();
  const channels = ['deliveries', 'runs', 'builds', 'logs', 'outbox', 'runs'] as const;
  const heard: string[] = [];
  await Promise.all(channels.map((channel) => listen(channel, () => heard.push(channel))));
  await notify('runs', '');
  await notify('outbox', '');
  await expect.poll(() => heard).toEqual(['runs', 'runs', 'outbox']);
  expect(warned).toEqual([]);
});

test('several statements give the rows of each', async () => {
  const { run } = await testStore();
  expect(await run('begin; select 1 as a; select 2 as b; commit')).toEqual([{ a: 1 }, { b: 2 }]);
  expect(await run('select $1::integer as a', [3])).toEqual([{ a: 3 }]);
});
