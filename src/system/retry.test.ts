import { describe, expect, test } from 'vitest';
import { swiftClock } from '../../test/rig/clock.ts';
import { err, ok } from '../base/result.ts';
import type { Exchange, HttpFault } from './http.ts';
import { defaultRetries, retryAfter, withRetries } from './retry.ts';

const status = (code: number, headers = {}): Exchange => ok({ status: code, headers, body: new Uint8Array() });
const fault = (kind: HttpFault['kind']): Exchange => err({ kind, message: kind });
const signal = new AbortController().signal;

async function attempts(outcome: Exchange, takes = 0) {
  const clock = swiftClock();
  let count = 0;
  const last = await withRetries(
    async () => {
      count += 1;
      clock.advance(takes);
      return outcome;
    },
    { clock, signal },
  );
  expect(last).toBe(outcome);
  return { count, pauses: clock.pauses };
}

test.each([200, 201, 202, 301, 400, 401, 403, 404, 405, 409, 416, 422, 501, 505])('%i is final', async (code) => {
  expect(await attempts(status(code))).toEqual({ count: 1, pauses: [] });
});

test.each([408, 429, 500, 502, 503, 504])('%i is repeated, and not for ever', async (code) => {
  expect((await attempts(status(code))).count).toBe(defaultRetries.attempts);
});

test.each([
  ['reset', 6],
  ['timeout', 6],
  ['refused', 3],
  ['unknown-host', 1],
  ['tls-authority', 1],
  ['not-tls', 1],
  ['too-large', 1],
  ['aborted', 1],
] as const)('%s: %i attempts', async (kind, count) => {
  expect((await attempts(fault(kind))).count).toBe(count);
});

test('pauses double, each shortened by up to a half at random', async () => {
  const { pauses } = await attempts(status(503));
  for (const [index, pause] of pauses.entries()) {
    const full = defaultRetries.firstPause * 2 ** index;
    expect(pause).toBeGreaterThanOrEqual(full / 2);
    expect(pause).toBeLessThanOrEqual(full);
  }
});

test('attempts that take half a minute each are made twice: our patience is a minute', async () => {
  expect((await attempts(fault('timeout'), 30_000)).count).toBe(2);
});

describe('Retry-After', () => {
  test('is waited for, a little spread', async () => {
    const { pauses } = await attempts(status(429, { 'retry-after': '9' }));
    expect(pauses[0]).toBeGreaterThan(9000);
    expect(pauses[0]).toBeLessThanOrEqual(9250);
  });

  test('beyond our patience ends the attempts', async () => {
    expect(await attempts(status(429, { 'retry-after': '61' }))).toEqual({ count: 1, pauses: [] });
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s', (value, expected) => {
    expect(retryAfter(value, Date.UTC(2026, 0, 1))).toBe(expected);
  });
});

test('an abort ends a pause', async () => {
  const controller = new AbortController();
  const clock = { now: () => 0, sleep: async () => controller.signal.throwIfAborted() };
  const outcome = await withRetries(
    async () => {
      controller.abort();
      return status(503);
    },
    { clock, signal: controller.signal },
  );
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'aborted' } });
});
