import { expect, test } from 'vitest';
import { choiceOf, chosen, related } from './states.ts';
import type { FleetImage } from './wire.ts';

const image = (name: string, more: Partial<FleetImage> = {}): FleetImage => ({
  ...{ name, state: 'in-step', reason: '', version: '1.0.0', parents: [], children: [], category: '', tags: [] },
  ...{ digest: null, built_at: null, run: 1, build: null },
  ...more,
});

const fleet = [
  image('base', { children: ['mid'], version: '1.10.0', built_at: '2026-01-01T00:00:00Z' }),
  image('leaf', { parents: ['mid'], state: 'failed', category: 'service', version: '1.9.0', tags: ['gpu', 'python'] }),
  image('mid', { parents: ['base'], children: ['leaf'], category: 'service', built_at: '2026-02-01T00:00:00Z' }),
];

test.each([
  ['nothing', '', ['base', 'leaf', 'mid']],
  ['a search', 'q=MI', ['mid']],
  ['a search of two words, wherever they stand', 'q=gpu+leaf', ['leaf']],
  ['a state', 'state=failed', ['leaf']],
  ['a category and a tag', 'category=service&tag=python', ['leaf']],
  ['versions by number', 'sort=version', ['mid', 'leaf', 'base']],
  ['the worst first', 'sort=state', ['leaf', 'base', 'mid']],
  ['the newest first', 'sort=age-down', ['mid', 'base', 'leaf']],
  ['an order that there is not', 'sort=colour', ['base', 'leaf', 'mid']],
])('%s is asked for in the address', (_, query, expected) => {
  expect(chosen(fleet, choiceOf(new URLSearchParams(query))).map(({ name }) => name)).toEqual(expected);
});

test('what an image stands on, and what stands on it, near and far', () => {
  const names = ({ above, below }: ReturnType<typeof related>) => [[...above], [...below]];
  expect(names(related('mid', fleet))).toEqual([['base'], ['leaf']]);
  expect(names(related('leaf', fleet))).toEqual([['mid', 'base'], []]);
  const circle = [image('a', { parents: ['b'] }), image('b', { parents: ['a'] })];
  expect(names(related('a', circle))).toEqual([['b', 'a'], []]);
});
