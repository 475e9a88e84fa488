// A server with one build: the real log book, HTTP side and database. Told by messages what to do.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createHttpServer } from '../../src/server/api/http.ts';
import { logRoutes } from '../../src/server/api/routes/logs.ts';
import { createAuthenticator } from '../../src/server/auth/authenticator.ts';
import { openLogBook } from '../../src/server/logs/log-book.ts';
import { openStore } from '../../src/server/store/store.ts';
import { bufferLines } from '../../src/server/worker/lines.ts';
import { runProcess } from '../../src/system/process.ts';

/** What a round of one build came to. */
export interface Round {
  /** Seconds from the start of the build to its end. */
  readonly build: number;
  /** Seconds until its last line was in the file. */
  readonly written: number;
  /** Processor seconds of the server. */
  readonly processor: number;
  /** Bytes, at most. */
  readonly memory: number;
  /** Before the build. */
  readonly idleMemory: number;
}

const data = mkdtempSync('/var/tmp/caskwright-bench-');
const log = pino({ level: 'silent' });
const store = await openStore({ data, log });
const { db } = store;
await db.insertInto('repositories').values({ id: 'r', url: 'u', forge: 'git', full_name: 'r' }).execute();
const run = { repository_id: 'r', kind: 'push', trust: 'trusted', ref: 'refs/heads/main', commit: 'c' } as const;
await db
  .insertInto('runs')
  .values({ ...run, created_by: 'bench' })
  .execute();
const book = await openLogBook({
  folder: join(data, 'logs'),
  limit: 64 * 1024 * 1024,
  secrets: ['a secret of this server', 'and one more'],
  store,
  isOver: async () => false,
  log,
});
const app = await createHttpServer({
  log,
  version: '0',
  authenticator: createAuthenticator({ db, anonymousReading: true }),
  origins: [],
  routes: [logRoutes({ book, db, signal: new AbortController().signal })],
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ url });

process.on('message', async (message: { prepare?: number; build?: number; rate?: number; seconds?: number }) => {
  if (message.prepare !== undefined) {
    const build = { run_id: 1, image: `image-${message.prepare}`, platform: 'linux/amd64', fingerprint: 'f' };
    await db.insertInto('builds').values(build).execute();
    process.send?.({ prepared: message.prepare });
  } else if (message.build !== undefined) {
    process.send?.({ round: await carryOut(message.build, message.rate ?? 5000, message.seconds ?? 10) });
  } else {
    await app.close();
    await book.close();
    await store.close();
    rmSync(data, { recursive: true });
    process.exit();
  }
});

async function carryOut(build: number, rate: number, seconds: number): Promise<Round> {
  const idleMemory = process.memoryUsage.rss();
  let memory = idleMemory;
  const watch = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage.rss());
  }, 50);
  const before = process.cpuUsage();
  const start = performance.now();
  const since = () => (performance.now() - start) / 1000;
  const lines = bufferLines(build, book, (error) => {
    throw error;
  });
  const program = join(import.meta.dirname, 'build.ts');
  await runProcess(process.execPath, [program, String(rate), String(seconds)], {
    env: {},
    onLine: (line) => lines.push(line),
  });
  const ended = since();
  await lines.close();
  const written = since();
  const { user, system } = process.cpuUsage(before);
  await book.end(build);
  clearInterval(watch);
  return { build: ended, written, processor: (user + system) / 1e6, memory, idleMemory };
}
