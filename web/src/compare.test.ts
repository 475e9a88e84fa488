import { expect, test } from 'vitest';
import { differenceOf } from './compare.ts';
import type { Build } from './wire.ts';

const build = (image: string, seconds: number, more: Partial<Build> = {}) =>
  ({
    ...{ image, state: 'landed', adopted: false, platform: 'linux/amd64' },
    started_at: '2026-01-01T00:00:00.000Z',
    finished_at: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString(),
    ...more,
  }) as Build;

test('a run is held against the one before: what only one of them built, and how long both took', () => {
  const before = { builds: [build('base', 10), build('gone', 5), build('web', 1, { state: 'failed' })] };
  const now = { builds: [build('base', 12), build('base', 20, { platform: 'linux/arm64' }), build('web', 3)] };
  expect(differenceOf(now, before)).toEqual({
    now: ['web'],
    before: ['gone'],
    both: [{ image: 'base', now: 20, before: 10 }],
  });
});

test('what was not built counts for nothing: adopted, or still under way', () => {
  const now = { builds: [build('a', 1, { adopted: true }), build('b', 1, { state: 'claimed', finished_at: null })] };
  expect(differenceOf(now, { builds: [] })).toEqual({ now: [], before: [], both: [] });
});
