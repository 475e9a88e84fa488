import { describe, expect, it } from 'vitest';
import { Findings } from './findings.ts';
import { shortest, shown, source } from './testing.ts';
import { readYaml } from './yaml-source.ts';

function read(text: string, isText: (path: readonly (string | number)[]) => boolean = () => false) {
  const file = source('build.yaml', text);
  const findings = new Findings(file);
  const yaml = readYaml(file, isText, findings);
  const cut = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return {
    value: yaml.value,
    findings: shown(findings.list),
    list: findings.list,
    at: (...path: (string | number)[]) => cut(yaml.span(path)),
    keyAt: (...path: (string | number)[]) => cut(yaml.keySpan(path)),
  };
}

describe('values', () => {
  it('gives a mapping for an empty file, a comment, and a file of white space', () => {
    for (const text of ['', '# nothing\n', ' \n\n', '---\n', '\uFEFF']) {
      expect(read(text).value, JSON.stringify(text)).toEqual({});
    }
  });

  it('takes numbers at text paths as they are written', () => {
    const { value } = read('version: 1.10\nother: 1.10\nhex: 0x1F\n', ([key]) => key !== 'other');
    expect(value).toEqual({ version: '1.10', other: 1.1, hex: '0x1F' });
  });

  it('follows aliases', () => {
    expect(read('a: &x [1, 2]\nb: *x\n').value).toEqual({ a: [1, 2], b: [1, 2] });
  });

  it('refuses bytes', () => {
    expect(read('a: !!binary aGk=\nb: 1\n').findings).toEqual(['1:13-17 yaml-syntax']);
    expect(read('!!binary x:*a\n').findings).toHaveLength(2);
  });

  it('refuses a file that is not a mapping', () => {
    expect(read('- a\n- b\n').findings).toEqual(['1:1-2:4 schema-type']);
    expect(read('text').findings).toEqual(['1:1-5 schema-type']);
  });
});

describe('places', () => {
  const yaml = read('a:\n  - one\n  - {b: "two"}\nempty:\nc: d # comment\n');

  it('finds values and keys', () => {
    expect(yaml.at('a', 0)).toBe('one');
    expect(yaml.at('a', 1, 'b')).toBe('"two"');
    expect(yaml.keyAt('a', 1, 'b')).toBe('b');
    expect(yaml.at('c')).toBe('d');
  });

  it('shows the key of an empty value, and the nearest parent of what is not there', () => {
    expect(yaml.at('empty')).toBe('empty');
    expect(yaml.at('a', 7)).toBe('a');
    expect(yaml.at('nowhere')).toBe('');
  });

  it('counts from the start of the file, a byte order mark and CRLF included', () => {
    expect(read('\uFEFFa: b\r\nc: d\r\n').at('c')).toBe('d');
  });
});

describe('faults', () => {
  const rows: [string, string, string[]][] = [
    ['a bad indentation', 'a: b\n  c: d\n', ['1:4-5 yaml-syntax']],
    ['a list without an end', 'a: [b, c\nd: e\n', ['2:1-2 yaml-syntax']],
    ['a tab as indentation', 'a:\n\tb: c\n', ['2:1-2 yaml-syntax']],
    ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', ['3:1-2 yaml-duplicate-key']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['2:1-4 yaml-syntax']],
    ['a tag of its own', 'a: !secret x\n', ['1:4-11 yaml-syntax']],
    ['a key that is a list', '[a, b]: c\n', ['1:1-7 yaml-syntax']],
    ['an alias without an anchor', 'a: *b\n', ['1:4-6 yaml-syntax']],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(read(text).findings).toEqual(expected);
  });

  it('names the first of two equal keys', () => {
    const [finding] = read('a: 1\na: 2\n').list;
    expect(finding?.related?.[0]?.span).toEqual({ start: 0, end: 1 });
    expect(read('a: 1\na: 2\n').value).toEqual({ a: 1 });
  });
});

describe('S18 limits', () => {
  const rows: [string, string][] = [
    ['size', `a: |\n${'  text\n'.repeat(20_000)}`],
    ['keys', Array.from({ length: 5_000 }, (_, key) => `k${key}: v\n`).join('')],
    ['depth of brackets', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
    ['depth of brackets that have no end', '['.repeat(1_000)],
    ['depth of lists', `${'- '.repeat(400)}a`],
    ['depth of mappings', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['aliases', `a: &a 1\nb: [${'*a, '.repeat(150)}]\n`],
    ['aliases of aliases', 'a: &a [1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n'],
    ['an alias inside its own anchor', 'a: &a\n  b: *a\n'],
  ];
  it.each(rows)('S18 refuses too much: %s', (_, text) => {
    const { list, value } = read(text);
    expect(list.map(({ code }) => code)).toContain('yaml-limit');
    expect(value).toEqual({});
  });

  const accepted: [string, string][] = [
    ['prose', `a: |\n${'  lorem ipsum, dolor: sit - amet\n'.repeat(3_900)}`],
    ['short lines', `a: |\n${'  |\n'.repeat(32_000)}`],
    ['plain text over many lines', `a: ${'lorem ipsum\n  '.repeat(9_000)}`],
    ['escapes', `a: "${'\\n'.repeat(65_000)}"`],
    ['many keys', Array.from({ length: 1_600 }, (_, key) => `k${key}: v\n`).join('')],
    ['a long list', `a: [${'1,'.repeat(3_500)}]`],
    ['comments', `${'# x\n'.repeat(5_900)}a: 1`],
    ['blank space', ' '.repeat(130_000)],
  ];
  it.each(accepted)('S18 reads the worst that is accepted within 100 ms: %s', (_, text) => {
    expect(read(text).findings).toEqual([]);
    expect(shortest(() => read(text))).toBeLessThan(100);
  });
});

describe('S19 keys that reach into the reader', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('S19 refuses %s at any depth', (key) => {
    const { value, findings } = read(`a:\n  ${key}: {polluted: true}\n`);
    expect(findings).toEqual([`2:3-${3 + key.length} yaml-forbidden-key`]);
    expect(value).toEqual({ a: {} });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
