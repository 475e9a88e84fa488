import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from '../../src/server/store/embedded.ts';
import { openStore, type Store } from '../../src/server/store/store.ts';

/** A fresh, migrated database and how to reach it. */
export interface TestStore extends Store {
  /** For a second process or a second store on the same database. */
  readonly url: string;
}

const silent = pino({ level: 'silent' });
let server: Promise<EmbeddedPostgres & { folder: string }> | undefined;
let databases = 0;
const stores: Store[] = [];

/** A fresh, migrated database on the PostgreSQL of this test file, which starts at first need. Closed after the file. */
export async function testStore(options: { connections?: number } = {}): Promise<TestStore> {
  const url = await testDatabase();
  const store = await openStore({ url, data: '/nowhere', log: silent, connections: options.connections ?? 5 });
  stores.push(store);
  return { ...store, url };
}

/** The URL of a fresh database without tables. */
export async function testDatabase(): Promise<string> {
  server ??= start();
  const { connection } = await server;
  databases += 1;
  const name = `test_${databases}`;
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `postgres://caskwright@/${name}?host=${encodeURIComponent(connection.host ?? '')}`;
}

async function start() {
  const folder = mkdtempSync('/tmp/cw-pg-');
  return { ...(await startPostgres(join(folder, 'database'), silent)), folder };
}

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  const started = await server;
  await started?.stop();
  if (started) await rm(started.folder, { recursive: true });
}, 60_000);
