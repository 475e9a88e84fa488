import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../../test/rig/http-api.ts';
import { grant } from '../../auth/grants.ts';
import { type LogBook, openLogBook } from '../../logs/log-book.ts';
import { logRoutes } from './logs.ts';

const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of buffers that something still holds: what was read and dropped is collected first. */
function heldBuffers(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}
const build = 1;
let store: TestStore;
let folder: string;
let book: LogBook;
let api: TestApi;
let url: string;
let ending: AbortController;

beforeAll(async () => {
  store = await testStore();
  const { db } = store;
  await db.insertInto('repositories').values({ id: 'r', url: 'u', forge: 'git', full_name: 'r' }).execute();
  const run = { repository_id: 'r', kind: 'push', trust: 'trusted', ref: 'refs/heads/main', commit: 'c' } as const;
  await db
    .insertInto('runs')
    .values({ ...run, created_by: 'test' })
    .execute();
  await db.insertInto('builds').values({ run_id: 1, image: 'i', platform: 'linux/amd64', fingerprint: 'f' }).execute();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caskwright-logs-'));
  const log = pino({ level: 'silent' });
  book = await openLogBook({ folder, limit: 64 * MB, secrets: [], store, isOver: async () => false, log });
  ending = new AbortController();
  api = await testApi(store, {
    routes: [logRoutes({ book, db: store.db, signal: ending.signal })],
    origins: ['https://portal.test'],
  });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  ending.abort();
  await book.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => store.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { headers: { authorization: `Bearer ${api.tokens.viewer}`, ...headers } });

interface Event {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** The events of a stream, read with what a browser's EventSource would make of them. */
async function* events(response: Response): AsyncGenerator<Event> {
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2));
      const event = Object.fromEntries(fields) as Event;
      if (event.data !== undefined) yield event;
    }
  }
}

describe('pages', () => {
  test('have lines with numbers and times, and end', async () => {
    await book.append(build, ['one', 'two', 'three']);
    await book.end(build);
    const first = await (await get('/api/v1/builds/1/logs?limit=2')).json();
    expect(first).toEqual({
      lines: [
        { sequence: 1, time: expect.stringMatching(/^20.*Z$/), text: 'one' },
        { sequence: 2, time: expect.any(String), text: 'two' },
      ],
      ended: false,
    });
    expect(await (await get('/api/v1/builds/1/logs?after=2')).json()).toMatchObject({
      lines: [{ sequence: 3 }],
      ended: true,
    });
  });

  test('S42 no page is larger than the server wants', async () => {
    await book.append(
      build,
      Array.from({ length: 6000 }, (_, at) => `line ${at}`),
    );
    const { lines } = (await (await get('/api/v1/builds/1/logs?limit=999999')).json()) as { lines: unknown[] };
    expect(lines).toHaveLength(5000);
  });

  test.each(['/api/v1/builds/7/logs', '/api/v1/builds/7/logs/stream'])('%s: there is no such build', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test.each(['after=-1', 'after=x', 'limit=1e3'])('?%s is refused', async (query) => {
    expect((await get(`/api/v1/builds/1/logs?${query}`)).status).toBe(400);
  });
});

describe('text', () => {
  test('is the whole log for a download', async () => {
    const lines = Array.from({ length: 2500 }, (_, at) => `line ${at} ✓`);
    await book.append(build, lines);
    const response = await get('/api/v1/builds/1/logs?format=text');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(`${lines.join('\n')}\n`);
  });

  test('with ?follow goes on until the log has ended', async () => {
    await book.append(build, ['before']);
    const response = await get('/api/v1/builds/1/logs?follow');
    await book.append(build, ['after']);
    await book.end(build);
    expect(await response.text()).toBe('before\nafter\n');
  });
});

describe('server-sent events', () => {
  test('I7 resume with Last-Event-ID where the reader was, without a gap or a repeat, up to the end', async () => {
    await book.append(build, ['one', 'two', 'three']);
    const first = events(await get('/api/v1/builds/1/logs/stream'));
    const seen = [(await first.next()).value, (await first.next()).value] as Event[];
    await first.return(undefined);
    const rest = events(await get('/api/v1/builds/1/logs/stream', { 'last-event-id': seen.at(-1)?.id ?? '' }));
    await book.append(build, ['four']);
    await book.end(build);
    for await (const event of rest) seen.push(event);
    expect(seen.map(({ id }) => id)).toEqual(['1', '2', '3', '4', undefined]);
    expect(seen.at(-1)).toEqual({ event: 'end', data: '{}' });
    expect(JSON.parse(seen[3]?.data ?? '')).toMatchObject({ sequence: 4, text: 'four' });
  });

  test('S34 control characters travel as data', async () => {
    await book.append(build, ['\u001b[31mred\u001b[0m \u2028 event: end']);
    await book.end(build);
    const [line] = await Array.fromAsync(events(await get('/api/v1/builds/1/logs/stream')));
    expect(JSON.parse(line?.data ?? '')).toMatchObject({ text: '\u001b[31mred\u001b[0m \u2028 event: end' });
  });

  test('end with the server, and are no reason for it not to end', async () => {
    const stream = events(await get('/api/v1/builds/1/logs/stream'));
    await book.append(build, ['one']);
    expect((await stream.next()).value).toMatchObject({ id: '1' });
    ending.abort();
    expect((await stream.next()).done).toBe(true);
  });
});

test('S36 F14 stalled readers by the hundred cost less than 1 MiB each and slow nobody', {
  timeout: 60_000,
}, async () => {
  const readers = 200;
  const { hostname, port } = new URL(url);
  const request = `GET /api/v1/builds/1/logs/stream HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${api.tokens.viewer}\r\n\r\n`;
  const stalled = await Promise.all(
    Array.from({ length: readers }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.pause();
      socket.write(request);
      return socket;
    }),
  );
  const live = events(await get('/api/v1/builds/1/logs/stream'));
  const before = process.memoryUsage().rss;
  const line = 'x'.repeat(1000);
  const count = 20_000;
  for (let at = 0; at < count; at += 250)
    await book.append(
      build,
      Array.from({ length: 250 }, () => line),
    );
  await book.end(build);
  let last: string | undefined;
  for await (const { id } of live) last = id ?? last;
  expect(last).toBe(String(count));
  expect((process.memoryUsage().rss - before) / readers).toBeLessThan(MB);
  for (const socket of stalled) socket.destroy();
});

describe('WebSocket', () => {
  const ticket = () => grant(store.db, 'ticket', { actor: 'token:x', name: 'x', role: 'viewer' }, 60);
  /** The handshake as a browser does it, and the status that it is answered with. */
  const knock = async (query: string, headers: Record<string, string> = {}) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const fields = { host: hostname, connection: 'Upgrade', upgrade: 'websocket', ...headers };
    const key = { 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16).toString('base64') };
    const lines = Object.entries({ ...fields, ...key }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /ws/builds/1?${query} HTTP/1.1\r\n${lines.join('')}\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    return { socket, status: Number(head.toString('latin1', 9, 12)) };
  };

  test('follows a log from a number on to its end', async () => {
    await book.append(build, ['one', 'two']);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/builds/1?after=1&ticket=${await ticket()}`);
    const messages: { lines?: { sequence: number }[]; end?: true }[] = [];
    socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))));
    await once(socket, 'open');
    await book.append(build, ['three']);
    await book.end(build);
    const [{ code }] = (await once(socket, 'close')) as [CloseEvent];
    expect(code).toBe(1000);
    expect(messages.flatMap(({ lines = [] }) => lines.map(({ sequence }) => sequence))).toEqual([2, 3]);
    expect(messages.at(-1)).toEqual({ end: true });
  });

  test('S35 needs a ticket, which counts once, and a page of ours', async () => {
    const good = await ticket();
    const statuses = [
      (await knock(`ticket=${good}`, { origin: 'https://portal.test' })).status,
      (await knock(`ticket=${good}`)).status,
      (await knock('')).status,
      (await knock('', { cookie: 'caskwright_session=whatever' })).status,
      (await knock(`ticket=${await ticket()}`, { origin: 'https://evil.test' })).status,
      (await knock(`ticket=${await ticket()}`, { origin: 'http://127.0.0.1' })).status,
    ];
    expect(statuses).toEqual([101, 401, 401, 401, 403, 101]);
  });

  test('S36 a reader that takes nothing gets nothing more, and all of it later', async () => {
    const { socket, status } = await knock(`ticket=${await ticket()}`);
    expect(status).toBe(101);
    socket.pause();
    const before = heldBuffers();
    const line = 'x'.repeat(1000);
    const count = 30_000;
    for (let at = 0; at < count; at += 250)
      await book.append(
        build,
        Array.from({ length: 250 }, () => line),
      );
    await book.end(build);
    expect(heldBuffers() - before).toBeLessThan(12 * MB);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.resume();
    await expect.poll(() => text.includes('{"end":true}'), { timeout: 10_000 }).toBe(true);
    const numbers = [...text.matchAll(/"sequence":(\d+),/g)].map(([, number]) => Number(number));
    expect(numbers.length).toBe(count);
    expect(numbers.at(-1)).toBe(count);
    socket.destroy();
  });
});
