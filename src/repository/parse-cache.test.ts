import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cleanEnvironment,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import { openRepository } from './open.ts';
import { FileCache, type ParseCache } from './parse-cache.ts';
import { readRepository } from './read.ts';
import { commitTree } from './source.ts';

const files = {
  'caskwright.yaml': 'registry: example.com/x\nargs: { R: "{registry}" }\n',
  'images/a/build.yaml':
    'version: 1.0.0\nmetadata: { deep: [1, { x: null }] }\nrequirements: [r.txt]\nargs: { A: b }\n',
  'images/a/Dockerfile': 'ARG R\nARG A\nFROM ${R}/base:1\nCOPY . /x\nRUN echo ${A}\n',
  'images/a/r.txt': 'numpy==2.1.0\n',
  'images/b/build.yaml': 'metadata: { limit: .inf }\n',
  'images/b/Dockerfile': 'FROM scratch\n',
  'images/c/build.yaml': 'version: "not a tag"\n',
  'images/c/Dockerfile': 'FRUM scratch\n',
};

async function readWith(repository: TestRepository, cache: ParseCache | undefined) {
  const opened = await openRepository(repository.path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  const tree = await commitTree(opened.value, opened.value.head);
  const { tree: _, ...snapshot } = await readRepository(tree, {}, cache);
  await tree.close();
  return snapshot;
}

test('a snapshot is the same with and without a cache, findings and odd values too', async () => {
  const repository = testRepository(files);
  const file = join(temporaryDirectory(), 'below', 'cache');
  const first = await FileCache.open(file, '1');
  const plain = await readWith(repository, undefined);
  expect(await readWith(repository, first)).toEqual(plain);
  await first.save();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const second = await FileCache.open(file, '1');
  expect(await readWith(repository, second)).toEqual(plain);
  expect(plain.diagnostics.map(({ file: { path } }) => path)).toContain('images/c/build.yaml');
  repository.commit({ 'caskwright.yaml': 'registry: example.com/y\nargs: { R: "{registry}" }\n' });
  const moved = await readWith(repository, await FileCache.open(file, '1'));
  expect(moved.images[0]?.dockerfile.references[0]?.resolved).toBe('example.com/y/base:1');
});

test('what the cache holds is used, and only by the version that kept it, and only undamaged', async () => {
  const repository = testRepository(files);
  const file = join(temporaryDirectory(), 'cache');
  const first = await FileCache.open(file, '1');
  const altered = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('x/base:1', 'x/kept:1'));
  await readWith(repository, { get: () => undefined, put: (key, value) => first.put(key, altered(value)) });
  await first.save();
  const resolved = async (version: string) => {
    const snapshot = await readWith(repository, await FileCache.open(file, version));
    return snapshot.images[0]?.dockerfile.references[0]?.resolved;
  };
  expect(await resolved('1')).toBe('example.com/x/kept:1');
  expect(await resolved('2')).toBe('example.com/x/base:1');
  const text = readFileSync(file, 'utf8');
  for (const damaged of [text.replaceAll('kept', 'lost'), text.slice(0, -9), `${text} `, text.slice(0, 9), '', '\n']) {
    writeFileSync(file, damaged);
    expect(await resolved('1')).toBe('example.com/x/base:1');
  }
});

test('what a run no longer uses is dropped', async () => {
  const file = join(temporaryDirectory(), 'cache');
  const first = await FileCache.open(file, '1');
  first.put('old', 1);
  first.put('new', 2);
  await first.save();
  const second = await FileCache.open(file, '1');
  expect(second.get('new')).toBe(2);
  await second.save();
  const third = await FileCache.open(file, '1');
  expect([third.get('old'), third.get('new')]).toEqual([undefined, 2]);
});
