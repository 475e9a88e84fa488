import { expect, test } from 'vitest';
import { stretches } from './ansi.ts';

const ESC = '\u001b';

test.each([
  ['plain', 'plain', [['plain', '']]],
  [
    'a colour and its end',
    `${ESC}[31mred${ESC}[0m after`,
    [
      ['red', 'fg1'],
      [' after', ''],
    ],
  ],
  ['bright, bold, on a ground', `${ESC}[1;92;44mx`, [['x', 'fg10 bg4 bold']]],
  [
    'colours of 256 and of 24 bits are passed over',
    `${ESC}[38;5;200ma${ESC}[48;2;1;2;3mb`,
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  [
    'a cursor that moves and a title that is set vanish',
    `a${ESC}[2Kb${ESC}]0;title\u0007c`,
    [
      ['a', ''],
      ['b', ''],
      ['c', ''],
    ],
  ],
  [
    'a sequence that never ends',
    `a${ESC}[31`,
    [
      ['a', ''],
      ['31', ''],
    ],
  ],
  ['a link (OSC 8) is its text alone', `${ESC}]8;;https://evil.example${ESC}\\here${ESC}]8;;${ESC}\\`, [['here', '']]],
  [
    'controls of eight bits vanish',
    'a\u009b31mb\u0085',
    [
      ['a', ''],
      ['31mb', ''],
    ],
  ],
  ['markup is text', '<b onclick="x">&amp;', [['<b onclick="x">&amp;', '']]],
  ['signs that turn the direction stay', 'a\u202eb', [['a\u202eb', '']]],
] as const)('%s', (_, line, expected) => {
  expect(stretches(line).map(({ text, classes }) => [text, classes])).toEqual(expected);
});

test('S34 takes time that grows with the line, whatever stands in it', () => {
  const time = (length: number) => {
    const line = `${ESC}[${ESC}]${'0;'.repeat(8)}`.repeat(length);
    const start = performance.now();
    stretches(line);
    return performance.now() - start;
  };
  time(5_000);
  expect(time(40_000)).toBeLessThan(60 * Math.max(1, time(4_000)));
});
