import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryTree } from '../../test/rig/memory-tree.ts';
import { randomNumbers } from '../../test/rig/random.ts';
import type { FileContent } from '../../test/rig/repository.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { fingerprintImages, hashSources } from '../plan/fingerprint.ts';
import { loadRepository } from './load.ts';

type Random = (below: number) => number;
type Files = Readonly<Record<string, FileContent>>;

/** A repository of which the test knows what its builds read, because it wrote the Dockerfiles from this. */
interface State {
  /** Files of the child's context. */
  readonly files: Files;
  /** What COPY, ADD and bind mounts of the child name. */
  readonly reads: readonly string[];
  /** What ONBUILD COPY of the parent names. */
  readonly triggers: readonly string[];
  /** Paths that .dockerignore names, each alone on its line. */
  readonly ignored: readonly string[];
  /** A comment in the Dockerfile, which changes nothing. */
  readonly comment: string;
}

const directories = ['', 'a/', 'a/b/', 'src/', 'src/x/'];
const names = ['f', 'g', 'main.c', 'x.txt', 'y.txt'];
const patterns = [
  'a',
  'a/',
  './src',
  'src/*',
  '*.txt',
  '*/main.c',
  'a/b/?',
  'src/[fg]',
  'f',
  'l',
  'l/f',
  'a/l',
  'm/x.txt',
  'a/../g',
  '/src/x',
  '*/*.txt',
  '.',
];

function pick<T>(random: Random, items: readonly T[]): T {
  return items[random(items.length)] as T;
}

function some<T>(random: Random, items: readonly T[], most: number): readonly T[] {
  return Array.from({ length: random(most + 1) }, () => pick(random, items));
}

function content(random: Random): FileContent {
  const text = `${random(3)}`;
  return random(5) === 0 ? { executable: text } : text;
}

function begin(random: Random): State {
  const paths = some(
    random,
    directories.flatMap((directory) => names.map((name) => directory + name)),
    8,
  );
  const links =
    random(2) === 0
      ? {}
      : { l: { link: pick(random, ['a', 'src', 'f', 'gone', 'm']) }, 'a/l': { link: '../src' }, m: { link: 'a/b' } };
  return {
    files: { ...Object.fromEntries(paths.map((path) => [path, content(random)])), ...links },
    reads: [pick(random, patterns), ...some(random, patterns.slice(0, -1), 1)],
    triggers: some(random, patterns.slice(0, -1), 1),
    ignored: some(random, ['f', 'a/b', 'src', 'x.txt'], 1),
    comment: 'first',
  };
}

/** One small change. */
function edit(state: State, random: Random): State {
  const path = pick(random, directories) + pick(random, names);
  const { [path]: _, ...without } = state.files;
  switch (random(7)) {
    case 0:
      return { ...state, files: without };
    case 1:
      return { ...state, comment: `comment ${random(3)}` };
    case 2:
      return { ...state, ignored: some(random, ['f', 'a/b', 'src', 'x.txt'], 1) };
    case 3:
      return { ...state, files: { ...without, l: { link: pick(random, ['a', 'src', 'f', 'gone']) } } };
    default:
      return { ...state, files: { ...state.files, [path]: content(random) } };
  }
}

function dockerfileOf({ reads, comment }: State): string {
  const steps = reads.map((source, at) =>
    at === 0 ? `COPY ["${source}", "/to${at}/"]` : `RUN --mount=type=bind,source=${source},target=/m true`,
  );
  return ['FROM h.example/n/parent', `# ${comment}`, ...steps, ''].join('\n');
}

function repositoryOf(state: State, context: 'used' | 'whole'): Files {
  const triggers = state.triggers.map((source) => `ONBUILD COPY ${source} /on/`);
  const inside = Object.entries({ ...state.files, '.dockerignore': ignoreFileOf(state) });
  return {
    'caskwright.yaml': `registry: h.example/n\npolicy: {context: ${context}}\n`,
    'images/parent/build.yaml': '',
    'images/parent/Dockerfile': ['FROM debian:12', ...triggers, ''].join('\n'),
    'images/child/build.yaml': 'context: context\n',
    'images/child/Dockerfile': dockerfileOf(state),
    ...Object.fromEntries(inside.map(([path, file]) => [`images/child/context/${path}`, file])),
  };
}

function ignoreFileOf({ ignored }: State): string {
  return ['.dockerignore', ...ignored, ''].join('\n');
}

async function fingerprintOf(state: State, context: 'used' | 'whole'): Promise<string> {
  const { graph, diagnostics } = await loadRepository(memoryTree(repositoryOf(state, context)));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest;
  return fingerprintImages(graph, hashSources(graph), digest).get('child' as ImageName)?.fingerprint ?? '';
}

/** Everything that a build of a state is made from: its instructions, and what they read of the context on a disk. */
function inputsOf(state: State, context: 'used' | 'whole'): string {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-reads-'));
  try {
    for (const [path, file] of Object.entries(state.files)) {
      if (state.ignored.some((one) => path === one || path.startsWith(`${one}/`))) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (typeof file === 'object' && 'link' in file) symlinkSync(file.link, join(folder, path));
      else writeFileSync(join(folder, path), '');
    }
    const builder = new ReadingBuilder(folder);
    for (const source of context === 'whole' ? ['.'] : [...state.reads, ...state.triggers]) builder.copy(source);
    const read = [...builder.read].sort().map((path) => [path, state.files[path]]);
    return JSON.stringify([state.reads, state.triggers, read]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads from a folder what BuildKit's COPY reads, and notes it: real folders, real links, wildcards as expressions. */
class ReadingBuilder {
  readonly read = new Set<string>();
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  copy(source: string): void {
    const cleaned = normalize(`/${source}`).replace(/^\/|\/$/g, '');
    if (/[*?[]/.test(cleaned)) this.#takeMatches(cleaned);
    else this.#take(cleaned);
  }

  #takeMatches(cleaned: string): void {
    const fixed = cleaned.split('/');
    const start = fixed
      .slice(
        0,
        fixed.findIndex((part) => /[*?[]/.test(part)),
      )
      .join('/');
    const base = this.#follow(start);
    if (base === undefined) return;
    const rest = cleaned.slice(start === '' ? 0 : start.length + 1);
    const expression = new RegExp(`^${rest.replaceAll('.', '\\.').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
    for (const path of this.#below(base)) {
      const inside = base === '' ? path : path.slice(base.length + 1);
      if (expression.test(inside)) this.#take(path);
    }
  }

  /** Every file, link and folder below a folder, no link followed. */
  #below(path: string): string[] {
    const kind = this.#kind(path);
    if (kind !== 'folder') return [];
    return readdirSync(join(this.#root, path)).flatMap((name) => {
      const inner = path === '' ? name : `${path}/${name}`;
      return [inner, ...this.#below(inner)];
    });
  }

  #take(path: string): void {
    const place = this.#follow(path);
    if (place === undefined) return;
    for (const one of [place, ...this.#below(place)]) if (this.#kind(one) !== 'folder') this.read.add(one);
  }

  /** Where a path leads; the links on the way are read. */
  #follow(path: string): string | undefined {
    let place = '';
    const parts = path.split('/').filter(Boolean);
    for (let steps = 0; parts.length > 0; steps += 1) {
      if (steps > 200) return undefined;
      place = normalize(join(place, parts.shift() as string));
      if (place === '.' || place.startsWith('..')) place = '';
      const kind = this.#kind(place);
      if (kind === undefined) return undefined;
      if (kind !== 'link') continue;
      this.read.add(place);
      parts.unshift(...readlinkSync(join(this.#root, place)).split('/'));
      place = dirname(place) === '.' ? '' : dirname(place);
    }
    return this.#kind(place) === undefined ? undefined : place;
  }

  #kind(path: string): 'file' | 'link' | 'folder' | undefined {
    // Nothing is below a file.
    const folder = path === '' ? undefined : this.#kind(path.split('/').slice(0, -1).join('/'));
    if (folder !== undefined && folder !== 'folder') return undefined;
    const found = lstatSync(join(this.#root, path), { throwIfNoEntry: false });
    if (!found) return undefined;
    return found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file';
  }
}

describe('random repositories and random edits', () => {
  const seeds = Array.from({ length: 40 }, (_, at) => 1000 + at);
  test.each(['used', 'whole'] as const)(
    'have equal fingerprints exactly where builds have equal inputs: context %s',
    async (context) => {
      let same = 0;
      let pairs = 0;
      for (const seed of seeds) {
        const random = randomNumbers(seed);
        const states = [begin(random)];
        for (let at = 0; at < 10; at += 1) states.push(edit(states.at(-1) as State, random));
        const seen: { state: State; fingerprint: string; inputs: string }[] = [];
        for (const state of states) {
          const now = { state, fingerprint: await fingerprintOf(state, context), inputs: inputsOf(state, context) };
          for (const then of seen) {
            pairs += 1;
            same += Number(now.inputs === then.inputs);
            const told = `seed ${seed}\n${JSON.stringify([then.state, state], null, 1)}\n${then.inputs}\n${now.inputs}`;
            expect(now.fingerprint === then.fingerprint, told).toBe(now.inputs === then.inputs);
          }
          seen.push(now);
        }
      }
      // Neither answer is the only one that is ever right.
      expect(same).toBeGreaterThan(pairs / 50);
      expect(same).toBeLessThan((pairs * 9) / 10);
    },
    60_000,
  );
});
