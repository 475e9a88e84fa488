import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';
import { shortest } from './testing.ts';

function matches(pattern: string, path: string): boolean {
  const glob = compileGlob(pattern);
  if (!glob.ok) throw new Error(glob.error);
  return glob.value(path);
}

describe('a glob', () => {
  const rows: [string, string, boolean][] = [
    ['images/*', 'images/a', true],
    ['images/*', 'images/a/b', false],
    ['images/*', 'images', false],
    ['*', '.hidden', true],
    ['images/?', 'images/a', true],
    ['images/?', 'images/ab', false],
    ['**', 'a/b/c', true],
    ['**/x', 'x', true],
    ['**/x', 'a/b/x', true],
    ['a/**/x', 'a/x', true],
    ['a/**/x', 'a/b/c/x', true],
    ['a/**', 'a', true],
    ['a/**/b/**/c', 'a/b/b/x/c', true],
    ['a/**/b/**/c', 'a/c/b', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['release/[0-9].*', 'release/2.x', true],
    ['release/[^0-9]*', 'release/2.x', false],
    ['release/[!0-9]*', 'release/x', true],
    ['[a-c-]', '-', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['docker.io/library/*', 'docker.io/library/alpine:3.20', true],
    ['docker.io/library/*', 'dockerXio/library/alpine', false],
    ['(a|b)+', '(a|b)+', true],
    ['??', '🐳', false],
    ['?', '🐳', true],
  ];
  it.each(rows)('%s on %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it.each([
    ['', 'a pattern is not empty'],
    ['a[b', '"[" has no "]" in "a[b"'],
    ['a\\', '"a\\" ends in a lone "\\"'],
    ['a'.repeat(2_000), 'a pattern has at most 1024 characters'],
  ])('refuses %j', (pattern, error) => {
    expect(compileGlob(pattern)).toEqual({ ok: false, error });
  });
});

describe('S20 hostile patterns', () => {
  const rows: [string, string, string][] = [
    ['stars in one segment', `${'*a'.repeat(500)}b`, 'a'.repeat(4_000)],
    ['stars over segments', `${'**/a/'.repeat(200)}b`, 'a/'.repeat(2_000)],
    ['stars of both kinds', `${'**/*a*/'.repeat(140)}b`, 'aaa/'.repeat(1_000)],
    ['what a regular expression would choke on', '(a+)+'.repeat(200), 'a'.repeat(4_000)],
    ['question marks', `*${'?'.repeat(500)}b`, 'a'.repeat(2_000)],
  ];
  it.each(rows)('S20 take linear time: %s', (_, pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
    const whole = shortest(() => matches(pattern, path), 3);
    // Steps are bounded by pattern × path, four million here: far from what backtracking would take.
    expect(whole).toBeLessThan(500);
  });
});
