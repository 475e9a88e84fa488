import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LogBook, type LogBookOptions, openLogBook } from './log-book.ts';
import type { LogLine } from './log-files.ts';

let folder: string;
let channels: Set<(payload: string) => void>;
const books: LogBook[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caskwright-logs-'));
  channels = new Set();
});
afterEach(async () => {
  await Promise.all(books.splice(0).map((book) => book.close()));
  rmSync(folder, { recursive: true });
});

async function openBook(more: Partial<LogBookOptions> = {}): Promise<LogBook> {
  const store: LogBookOptions['store'] = {
    async listen(_, handler) {
      channels.add(handler);
      return async () => void channels.delete(handler);
    },
    async notify(_, payload) {
      for (const handler of channels) handler(payload);
    },
  };
  const log = pino({ level: 'silent' });
  const book = await openLogBook({
    folder,
    limit: 16 * MB,
    secrets: [],
    store,
    isOver: async () => false,
    log,
    ...more,
  });
  books.push(book);
  return book;
}

const MB = 1024 * 1024;
const forever = new AbortController().signal;
const texts = (lines: readonly LogLine[]) => lines.map(({ text }) => text);

async function all(lines: AsyncIterable<readonly LogLine[]>): Promise<LogLine[]> {
  return (await Array.fromAsync(lines)).flat();
}

/** I7 */
function expectNoGap(lines: readonly LogLine[], from = 1): void {
  expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, at) => from + at));
}

test('lines have numbers from 1, and pages say when there is no more to come', async () => {
  const book = await openBook();
  await book.append(7, ['one', 'two\nthree\r\nfour']);
  await book.append(7, ['']);
  expect(await book.page(7, 0, 3)).toMatchObject({
    ended: false,
    lines: [{ sequence: 1 }, { sequence: 2 }, { sequence: 3, text: 'three' }],
  });
  expect(await book.page(7, 3, 3)).toMatchObject({ ended: false });
  await book.end(7);
  await book.end(7);
  expect(await book.page(7, 0, 3)).toMatchObject({ ended: false });
  const last = await book.page(7, 3, 3);
  expect(last).toMatchObject({ ended: true });
  expect(texts(last.lines)).toEqual(['four', '']);
  expect(await book.page(8, 0, 3)).toEqual({ lines: [], ended: false });
});

test('I7 a follower gets every line once, whenever it comes, and ends with the log', async () => {
  const book = await openBook();
  const early = all(book.follow(1, 0, forever));
  const lines = Array.from({ length: 5000 }, (_, at) => `line ${at + 1} ${'x'.repeat(at % 300)}`);
  for (let at = 0; at < 2500; at += 50) await book.append(1, lines.slice(at, at + 50));
  const middle = all(book.follow(1, 1234, forever));
  for (let at = 2500; at < 5000; at += 50) await book.append(1, lines.slice(at, at + 50));
  await book.end(1);
  const late = await all(book.follow(1, 4998, forever));
  expect(texts(await early)).toEqual(lines);
  expectNoGap(await early);
  expectNoGap(await middle, 1235);
  expect(texts(await middle)).toEqual(lines.slice(1234));
  expect(texts(late)).toEqual(lines.slice(4998));
});

test('S36 a follower that takes nothing holds nothing up, and goes on without a gap from the file', async () => {
  const book = await openBook();
  await book.append(1, ['first']);
  const stalled = book.follow(1, 0, forever);
  const first = await stalled.next();
  const line = 'y'.repeat(1000);
  for (let at = 0; at < 100; at += 1)
    await book.append(
      1,
      Array.from({ length: 50 }, () => line),
    );
  await book.end(1);
  const rest = await all({ [Symbol.asyncIterator]: () => stalled });
  expectNoGap([...(first.value as readonly LogLine[]), ...rest]);
  expect(rest).toHaveLength(5000);
});

test('those who follow closely share the same lines', async () => {
  const book = await openBook();
  const [a, b] = [book.follow(1, 0, forever), book.follow(1, 0, forever)];
  const waiting = Promise.all([a.next(), b.next()]);
  await book.append(1, ['shared']);
  const [ofA, ofB] = await waiting;
  expect(ofA.value).toBe(ofB.value);
  await Promise.all([a.return(), b.return()]);
});

test('an aborted follower ends at once', async () => {
  const book = await openBook();
  const leave = new AbortController();
  const reading = all(book.follow(1, 0, leave.signal));
  await book.append(1, ['a']);
  leave.abort();
  expect(texts(await reading)).toEqual(['a']);
});

describe('a log that is too large', () => {
  test('keeps its first and its last half, and says what it left out', async () => {
    const book = await openBook({ limit: 4 * MB });
    const line = 'z'.repeat(1000);
    const count = 9000;
    const live = all(book.follow(1, 0, forever));
    for (let at = 0; at < count; at += 100)
      await book.append(
        1,
        Array.from({ length: 100 }, () => line),
      );
    await book.end(1);

    expectNoGap(await live);
    expect(await live).toHaveLength(count);
    const size = readdirSync(join(folder, '1')).reduce((sum, name) => sum + statSync(join(folder, '1', name)).size, 0);
    expect(size).toBeLessThan(5 * MB);
    const { lines } = await book.page(1, 0, count);
    const at = lines.findIndex(({ text }) => text !== line);
    const [before, gap, after] = lines.slice(at - 1, at + 2) as [LogLine, LogLine, LogLine];
    expect(gap.text).toContain(`lines ${before.sequence + 1} to ${gap.sequence} were left out`);
    expect(after.sequence).toBe(gap.sequence + 1);
    expectNoGap(lines.slice(0, at));
    expectNoGap(lines.slice(at + 1), after.sequence);
    expect(lines.at(-1)?.sequence).toBe(count);
    // Somebody who had read into what is gone now goes on behind it.
    expect((await book.page(1, before.sequence + 10, 2)).lines.map(({ sequence }) => sequence)).toEqual([
      gap.sequence,
      after.sequence,
    ]);
  });

  test('a line that is too long becomes several', async () => {
    const book = await openBook();
    await book.append(1, ['ü'.repeat(40_000)]);
    const { lines } = await book.page(1, 0, 10);
    expect(texts(lines).join('')).toBe('ü'.repeat(40_000));
    expect(lines).toHaveLength(5);
  });
});

describe('several processes', () => {
  test('I7 one goes on where another was killed in the middle of a line', async () => {
    const first = await openBook();
    await first.append(1, ['whole', 'whole too']);
    appendFileSync(join(folder, '1/000000000001.log'), '17951965981 half a li');
    const second = await openBook();
    expect(texts((await second.page(1, 0, 10)).lines)).toEqual(['whole', 'whole too']);
    await second.append(1, ['after']);
    const { lines } = await second.page(1, 0, 10);
    expect(texts(lines)).toEqual(['whole', 'whole too', 'after']);
    expectNoGap(lines);
  });

  test('a server hears of the lines that another one writes', async () => {
    const [writer, reader] = [await openBook(), await openBook()];
    const reading = all(reader.follow(1, 0, forever));
    await writer.append(1, ['from afar']);
    await writer.end(1);
    expect(texts(await reading)).toEqual(['from afar']);
  });

  test('a log whose writer died ends when its build is over', async () => {
    let over = false;
    const book = await openBook({ isOver: async () => over });
    await book.append(1, ['last words']);
    const reading = all(book.follow(1, 0, forever));
    over = true;
    expect(texts(await reading)).toEqual(['last words']);
    expect(await book.page(1, 0, 10)).toMatchObject({ ended: true });
  });
});

test("S28 the server's own secrets are masked, also over two calls", async () => {
  const book = await openBook({ secrets: ['canary-of-the-server'] });
  await book.append(1, ['token: canary-of-the-server', 'token: canary-of']);
  await book.append(1, ['-the-server']);
  const text = texts((await book.page(1, 0, 10)).lines).join('');
  expect(text).not.toMatch(/canary|server/);
  expect(text).toContain('token: ***');
});

test('a log that is removed is gone', async () => {
  const book = await openBook();
  await book.append(1, ['x']);
  await book.remove(1);
  expect(readdirSync(folder)).toEqual([]);
});
