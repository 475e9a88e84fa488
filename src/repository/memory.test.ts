import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/rig/repository.ts';
import { FileMemory, Kept } from './memory.ts';

const odd = { text: 'tab\t line\n \u2028 "quoted" é', list: [1, null, { x: false }] };

async function written(file: string): Promise<void> {
  const memory = await FileMemory.open(file, '1');
  memory.keep('images/odd\t"name"', Kept.of('key', [odd, 'second']));
  memory.keep('', Kept.of('other', []));
  await memory.save();
}

test('what was kept is there for the next run of the same program, for its owner alone', async () => {
  const file = join(temporaryDirectory(), 'below', 'memory');
  await written(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const memory = await FileMemory.open(file, '1');
  const kept = memory.recall('images/odd\t"name"');
  expect([kept?.key, kept?.value(0), kept?.value(1)]).toEqual(['key', odd, 'second']);
  expect(memory.recall('')?.key).toBe('other');
  expect(memory.recall('images')).toBeUndefined();
  expect((await FileMemory.open(file, '2')).recall('')).toBeUndefined();
});

test('a file that is damaged, cut off, longer or none is an empty memory', async () => {
  const file = join(temporaryDirectory(), 'memory');
  await written(file);
  const text = readFileSync(file, 'utf8');
  const damaged = [text.replace('second', 'sec0nd'), text.replace('other', '0ther'), text.slice(0, -1), `${text} `];
  for (const other of [...damaged, text.slice(text.indexOf('\n')), text.slice(0, 9), '', '\n', '\0']) {
    writeFileSync(file, other);
    const memory = await FileMemory.open(file, '1');
    expect([memory.recall(''), memory.recall('images/odd\t"name"')]).toEqual([undefined, undefined]);
  }
});

test('what a run does not keep again is dropped', async () => {
  const file = join(temporaryDirectory(), 'memory');
  await written(file);
  const second = await FileMemory.open(file, '1');
  second.keep('', second.recall('') as Kept);
  await second.save();
  const third = await FileMemory.open(file, '1');
  expect([third.recall('')?.key, third.recall('images/odd\t"name"')]).toEqual(['other', undefined]);
});

test('a run that keeps all that it recalled writes nothing', async () => {
  const file = join(temporaryDirectory(), 'memory');
  await written(file);
  const before = statSync(file);
  const memory = await FileMemory.open(file, '1');
  for (const name of ['', 'images/odd\t"name"']) memory.keep(name, memory.recall(name) as Kept);
  await memory.save();
  expect(statSync(file).ino).toBe(before.ino);
});

test('runs that write at one time leave the memory of one of them, whole', async () => {
  const file = join(temporaryDirectory(), 'memory');
  const writers = Array.from({ length: 8 }, async (_, at) => {
    const memory = await FileMemory.open(file, '1');
    for (let name = 0; name < 200; name += 1) memory.keep(`${name}`, Kept.of(`${at}`, ['x'.repeat(500)]));
    await memory.save();
  });
  await Promise.all(writers);
  const memory = await FileMemory.open(file, '1');
  const keys = Array.from({ length: 200 }, (_, name) => memory.recall(`${name}`)?.key);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-7]$/);
});
