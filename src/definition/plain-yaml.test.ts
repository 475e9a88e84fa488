import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../test/rig/random.ts';
import { Findings } from './findings.ts';
import { type PlainNode, readPlainYaml, type YamlPath } from './plain-yaml.ts';
import { shown, source } from './testing.ts';
import { readAnyYaml } from './yaml-source.ts';

const isText = (path: YamlPath) => path.at(-1) === 'version' || path[0] === 'args';

/** Holds what is read plainly against the whole parser: value, and the place of every value and key. */
function check(text: string): PlainNode | undefined {
  const plain = readPlainYaml(text, isText);
  if (!plain) return undefined;
  const file = source('build.yaml', text);
  const findings = new Findings(file);
  const whole = readAnyYaml(file, isText, findings);
  const told = JSON.stringify(text);
  expect(shown(findings.list), told).toEqual([]);
  expect(plain.value, told).toStrictEqual(whole.value);
  for (const { path, key, value } of placesIn(plain, plain.value, [])) {
    expect(value, `${told} at ${path.join('.')}`).toEqual(whole.span(path));
    expect(key, `${told} at the key ${path.join('.')}`).toEqual(whole.keySpan(path));
  }
  return plain;
}

type Place = { readonly path: YamlPath; readonly key: object; readonly value: object };

function placesIn({ child }: Pick<PlainNode, 'child'>, value: unknown, path: YamlPath): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([step, inner]) => {
    const { key, node } = child(step) as { key?: object; node: PlainNode };
    const here = [...path, step];
    const span = node.span.end === node.span.start ? (key ?? node.span) : node.span;
    return [{ path: here, key: key ?? node.span, value: span }, ...placesIn(node, inner, here)];
  });
}

describe('what is plain', () => {
  it.each([
    ['texts', 'name: web\ndescription: Serves pages, and a health check\n'],
    ['comments', '# first\n\nname: web # last\n  # further in\nversion: 1.0.0'],
    ['numbers and truth values', 'a: 1\nb: -0.5\nc: 1e3\nd: true\ne: False\nf: 007\ng: +1\nh: .5\ni: 1.\nj: -0\n'],
    ['what is taken as it is written', 'version: 1.10\nargs: { A: 1.10, B: true }\nargs2: { A: 1.10 }\n'],
    ['what only looks like a number', 'a: 1.4.0\nb: 1-2\nc: 1e\nd: ..\ne: 0b1\nf: 1_000\ng: 12:30:45\n'],
    ['quotes', `a: "x # y"\nb: 'x: y'\nc: ""\nd: ''\ne: "it's"\n`],
    ['lists', 'a:\n  - one\n  - "two"\nb:\n- three\n-   4\nc: [x, "y z", --version, a/b:1, { k: v }]\nd: []\n'],
    ['mappings', 'a:\n  b:\n    c: d\n  e: {}\nf: { g: h, i: [j, k] }\nl: {m: n}\n'],
    ['mappings in lists', 'exports:\n  - type: qcow2\n    size: 8G\n  -   type: raw\n      of: [a]\n  - x\n'],
    ['signs within texts', 'a: http://h:80/p#q\nb: a#b & c* !d "e" [f] {g}\nc: x, y - z ? -\nd: -x\n'],
    ['other letters', 'a: Größe – “so”\n'],
    ['a text that stands in', '  a: b\n  c: d\n'],
  ])('is read as the parser reads it: %s', (_, text) => {
    expect(check(text), text).toBeDefined();
  });

  it('is every build file of this repository', async () => {
    for await (const path of glob('{images,examples}/**/{build,caskwright}.yaml')) {
      check(readFileSync(path, 'utf8'));
    }
    expect(check(readFileSync('examples/fleet/images/web/build.yaml', 'utf8'))).toBeDefined();
    expect(check(readFileSync('examples/fleet/caskwright.yaml', 'utf8'))).toBeDefined();
  });

  it('is read as the parser reads it, whatever stands there', ({ annotate }) => {
    const seed = Date.now() % 1_000_000;
    const random = randomNumbers(seed);
    const end = performance.now() + 500;
    const plain = { yes: 0, no: 0 };
    while (performance.now() < end) plain[check(randomText(random)) ? 'yes' : 'no'] += 1;
    void annotate(`seed ${seed}: ${plain.yes} plain, ${plain.no} not`);
    expect(plain.yes).toBeGreaterThan(plain.no / 20);
  });
});

describe('what is not plain', () => {
  it.each([
    ['nothing', ''],
    ['no mapping', '- a\n'],
    ['a document of several', '---\na: b\n'],
    ['a text of several lines', 'a: b\n  c\n'],
    ['a block of text', 'a: |\n  b\n'],
    ['an anchor', 'a: &x b\nc: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['an escape', 'a: "\\n"\n'],
    ['a quote in quotes', "a: 'it''s'\n"],
    ['no value', 'a:\nb: c\n'],
    ['null', 'a: null\n'],
    ['a number in another base', 'a: 0x1F\n'],
    ['a long number', 'a: 1234567890123456\n'],
    ['a key twice', 'a: b\na: c\n'],
    ['a key that may not be', '__proto__: b\n'],
    ['a key in quotes', '"a": b\n'],
    ['a merge', '<<: b\n'],
    ['brackets over lines', 'a: [b,\n  c]\n'],
    ['a bad indent', 'a:\n   b: c\n  d: e\n'],
    ['a tab', 'a:\tb\n'],
    ['an end of line of another kind', 'a: b\r\n'],
    ['a list in a list', 'a:\n  - - b\n'],
    ['a mapping in a line', 'a: b: c\n'],
    ['other scripts', 'a: 名\n'],
    ['much', `a: ${'b'.repeat(5000)}\n`],
    ['depth', `a: ${'['.repeat(20)}${']'.repeat(20)}\n`],
  ])('is left to the parser: %s', (_, text) => {
    expect(readPlainYaml(text, isText)).toBeUndefined();
  });
});

const words = [
  'a',
  'b',
  'version',
  'args',
  '1',
  '1.10',
  '-2',
  'true',
  'null',
  '.5',
  'x y',
  'h:80',
  '"q"',
  "'r'",
  'é',
  '~',
];
const marks = [
  ': ',
  ':',
  '- ',
  '-',
  ' ',
  '  ',
  '\n',
  '\n  ',
  '\n- ',
  '\n    ',
  ', ',
  ',',
  '[',
  ']',
  '{',
  '}',
  ' #',
  '#',
];
const odd = [
  '"',
  "'",
  '&',
  '*',
  '!',
  '|',
  '>',
  '%',
  '@',
  '`',
  '?',
  '\t',
  '\r',
  '\\',
  '0x1',
  '=',
  '---',
  '\n...\n',
  '\u00a0',
  '<<',
];

function randomText(random: (below: number) => number): string {
  const pick = (from: readonly string[]) => from[random(from.length)] as string;
  if (random(3) > 0)
    return randomMapping(random, pick, 0)
      .join('\n')
      .replace(/./gs, (c) => (random(200) === 0 ? pick([...marks, ...odd]) : c));
  return Array.from({ length: 1 + random(14) }, () => pick(random(12) === 0 ? odd : random(2) ? words : marks)).join(
    '',
  );
}

function randomMapping(
  random: (below: number) => number,
  pick: (from: readonly string[]) => string,
  depth: number,
): string[] {
  const inFlow = (): string => {
    const kind = random(6);
    if (kind === 0) return `[${Array.from({ length: random(3) }, inFlow).join(pick([', ', ',', ' , ']))}]`;
    if (kind === 1) return `{ ${Array.from({ length: random(3) }, (_, at) => `k${at}: ${inFlow()}`).join(', ')} }`;
    return pick(words);
  };
  const keys = ['a', 'b', 'version', 'args', 'd.e/f', '_g'].slice(random(3), 3 + random(4));
  return keys.flatMap((name) => {
    const kind = depth > 2 ? 3 : random(6);
    const indented = (lines: string[], by: string) => lines.map((text) => by + text);
    if (kind === 0) return [`${name}:`, ...indented(randomMapping(random, pick, depth + 1), pick(['  ', '   ', ' ']))];
    if (kind === 1) {
      const dash = pick(['- ', '  - ', '-   ']);
      const item = () =>
        randomMapping(random, pick, depth + 1).map((text, at) => (at === 0 ? dash : ' '.repeat(dash.length)) + text);
      return [`${name}:`, ...Array.from({ length: 1 + random(2) }, item).flat()];
    }
    if (kind === 2) return [`${name}: ${inFlow()}${pick(['', ' # c', ''])}`, ...(random(4) === 0 ? ['# c', ''] : [])];
    return [`${name}: ${pick(words)}${pick(['', '', ' z', ' #c'])}`];
  });
}
