import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import { readIgnoreFile } from './ignore-file.ts';
import { readConfiguration } from './read-configuration.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { readImageDefinition } from './read-image-definition.ts';
import { readRequirements } from './read-requirements.ts';
import { configured, source } from './testing.ts';

/** Numbers that look random and are the same in every run: mulberry32. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const configuration = configured('registry: h.example/n\nargs: {R: "{registry}"}\n');
const platform = 'linux/amd64' as Platform;
const odd = [
  '\0',
  '\r',
  '\uFEFF',
  '\u2028',
  '\uD800',
  '🐳',
  '\t',
  '"',
  "'",
  '\\',
  '`',
  '{',
  '}',
  '$',
  '#',
  '<<',
  '&a',
  '*a',
  ': ',
  '- ',
  '! ',
];

const readers: [string, string[], (text: string) => readonly Diagnostic[]][] = [
  [
    'build.yaml',
    [
      'name: x\n',
      'version: "1.0"\n',
      'args:\n',
      '  A: "{name}"\n',
      '__proto__: {a: 1}\n',
      'platforms: [linux/amd64]\n',
      'constructor:\n',
      'metadata: &a {b: *a}\n',
      '? [a]\n',
      '<<: *a\n',
      '--- |\n',
      'test: {command: [x]}\n',
      'resources: {memory: 8G, cpu: .inf}\n',
      '!!binary x: y\n',
    ],
    (text) => readImageDefinition(source('build.yaml', text), 'images/x', configuration).diagnostics,
  ],
  [
    'caskwright.yaml',
    [
      'registry: h/n\n',
      'registry: {host: h}\n',
      'images: ["a["]\n',
      'policy:\n',
      '  bases: [x]\n',
      '__proto__:\n',
      'args: {A: "{registry"}\n',
      'tags: {push: ["{branch}"]}\n',
      'control: {url: x}\n',
      'names: [""]\n',
      'prototype: 1\n',
    ],
    (text) => readConfiguration(source('caskwright.yaml', text)).diagnostics,
  ],
  [
    'Dockerfile',
    [
      'FROM a\n',
      'FROM ${R:-x} AS b\n',
      'ARG R=$R\n',
      'ARG __proto__=1\n',
      'COPY --from=b x y\n',
      'RUN <<E\n',
      'E\n',
      '# escape=`\n',
      '# syntax=x\n',
      'ONBUILD RUN x\n',
      'RUN --mount=from=$A,target=x y \\\n',
      'ENV A=${A#*}${B//a/b}\n',
      'ENV constructor x\n',
      'FROM constructor\n',
      'ADD https://x y\n',
      'FROM --platform=$__proto__ toString\n',
    ],
    (text) =>
      readDockerfile(source('Dockerfile', text), { args: { R: 'h' }, platform, buildPlatform: platform, frontends: [] })
        .diagnostics,
  ],
  [
    'requirements.txt',
    [
      'numpy==1.0\n',
      'x>=1 \\\n',
      '--hash=sha256:aa\n',
      '-r x\n',
      '-\n',
      'a[b]==1; c\n',
      'git+https://x\n',
      '__proto__==1\n',
      'x @ \n',
      '(==1)\n',
      '# c\n',
      '--constructor\n',
    ],
    (text) => readRequirements(source('requirements.txt', text), configuration.policy).diagnostics,
  ],
  [
    '.dockerignore',
    [
      '*\n',
      '!x\n',
      '**/a/**\n',
      '[a-\n',
      '\\',
      'constructor\n',
      '__proto__/x\n',
      '../..\n',
      '[^]]\n',
      '# c\n',
      '!\n',
      '**a**b\n',
    ],
    (text) => {
      const { ignores } = readIgnoreFile(text);
      for (const path of ['a', 'a/b/c', '__proto__', 'constructor/x']) expect(ignores(path)).toBeTypeOf('boolean');
      return [];
    },
  ],
];

describe('any text', () => {
  it.each(readers)('S19 neither throws nor reaches Object.prototype: %s', (name, pieces, read) => {
    const random = randomNumbers(name.length);
    const before = Object.getOwnPropertyNames(Object.prototype);
    const until = performance.now() + 600;
    let texts = 0;
    while (performance.now() < until || texts < 200) {
      const length = 1 + random(12);
      const parts = Array.from({ length }, () =>
        random(4) === 0 ? odd[random(odd.length)] : pieces[random(pieces.length)],
      );
      const text = mangled(parts.join(''), random);
      for (const { span, message } of read(text)) {
        expect(span.start, JSON.stringify(text)).toBeLessThanOrEqual(span.end);
        expect(span.end, JSON.stringify(text)).toBeLessThanOrEqual(text.length);
        expect(message).not.toMatch(/undefined|NaN|\[object/);
      }
      texts += 1;
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(Object.keys({})).toEqual([]);
  });
});

/** Now and then a piece cut out, doubled, or put elsewhere. */
function mangled(text: string, random: (below: number) => number): string {
  const [from, to] = [random(text.length + 1), random(text.length + 1)].sort((a, b) => a - b) as [number, number];
  const kind = random(4);
  if (kind === 0) return text.slice(0, from) + text.slice(to);
  if (kind === 1) return text + text.slice(from, to);
  if (kind === 2) return text.slice(from, to) + text;
  return text;
}
