import { readIgnoreFile } from '../../src/definition/ignore-file.ts';
import { readConfiguration } from '../../src/definition/read-configuration.ts';
import { readDockerfile } from '../../src/definition/read-dockerfile.ts';
import { readImageDefinition } from '../../src/definition/read-image-definition.ts';
import { readLock } from '../../src/definition/read-lock.ts';
import { readRequirements } from '../../src/definition/read-requirements.ts';
import { configured, shortest, source } from '../../src/definition/testing.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Platform } from '../../src/names/platform.ts';
import { randomNumbers } from './random.ts';

/** Name, pieces of text, and the reader. */
type Reader = readonly [name: string, pieces: readonly string[], read: (text: string) => readonly Diagnostic[]];

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

/** The readers of everything that strangers write, each with pieces of what it reads. */
export const readers: readonly Reader[] = [
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
      'FROM --platform=linux/constructor y\n',
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
      for (const path of ['a', 'a/b/c', '__proto__', 'constructor/x', 'd/'.repeat(20)]) ignores(path);
      return [];
    },
  ],
  [
    'caskwright.lock',
    [
      'version: 1\n',
      'docker.io/library/debian:12:\n',
      '__proto__:\n',
      `  linux/amd64: sha256:${'a'.repeat(64)}\n`,
      '  from: docker.io/library/debian\n',
      '  locked: 2026-11-20T17:30:00Z\n',
      '<<<<<<< HEAD\n',
      '  constructor: x\n',
      'h.example:5000/a@sha256:b:\n',
    ],
    (text) => readLock(source('caskwright.lock', text)).diagnostics,
  ],
];

/** No reader may take longer for any of these texts, in milliseconds. */
const LONGEST = 100;

/** What went wrong with one text. */
export interface Fault {
  readonly reader: string;
  readonly what: string;
  readonly text: string;
}

/**
 * Reads random texts with one reader until the time is over. Returns how many it were, and the first fault: an
 * exception, a place outside of the text, a message without sense, a text that takes too long, a changed
 * `Object.prototype`. The same seed makes the same texts.
 */
export function fuzzReader(
  [name, pieces, read]: Reader,
  seed: number,
  milliseconds: number,
): { readonly executions: number; readonly fault?: Fault } {
  const random = randomNumbers(seed);
  const until = performance.now() + milliseconds;
  let executions = 0;
  while (performance.now() < until) {
    const text = randomText(pieces, random);
    const what = faultOf(text, read);
    executions += 1;
    if (what !== undefined) return { executions, fault: { reader: name, what, text } };
  }
  return { executions };
}

function faultOf(text: string, read: Reader[2]): string | undefined {
  const before = performance.now();
  try {
    for (const { span, message } of read(text)) {
      if (!(span.start >= 0 && span.start <= span.end && span.end <= text.length)) return `a place outside: ${message}`;
      if (/undefined|NaN|\[object/.test(message)) return `a message without sense: ${message}`;
    }
  } catch (error) {
    return String(error);
  }
  // A busy machine makes one run long, but not each of them.
  const isSlow = performance.now() - before > LONGEST && shortest(() => read(text), 3) > LONGEST;
  if (isSlow) return `it takes more than ${LONGEST} ms`;
  return Object.getOwnPropertyNames(Object.prototype).join() === PRISTINE ? undefined : 'Object.prototype has changed';
}

const PRISTINE = Object.getOwnPropertyNames(Object.prototype).join();

function randomText(pieces: readonly string[], random: (below: number) => number): string {
  // Most are short, a few are long enough for what grows faster than its text.
  const length = random(50) === 0 ? 200 + random(800) : 1 + random(12);
  const parts = Array.from({ length }, () =>
    random(4) === 0 ? odd[random(odd.length)] : pieces[random(pieces.length)],
  );
  return mangled(parts.join(''), random);
}

/** Now and then a piece cut out, doubled, or put elsewhere. */
function mangled(text: string, random: (below: number) => number): string {
  const [from, to] = [random(text.length + 1), random(text.length + 1)].sort((a, b) => a - b) as [number, number];
  const kind = random(4);
  if (kind === 0) return text.slice(0, from) + text.slice(to);
  if (kind === 1) return text + text.slice(from, to);
  if (kind === 2) return text.slice(from, to) + text;
  return text;
}
