import { describe, expect, test } from 'vitest';
import { about, duration } from './style.ts';
import { cleanLog, cut, displayWidth, escapeControls, pad, safeJson, wrap } from './text.ts';

test.each([
  ['plain', 5],
  ['日本', 4],
  ['ＡＢ', 4],
  ['ｱｲ', 2],
  ['e\u0301', 1],
  ['👩‍🔧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['한국', 4],
  ['├─ ✓ …', 6],
])('%s takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
  ['', 3, ''],
  ['a##[b', 9, 'a##\\x5bb'],
  ['a\x1b', 9, 'a\\x1b'],
  [`${'a'.repeat(1_000_000)}`, 4, 'aaa…'],
  [`a${'\u0301'.repeat(1000)}b`, 2, expect.stringMatching(/^a\u0301+…$/)],
])('%#: a text is cut to columns', (text, width, expected) => {
  expect(cut(text, width)).toEqual(expected);
});

test('padding and wrapping count columns, not characters', () => {
  expect(pad('日本', 6)).toBe('日本  ');
  expect(pad('long', 2)).toBe('long');
  expect(wrap('日本 日本 ab extraordinarily', 7)).toEqual(['日本', '日本 ab', 'extraordinarily']);
});

test('controls, invisible characters and lone surrogates are shown as escapes; joined emoji stay whole', () => {
  expect(escapeControls('a\x1b\u009b\u202e\u200b\ud800\u{e0001}b')).toBe('a\\x1b\\x9b\\u202e\\u200b\\ud800\\u{e0001}b');
  expect(escapeControls('👩‍🔧 日本')).toBe('👩‍🔧 日本');
});

describe('S34 a log line', () => {
  test.each([
    ['colours', '\x1b[1;31mred\x1b[0m and \x9b32mgreen', 'red and green'],
    ['a window title', '\x1b]0;owned\x07text', 'text'],
    ['a link', '\x1b]8;;https://x\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['a device control string', '\x1bPq#1\x1b\\text', 'text'],
    ['cursor movement and clearing', 'a\x1b[2J\x1b[1;1Hb\x1b[3A', 'ab'],
    ['an unfinished sequence', 'a\x1b[31', 'a31'],
    ['a lone escape', 'a\x1b', 'a\\x1b'],
    ['a progress bar', 'start\r 10%\r100%\r', '100%'],
    ['a backspace and a bell', 'a\x08\x07', 'a\\x08\\x07'],
    ['bytes that were not UTF-8', 'a\ufffdb', 'a\ufffdb'],
    ['a tab', 'a\tb', 'a    b'],
  ])('%s', (_, line, clean) => {
    expect(cleanLog(line)).toBe(clean);
  });

  test.each(['\x1b]', '\x9d', '\x1b[', '\x1b[1;', '\x1bP\x9d', '\x1b(', '\r'])(
    '%j many times over takes linear time',
    (part) => {
      const time = (count: number) => {
        const started = performance.now();
        cleanLog(part.repeat(count));
        return performance.now() - started;
      };
      time(20_000);
      // Four times the input: 4 where linear, 16 where quadratic. Half a second of quadratic would be far beyond 1 s.
      expect(time(400_000)).toBeLessThan(1000);
    },
  );
});

test.each(['::set-env name=A::b', '  ::error::x', '##[add-mask]x', 'text ##[error]x'])(
  'S31 %s in a log line is no workflow command',
  (line) => {
    expect(cleanLog(line)).not.toMatch(/^\s*::|##\[/);
  },
);

test('JSON has no control character in it and parses to the same value', () => {
  const value = { 'a\x1b\u009b': ['\u202e', '##[error]', '\u2028\n', '\u{e0001}', 'plain'] };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
  expect(safeJson(value)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u202e]|##\[/);
  expect(JSON.parse(safeJson(value))).toEqual(value);
  expect(JSON.parse(safeJson(value, 2))).toEqual(value);
});

test.each([
  [0.4, '0m00'],
  [38, '0m38'],
  [72.4, '1m12'],
  [59.7, '1m00'],
  [3725, '1h02m'],
])('%d s is written %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [3, '10 s'],
  [41, '50 s'],
  [58, '1 min'],
  [370, '6 min'],
  [7800, '2 h 10 min'],
  [7200, '2 h'],
])('a forecast of %d s is about %s', (seconds, text) => {
  expect(about(seconds)).toBe(text);
});
