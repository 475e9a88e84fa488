import { expect, test } from 'vitest';
import { stretches } from '../parts/ansi.ts';
import { withHits } from './search.ts';

test.each([
  [
    'one word',
    'an Error here',
    'error',
    [
      ['an ', ''],
      ['Error', 'hit'],
      [' here', ''],
    ],
  ],
  ['the whole line', 'x', 'x', [['x', 'hit']]],
  ['what is not there', 'abc', 'z', [['abc', '']]],
  [
    'twice',
    'aXa',
    'a',
    [
      ['a', 'hit'],
      ['X', ''],
      ['a', 'hit'],
    ],
  ],
  [
    'over a change of colours',
    '\u001b[31mer\u001b[0mror!',
    'error',
    [
      ['er', 'fg1 hit'],
      ['ror', 'hit'],
      ['!', ''],
    ],
  ],
] as const)('marks %s', (_, line, wanted, expected) => {
  expect(withHits(stretches(line), wanted).map(({ text, classes }) => [text, classes])).toEqual(expected);
});
