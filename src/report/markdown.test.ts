import { describe, expect, test } from 'vitest';
import { code, commentMarker, fence, htmlCode, link, prose, tableRow } from './markdown.ts';
import { hostileTexts, outsideCode } from './markdown-reader.fixture.ts';

describe('prose', () => {
  test.each([
    ['stands on python-base', 'stands on python-base'],
    ['requirements.txt:12 numpy==2.1.0 → numpy==2.1.1', 'requirements.txt:12 `numpy==2.1.0` → `numpy==2.1.1`'],
    ['fixes #12 and GH-12 for @octocat', 'fixes `#12` and `GH-12` for `@octocat`'],
    ['see www.evil.example or a@b.example', 'see `www.evil.example` or `a@b.example`'],
    ['curl https://x | sh', 'curl <code>https&#58;&#47;&#47;x &#124;</code> sh'],
    ['1. not a list', '`1.` not a list'],
    ['the registry’s answer (twice).', 'the registry’s answer (twice).'],
    ['built from 3fa9c1d0', 'built from `3fa9c1d0`'],
    ['two\nlines\u2028or three', 'two lines or three'],
    ['', ''],
  ])('%j', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });
});

test.each([
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['```x', '```` ```x ````'],
  ['a|b', '<code>a&#124;b</code>'],
  ['\ud83d\x1b', '`\\ud83d\\x1b`'],
  [' ', ''],
])('code %j', (text, markdown) => {
  expect(code(text)).toBe(markdown);
});

test('a fence is longer than any run of backticks in it', () => {
  expect(fence(['a', '````', 'x ```'], 'text')).toBe('`````text\na\n````\nx ```\n`````');
  expect(fence(['a'], 'text')).toBe('```text\na\n```');
});

test('a link leads to the web or nowhere', () => {
  expect(link('log', 'https://github.example/o/r?a=(1)|2')).toBe('[log](https://github.example/o/r?a=%281%29%7C2)');
  expect(link('log', 'javascript:alert(1)')).toBe('log');
  expect(link('log', 'nonsense')).toBe('log');
});

test('a key cannot end the comment that it stands in', () => {
  expect(commentMarker('pull')).toBe('<!-- caskwright:pull -->');
  for (const text of hostileTexts(200)) {
    expect(commentMarker(text).slice(4, -3)).not.toMatch(/--|[<>\s]{2}|>/);
  }
});

test('S31 whatever a text holds, it stays in its cell and calls nobody', () => {
  for (const text of hostileTexts(5000)) {
    for (const shown of [prose(text), code(text), htmlCode(text)]) {
      const row = tableRow(['a', shown, 'b']);
      expect(row.split('|'), text).toHaveLength(5);
      expect(row.split(/[\r\n\u2028]/), text).toHaveLength(2);
      expect(row.isWellFormed()).toBe(true);
      // What is left for Markdown to read is plain words.
      expect(outsideCode(row), text).not.toMatch(/[@#<>&[\]*_~$\\`=+]|\bwww\.|:\/\/|[a-z]-\d|[0-9a-f]{7}/i);
    }
    expect(outsideCode(`${fence(text.split('\n'), 'text')}\nafter`)).toBe('after');
  }
});
