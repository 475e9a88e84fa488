import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cleanEnvironment,
  type FileContent,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import { sourceComponents } from '../plan/source-components.ts';
import { FileMemory, Kept, type Memory } from './memory.ts';
import { openRepository } from './open.ts';
import { readRepository } from './read.ts';
import { commitTree } from './source.ts';
import { workTree } from './work-tree.ts';

async function readWith(repository: TestRepository, memory?: Memory, from: 'commit' | 'work tree' = 'commit') {
  const opened = await openRepository(repository.path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  const tree = from === 'commit' ? await commitTree(opened.value, opened.value.head) : await workTree(opened.value);
  const { tree: _, linkTarget: __, ...snapshot } = await readRepository(tree, {}, memory);
  await tree.close();
  return { ...snapshot, components: snapshot.images.map(sourceComponents) };
}

/** Reads with what a file remembers, and says which images were remembered. */
async function readOnce(repository: TestRepository, file: string, from?: 'work tree') {
  const memory = await FileMemory.open(file, '1');
  const recalled: string[] = [];
  const snapshot = await readWith(
    repository,
    {
      recall: (name) => memory.recall(name),
      keep(name, kept) {
        if (memory.recall(name) === kept && name.startsWith('images/')) recalled.push(name);
        memory.keep(name, kept);
      },
    },
    from,
  );
  await memory.save();
  return { snapshot, recalled };
}

const files: Readonly<Record<string, FileContent>> = {
  'caskwright.yaml': 'registry: example.com/x\nargs: { R: "{registry}" }\n',
  'images/a/build.yaml':
    'version: 1.0.0\nmetadata: { deep: [1, { x: null }] }\nrequirements: [r.txt]\nargs: { A: b }\n',
  'images/a/Dockerfile': 'ARG R\nARG A\nFROM ${R}/base:1\nCOPY . /x\nRUN echo ${A}\n',
  'images/a/r.txt': 'numpy==2.1.0\n',
  'images/a/.dockerignore': '*.md\n',
  'images/a/read.md': 'left out',
  'images/infinite/build.yaml': 'metadata: { limit: .inf }\n',
  'images/infinite/Dockerfile': 'FROM scratch\n',
  'images/faulty/build.yaml': 'version: "not a tag"\n',
  'images/faulty/Dockerfile': 'FROM scratch\n',
  'images/outside/build.yaml': 'context: ../../shared\n',
  'images/outside/Dockerfile': 'FROM scratch\nCOPY . /\n',
  'shared/one': '1',
};

test('what is remembered is the same as what is read, texts, contexts, hashes and findings too', async () => {
  const repository = testRepository(files);
  const file = join(temporaryDirectory(), 'memory');
  const plain = await readWith(repository);
  // What a rule of Dockerfiles says of an image does not keep it from being remembered.
  const found = plain.diagnostics.map(({ file: { path }, code }) => `${path} ${code}`);
  expect(found).toEqual(['images/a/Dockerfile argument-out-of-scope', 'images/faulty/build.yaml version-not-a-tag']);
  const first = await readOnce(repository, file);
  expect(first).toEqual({ snapshot: plain, recalled: [] });
  const second = await readOnce(repository, file);
  expect(second).toEqual({ snapshot: plain, recalled: ['images/a/build.yaml', 'images/outside/build.yaml'] });
  expect(await readOnce(repository, file, 'work tree')).toEqual(second);
});

test('only the image that was changed is read again', async () => {
  const repository = testRepository(files);
  const file = join(temporaryDirectory(), 'memory');
  await readOnce(repository, file);
  repository.commit({ 'images/a/other': 'new' });
  expect((await readOnce(repository, file)).recalled).toEqual(['images/outside/build.yaml']);
  repository.write({ 'images/a/other': 'edited' });
  const edited = await readOnce(repository, file, 'work tree');
  expect(edited).toEqual({
    snapshot: await readWith(repository, undefined, 'work tree'),
    recalled: ['images/outside/build.yaml'],
  });
});

test('what the memory holds is used', async () => {
  const repository = testRepository(files);
  const file = join(temporaryDirectory(), 'memory');
  const memory = await FileMemory.open(file, '1');
  const altered = ({ line }: Kept) => Kept.from(line.replaceAll('x/base:1', 'x/kept:1'));
  await readWith(repository, { recall: () => undefined, keep: (name, kept) => memory.keep(name, altered(kept)) });
  await memory.save();
  const { snapshot } = await readOnce(repository, file);
  expect(snapshot.images[0]?.dockerfile.references[0]?.resolved).toBe('example.com/x/kept:1');
});

test.each([
  [
    'a file behind a link',
    {
      'images/l/build.yaml': '',
      'images/l/Dockerfile': { link: '../../shared/file' },
      'shared/file': 'FROM scratch\n',
    },
    { 'shared/file': 'FROM debian:12\n' },
  ],
  [
    'the name of another image, without which one further in would be no image',
    {
      'caskwright.yaml': 'images: ["images/**"]\n',
      'images/a/build.yaml': 'name: same\n',
      'images/a/Dockerfile': 'FROM scratch\n',
      'images/l/build.yaml': '',
      'images/l/Dockerfile': 'FROM scratch\nCOPY . /\n',
      'images/l/inner/build.yaml': 'name: same\n',
      'images/l/inner/Dockerfile': 'FROM scratch\n',
    },
    { 'images/a/build.yaml': 'name: other\n' },
  ],
])('%s takes part', async (_, before: Readonly<Record<string, FileContent>>, change) => {
  const repository = testRepository(before);
  const file = join(temporaryDirectory(), 'memory');
  const first = (await readOnce(repository, file)).snapshot;
  repository.commit(change);
  const { snapshot } = await readOnce(repository, file);
  expect(snapshot).toEqual(await readWith(repository));
  const imageL = ({ images }: typeof first) => images.find(({ definition }) => definition.directory === 'images/l');
  expect(imageL(snapshot)).not.toEqual(imageL(first));
});

/** A file as `git fast-import` takes it. */
interface Entry {
  readonly mode: '100644' | '100755' | '120000' | '160000';
  readonly text: string;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const DIRECTORIES = ['a', 'a-b', 'b', 'c', 'c/inner', 'd'];

/** A repository that changes at random, within what concerns images. */
class Changing {
  readonly #files = new Map<string, Entry>();
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    for (const name of DIRECTORIES) {
      this.#put(`images/${name}/build.yaml`, '');
      this.#put(`images/${name}/Dockerfile`, 'FROM debian:12\nCOPY . /\n');
      for (const path of ['app/x', 'app/Dockerfile', 'r.txt']) this.#put(`images/${name}/${path}`, 'FROM scratch\n');
      this.#put(`images/${name}/r.txt`, 'numpy==2.1.0\n');
    }
    this.#put('shared/x', '1');
    this.#put('shared/Dockerfile', 'FROM scratch\n');
  }

  change(): void {
    const directory = `images/${this.#pick(DIRECTORIES)}`;
    const below = this.#pick(['', 'app/', 'app/deep/', 'inner/']);
    const around = this.#pick([directory, directory, 'shared', '.']);
    const put = (name: string, text: string, mode?: Entry['mode']) => () => this.#put(name, text, mode);
    const usual = [
      put(`${directory}/build.yaml`, this.#definition()),
      put(`${directory}/Dockerfile`, this.#dockerfile()),
      put(`${directory}/${below}x`, this.#pick(['1', '2', '3'])),
      put(`${directory}/r.txt`, this.#pick(['numpy==2.1.0\n', 'requests==2.32.0\n'])),
      put(`${around}/.dockerignore`, this.#pick(['', '*.md\n', 'app\n', 'x\n'])),
      put(`${directory}/Dockerfile.dockerignore`, this.#pick(['x\n', '**/*.md\n'])),
      put(`shared/${below}x`, this.#pick(['1', '2'])),
      put('shared/Dockerfile', this.#dockerfile()),
      put(`${directory}/link`, this.#pick(['../../shared', 'app', '../b']), '120000'),
      put('shared/link', this.#pick(['x', '../images/a', '../images/b/app']), '120000'),
      () => this.#chmod(),
      () => this.#rename(),
    ];
    const rare = [
      put('caskwright.yaml', this.#pick(['', 'images: ["images/**"]\n', 'platforms: [linux/arm64]\n'])),
      put(`${directory}/build.yaml`, this.#pick(['version: "not a tag"\n', 'name: b\n', 'metadata: { x: .inf }\n'])),
      put(`${directory}/${this.#pick(['X', 'Containerfile'])}`, this.#dockerfile()),
      put(`${directory}/build.second.yaml`, this.#definition()),
      put(`${directory}/Dockerfile`, 'FRUM x\n'),
      put(`${directory}/${this.#pick(['app', 'Dockerfile', 'link'])}`, this.#pick(['../b', '../../../out']), '120000'),
      put(`${directory}/module`, '1'.repeat(40), '160000'),
      put(`${directory}/.gitattributes`, this.#pick(['* text\n', '*.md filter=lfs\n'])),
      put(`${directory}/y.md`, `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 1\n`),
      () => this.#remove(),
    ];
    this.#pick(this.#random() < 0.75 ? usual : rare)();
    // What is wrong does not stay so for long.
    const faulty = [...this.#files].filter(([, { text, mode }]) => /FRUM|not a tag/.test(text) || mode === '160000');
    if (this.#random() < 0.3) for (const [path] of faulty) this.#files.delete(path);
  }

  /** The tree as one commit on `main`. */
  commitTo(path: string): void {
    const lines = ['commit refs/heads/main', 'committer T <t@example.invalid> 1700000000 +0000', 'data 0', 'deleteall'];
    for (const [name, { mode, text }] of this.#files) {
      if (mode === '160000') lines.push(`M 160000 ${text} ${name}`);
      else lines.push(`M ${mode} inline ${name}`, `data ${Buffer.byteLength(text)}`, text);
    }
    execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: path, input: `${lines.join('\n')}\n` });
  }

  #definition(): string {
    return [
      this.#pick(['', 'version: 1.0.0\n', 'version: 1.1.0\n']),
      this.#pick(['', '', 'context: ../../shared\n', 'context: app\n', 'context: ../..\n', 'context: ../b\n']),
      this.#pick(['', '', 'dockerfile: ../../shared/Dockerfile\n', 'dockerfile: app/Dockerfile\n']),
      this.#pick(['', 'requirements: [r.txt]\n', 'requirements: [../a/r.txt]\n']),
      this.#pick(['', 'args: { A: "1" }\n', 'metadata: { x: 1.5 }\n']),
    ].join('');
  }

  #dockerfile(): string {
    const from = this.#pick(['scratch', 'debian:12', 'b:latest']);
    return `ARG A\nFROM ${from}\n${this.#pick(['', 'COPY . /\n', 'COPY Dockerfile x /\n', 'RUN echo $A\n'])}`;
  }

  /** Puts a file where no other file or folder is in the way. */
  #put(name: string, text: string, mode: Entry['mode'] = '100644'): void {
    const path = name.replace(/^\.\//, '');
    for (const other of [...this.#files.keys()]) {
      if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) this.#files.delete(other);
    }
    this.#files.set(path, { mode, text });
  }

  #chmod(): void {
    const [path, entry] = this.#pick([...this.#files]);
    if (entry.mode === '100644') this.#files.set(path, { ...entry, mode: '100755' });
  }

  #rename(): void {
    const [path, entry] = this.#pick([...this.#files]);
    this.#files.delete(path);
    this.#put(path.replace(/images\/\w+/, `images/${this.#pick(['a', 'b', 'd'])}`), entry.text, entry.mode);
  }

  #remove(): void {
    const [path] = this.#pick([...this.#files]);
    if (this.#files.size > 20) this.#files.delete(path);
  }

  #pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.#random() * values.length)] as Value;
  }
}

describe('after random edits', () => {
  test.each([1, 2, 3])('reading with a memory and without come to the same (seed %i)', async (seed) => {
    const repository = testRepository();
    const file = join(temporaryDirectory(), 'memory');
    const changing = new Changing(seed);
    let recalled = 0;
    let images = 0;
    for (let step = 0; step < 40; step += 1) {
      changing.commitTo(repository.path);
      const remembering = await readOnce(repository, file);
      expect(remembering.snapshot, `step ${step}`).toEqual(await readWith(repository));
      recalled += remembering.recalled.length;
      images += remembering.snapshot.images.length;
      changing.change();
    }
    expect(images).toBeGreaterThan(100);
    expect(recalled).toBeGreaterThan(images / 3);
  });
});

test('a memory that somebody else has written is not believed', async () => {
  const repository = testRepository(files);
  const file = join(temporaryDirectory(), 'memory');
  await readOnce(repository, file);
  writeFileSync(file, '"1" 0000\n"images/a"\tnothing\n');
  expect(await readOnce(repository, file)).toEqual({ snapshot: await readWith(repository), recalled: [] });
});
