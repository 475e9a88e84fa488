import { expect, test } from 'vitest';
import { diffLines } from './diff.ts';

const shown = (before: string, after: string) =>
  diffLines(before, after).map(({ side, text }) => ({ both: ' ', before: '-', after: '+' })[side] + text);

test.each([
  ['nothing', 'a\nb', 'a\nb', [' a', ' b']],
  ['a line', 'a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
  ['a line more', 'a\nc', 'a\nb\nc', [' a', '+b', ' c']],
  ['a line less', 'a\nb\nc', 'a\nc', [' a', '-b', ' c']],
  ['lines between equal ones', 'a\nb\nc\nd', 'x\nb\ny\nd', ['-a', '+x', ' b', '-c', '+y', ' d']],
  ['the end of the last line', 'a', 'a\n', [' a', '+']],
])('%s', (_, before, after, expected) => expect(shown(before, after)).toEqual(expected));

test('texts that have little in common are told apart in a moment', () => {
  const text = (mark: string) => Array.from({ length: 20_000 }, (_, at) => `${mark}${at}`).join('\n');
  const start = performance.now();
  expect(diffLines(text('a'), text('b'))).toHaveLength(40_000);
  expect(performance.now() - start).toBeLessThan(1000);
});
