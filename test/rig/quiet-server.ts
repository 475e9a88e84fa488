import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { ExportStorage } from '../../src/build/ports/export-storage.ts';
import { createConnections } from '../../src/main/connections.ts';
import { openExportStorage } from '../../src/main/exports.ts';
import { readServerConfiguration } from '../../src/server/configuration/read.ts';
import { type LogBook, openLogBook } from '../../src/server/logs/log-book.ts';
import { startServer } from '../../src/server/start.ts';
import { type TestStore, testStore } from './database.ts';
import { builtPage } from './page.ts';
import { freePort } from './registry.ts';
import { cleanEnvironment } from './repository.ts';

/** A whole server in this process that builds nothing: what it shows is put into its database and its logs. */
export interface QuietServer {
  readonly url: string;
  /** May do everything. */
  readonly token: string;
  readonly store: TestStore;
  readonly book: LogBook;
  /** Where it keeps disk images. */
  readonly storage: ExportStorage;
  /** Runs Git in the remote of its only repository, `shop`. */
  git(...args: string[]): string;
  /** Writes files there. */
  write(files: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

const pages = [fileURLToPath(new URL('../../dist/web', import.meta.url))];
const TOKEN = 'a token of forty characters or even more';

/** Starts it; `files` are what its repository holds, `auth` the keys of its configuration. */
export async function quietServer(
  files: Readonly<Record<string, string>> = {},
  auth: object = {},
): Promise<QuietServer> {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-quiet-'));
  await builtPage();
  const repository = repositoryIn(join(folder, 'shop'), files);
  const store = await testStore();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'server.yaml');
  const data = join(folder, 'data');
  const configured = {
    ...{ host: '127.0.0.1', port, data, public_url: url, database_url: store.url, worker: { slots: 0 } },
    github: { webhook_secret: 'nobody sends webhooks here' },
    auth: { anonymous: true, admin_token: TOKEN, ...auth },
    reconcile: 86_400,
    repositories: [{ id: 'shop', url: join(folder, 'shop'), forge: 'github', full_name: 'acme/shop' }],
  };
  writeFileSync(file, JSON.stringify(configured));
  const sources = { config: file, flags: {}, environment: cleanEnvironment, directory: folder, processors: 1 };
  const read = await readServerConfiguration({ ...sources, receives: true });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { configuration } = read.value;
  const log = pino({ level: process.env.CASKWRIGHT_TEST_LOG ?? 'silent' });
  const connect = (root: string) => createConnections(cleanEnvironment, root);
  const storage = openExportStorage(configuration.exports.storage, data, cleanEnvironment);
  if (!storage.ok) throw new Error(storage.error.message);
  const parts = { configuration, environment: cleanEnvironment, version: '0.0.0', connect, pages, log };
  const server = await startServer({ ...parts, storage: storage.value });
  const book = await openLogBook({
    ...{ folder: join(data, 'logs'), limit: 256 * 1024 ** 2, secrets: [], store, log },
    isOver: async () => false,
  });
  return {
    ...{ url, token: TOKEN, store, book, storage: storage.value, ...repository },
    async close() {
      await book.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A repository whose branch `main` can be pushed to. */
function repositoryIn(path: string, files: Readonly<Record<string, string>>): Pick<QuietServer, 'git' | 'write'> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.invalid', ...args], {
      ...{ cwd: path, env: cleanEnvironment, encoding: 'utf8' },
    }).trimEnd();
  const write = (written: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(written)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  };
  write({ 'README.md': 'Images\n', ...files });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Images');
  git('checkout', '--quiet', '--detach');
  return { git, write };
}
