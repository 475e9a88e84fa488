import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { isLogOver, isPlaceRead, openIntake } from '../logs/intake.ts';
import { type LogBook, openLogBook } from '../logs/log-book.ts';
import { openStore } from '../store/store.ts';
import { type BuildLog, bufferLines } from './lines.ts';
import { mailLog } from './mail.ts';
import { workerRole } from './role.ts';

const log = pino({ level: 'silent' });
const forever = new AbortController().signal;
let store: TestStore;
let folder: string;
let run: number;
beforeAll(async () => {
  store = await testStore();
  folder = mkdtempSync(join(tmpdir(), 'caskwright-mail-'));
  await sql`insert into repositories (id, url, forge, full_name) values ('fleet', 'u', 'git', 'n')`.execute(store.db);
  const made = await store.db
    .insertInto('runs')
    .values({ repository_id: 'fleet', kind: 'push', trust: 'trusted', ref: 'r', commit: 'c', created_by: 't' })
    .returning('id')
    .executeTakeFirstOrThrow();
  run = made.id;
});
afterAll(() => rmSync(folder, { recursive: true }));

let builds = 0;

/** A build that worker `me` holds. */
async function claimed(): Promise<number> {
  builds += 1;
  const { db } = store;
  await sql`insert into workers (id, name, platforms, slots, version) values ('me', 'me', '{}', 1, '0')
    on conflict do nothing`.execute(db);
  const { rows } = await sql<{ id: number }>`
    insert into builds (run_id, image, platform, fingerprint, state, worker_id, lease_owner, lease_until, fence)
    values (${run}, ${`image${builds}`}, 'linux/amd64', '', 'claimed', 'me', 'me', now() + interval '1 minute', 1)
    returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

function mailOf(build: number, db = store.db, logged = 0): BuildLog {
  return mailLog({ logged }, { db, claim: { id: build, owner: 'me', fence: 1 }, worker: 'me', lost: forever });
}

async function openBook(): Promise<LogBook> {
  const isOver = (build: number) => isLogOver(store.db, build);
  const book = await openLogBook({ folder, limit: 2 ** 24, secrets: [], store, isOver, log });
  onTestFinished(() => book.close());
  return book;
}

async function openServer(book: Pick<LogBook, 'complete' | 'end'>): Promise<void> {
  const intake = await openIntake({ store, book, place: 'here', log });
  onTestFinished(() => intake.close());
}

const end = (build: number) =>
  sql`update builds set state = 'landed', lease_until = null where id = ${build}`.execute(store.db);

async function wholeLog(book: LogBook, build: number): Promise<readonly string[]> {
  const lines = (await Array.fromAsync(book.follow(build, 0, forever))).flat();
  expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, at) => at + 1));
  return lines.map(({ text }) => text);
}

test('I7 lines come in order and once, wherever servers die between the file and the database', async () => {
  const build = await claimed();
  const mail = mailOf(build);
  const bundles = [['one', 'two', 'three'], ['four\nand a half', 'NUL \0'], ['five']];
  for (const bundle of bundles) await mail.append(build, bundle);
  // One dies in the middle of the first bundle, the next after the second, each before the database knows.
  for (const [dies, keeps] of [
    [1, 1],
    [2, 2],
  ] as const) {
    const book = await openBook();
    const died = Promise.withResolvers<void>();
    let turn = 0;
    const doomed = await openIntake({
      store,
      place: 'here',
      log,
      book: {
        end: () => Promise.resolve(),
        async complete(id, lines, time) {
          turn += 1;
          await book.complete(id, turn === dies ? lines.slice(0, keeps) : lines, time);
          if (turn < dies) return;
          died.resolve();
          throw new Error('dead');
        },
      },
    });
    await died.promise;
    await Promise.all([doomed.close(), book.close()]);
  }
  await end(build);
  const book = await openBook();
  expect(await book.page(build, 0, 100)).toMatchObject({ ended: false });
  await openServer(book);
  expect(await wholeLog(book, build)).toEqual(['one', 'two', 'three', 'four', 'and a half', 'NUL \0', 'five']);
  expect(await book.page(build, 0, 100)).toMatchObject({ ended: true });
});

test('I7 a bundle whose answer was lost is not put in again, even where it was taken out meanwhile', async () => {
  const build = await claimed();
  let answers = 0;
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      answers += 1;
      if (answers % 2 === 0) return result;
      if (answers > 1) {
        const book = await openBook();
        await openServer(book);
        await expect.poll(async () => (await book.page(build, 0, 10)).lines.length).toBe(2);
      }
      throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' });
    },
  });
  const mail = mailOf(build, db);
  await mail.append(build, ['said once']);
  await mail.append(build, ['said later']);
  expect(answers).toBe(4);
  await end(build);
  expect(await wholeLog(await openBook(), build)).toEqual(['said once', 'said later']);
});

test('a server that is away fills nothing, and the log says how many lines are missing', async () => {
  const build = await claimed();
  const lines = bufferLines(build, mailOf(build), () => {});
  const line = 'x'.repeat(1000);
  for (let at = 0; at < 3000; at += 1) lines.push(line);
  await lines.close();
  const { rows } = await sql<{ bytes: number }>`
    select sum(octet_length(lines)) as bytes from log_bundles where build_id = ${build}`.execute(store.db);
  expect(Number(rows[0]?.bytes)).toBeLessThan(1_100_000);
  await end(build);
  const book = await openBook();
  await openServer(book);
  const kept = await wholeLog(book, build);
  expect(kept.length).toBeGreaterThan(900);
  expect(kept.at(-1)).toBe(`… ${3000 - (kept.length - 1)} lines were lost`);
});

test('only the folder of a server that gives signs of life is written to directly', async () => {
  await openServer(await openBook());
  expect(await isPlaceRead(store.db, 'here')).toBe(true);
  expect(await isPlaceRead(store.db, 'elsewhere')).toBe(false);
  await sql`update log_places set seen_at = now() - interval '1 minute'`.execute(store.db);
  expect(await isPlaceRead(store.db, 'here')).toBe(false);
});

test('S41 who has lost the lease adds nothing, and who never had it neither reads nor writes', async () => {
  const [mine, lost] = [await claimed(), await claimed()];
  await mailOf(lost).append(lost, ['before']);
  await sql`update builds set fence = 2 where id = ${lost}`.execute(store.db);
  await expect(mailOf(lost, store.db, 1).append(lost, ['after'])).rejects.toThrow('lost to another worker');

  await sql.raw(workerRole('mail_far')).execute(store.db);
  const url = store.url.replace('caskwright@', 'mail_far@');
  const far = await openStore({ url, data: '/nowhere', log, connections: 2 });
  onTestFinished(() => far.close());
  expect((await sql`select from log_bundles`.execute(far.db)).rows).toHaveLength(0);
  const forged = sql`insert into log_bundles (build_id, time, lines) values (${mine}, 1, '')`;
  await expect(forged.execute(far.db)).rejects.toThrow('row-level security');
  await sql`update workers set login = 'mail_far' where id = 'me'`.execute(store.db);
  await mailOf(mine, far.db).append(mine, ['with the right']);
  await sql`update workers set revoked_at = now() where id = 'me'`.execute(store.db);
  await expect(mailOf(mine, far.db, 1).append(mine, ['revoked'])).rejects.toThrow('lost to another worker');
  await expect(forged.execute(far.db)).rejects.toThrow('row-level security');
});
