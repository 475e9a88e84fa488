import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment, testRepository } from '../../test/rig/repository.ts';
import { Kept } from '../repository/memory.ts';
import { openRepository } from '../repository/open.ts';
import { keepMemory, openMemory } from './remember.ts';

async function open(path: string) {
  const opened = await openRepository(path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

test('what is remembered lies among the files of Git, in a linked work tree and a bare repository too', async () => {
  const repository = testRepository({ a: '1' });
  repository.git('worktree', 'add', '--quiet', '--detach', join(repository.path, '.git', 'linked'));
  const bare = repository.clone('--bare');
  for (const path of [repository.path, join(repository.path, '.git', 'linked'), bare.path]) {
    const memory = await openMemory(await open(path), 'program');
    memory?.keep('name', Kept.of('key', ['value']));
    await keepMemory(memory);
    expect((await openMemory(await open(path), 'program'))?.recall('name')?.value(0)).toBe('value');
    expect((await openMemory(await open(path), 'other'))?.recall('name')).toBeUndefined();
  }
  expect(repository.git('status', '--porcelain', '--ignored')).toBe('');
  expect(existsSync(join(bare.path, 'caskwright', 'read'))).toBe(true);
});

test('a folder that cannot be written to costs nothing but time', async () => {
  const repository = testRepository({ a: '1' });
  writeFileSync(join(repository.path, '.git', 'caskwright'), 'in the way');
  chmodSync(join(repository.path, '.git', 'caskwright'), 0o400);
  const memory = await openMemory(await open(repository.path), 'program');
  memory?.keep('name', Kept.of('key', ['value']));
  await expect(keepMemory(memory)).resolves.toBeUndefined();
});

test('a program that has no name remembers nothing', async () => {
  expect(openMemory(await open(testRepository({ a: '1' }).path), undefined)).toBeUndefined();
});
