import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type LogBook, openLogBook } from '../../src/server/logs/log-book.ts';
import { removeOld } from '../../src/server/operations/retention.ts';
import { openStore, type Store } from '../../src/server/store/store.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { serverStage } from '../rig/server-stage.ts';
import { noSmallDisk, smallDisk } from '../rig/small-disk.ts';
import { startHookServer } from '../rig/webhooks.ts';

const silent = pino({ level: 'silent' });
const never = new AbortController().signal;
const keep = { runs: 0, logs: 0, deliveries: 0 };
const why = noSmallDisk === undefined ? '' : ` (${noSmallDisk})`;

describe.skipIf(noSmallDisk)(`F8 a disk that is full${why}`, { timeout: 60_000 }, () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.stop());

  test('under the logs costs lines, which the log counts, and no build; cleanup makes room', async () => {
    const disk = smallDisk(512);
    const stage = await serverStage(registry, { base: 'scratch' });
    const { store } = stage;
    const isOver = () => Promise.resolve(false);
    const folder = join(disk.folder, 'logs');
    const book = await openLogBook({ folder, limit: 10_000_000, secrets: [], store, isOver, log: silent });
    const read = async () => (await book.page((await book.kept())[0] ?? 0, 0, 5000)).lines;
    const lost = Promise.withResolvers<void>();
    const hear = (line: string) => line.includes('lines are lost') && lost.resolve();
    const server = await stage.serve({
      logs: book,
      log: pino({}, { write: (line: string) => void hear(line) }),
      steering: {
        async onBuild(_, { log }) {
          const write = (count: number) => {
            for (let at = 1; at <= count; at += 1) log(`a line of ${'x'.repeat(130)}`);
          };
          write(100);
          await expect.poll(read).toHaveLength(100);
          disk.fill();
          write(1000);
          await lost.promise;
          disk.clear();
          write(100);
          return undefined;
        },
      },
    });
    expect(await stage.ended(await stage.push())).toMatchObject({ state: 'succeeded' });
    await server.stop();
    const lines = await read();
    const kept = lines.filter(({ text }) => /^a line of x{130}$/.test(text)).length;
    const missing = lines.flatMap(({ text }) => /^… (\d+) lines were lost$/.exec(text)?.[1] ?? []).map(Number);
    expect(missing).not.toEqual([]);
    expect(kept + missing.length).toBe(lines.length);
    // Lines that are handed on together count as lost together, also where the disk has taken some of them.
    const said = missing.reduce((sum, count) => sum + count, 0);
    expect(kept + said).toBeGreaterThanOrEqual(1200);
    expect(said).toBeLessThanOrEqual(1000);

    disk.fill();
    await sql`update builds set finished_at = now() - interval '1 hour'`.execute(store.db);
    await removeOld({ db: store.db, book, keep, log: silent }, never);
    expect(await book.kept()).toEqual([]);
    await book.append(7, ['there is room again']);
    expect(await read()).toMatchObject([{ text: 'there is room again' }]);
    await book.close();
  });

  test('under the database acknowledges nothing that is not kept; cleanup works, and all does when there is room', async () => {
    const disk = smallDisk(160 * 1024);
    const store = await openStore({ data: disk.folder, log: silent, connections: 5 });
    onTestFinished(() => store.close());
    const fleet = { id: 'fleet', url: 'u', forge: 'github', full_name: 'acme/fleet' } as const;
    await store.db.insertInto('repositories').values(fleet).execute();
    await insertOldDeliveries(store);
    expect(await countOld(store)).toBe(OLD);
    const server = await startHookServer(store);
    onTestFinished(() => server.stop());
    const acknowledged: string[] = [];
    let commits = 0;
    const push = async () => {
      commits += 1;
      const after = commits.toString(16).padStart(40, '0');
      const of = { repository: { full_name: fleet.full_name }, sender: { id: 1 }, commits: [] };
      const body = { ref: 'refs/heads/main', before: '0'.repeat(40), after, ...of };
      const { status } = await server.send({ event: 'push', body });
      if (status === 202) acknowledged.push(after);
      return status;
    };
    expect([await push(), await push()]).toEqual([202, 202]);
    disk.fill();
    const answers: number[] = [];
    while (answers.filter((status) => status !== 202).length < 5 && answers.length < 500) answers.push(await push());
    expect(new Set(answers.filter((status) => status !== 202))).toEqual(new Set([503]));

    const noLogs = { kept: async () => [] } as Partial<LogBook> as LogBook;
    await removeOld({ db: store.db, book: noLogs, keep, log: silent }, never);
    expect(await countOld(store)).toBe(0);
    disk.clear();
    expect(await push()).toBe(202);
    const { rows } = await sql<{ after: string }>`
      select change ->> 'after' as after from deliveries order by id`.execute(store.db);
    expect(rows.map(({ after }) => after)).toEqual(acknowledged);
  });
});

const OLD = 50;

/** Deliveries that came to nothing an hour ago. */
async function insertOldDeliveries({ db }: Store): Promise<void> {
  await sql`
    insert into deliveries (forge, guid, event, effect, change, state, reason, finished_at)
    select 'github', '', 'push', 'old ' || n, '{}', 'ignored', 'test', now() - interval '1 hour'
    from generate_series(1, ${OLD}) n`.execute(db);
}

async function countOld({ db }: Store): Promise<number> {
  const rows = await db.selectFrom('deliveries').select('id').where('reason', '=', 'test').execute();
  return rows.length;
}
