import { expect, test } from 'vitest';
import { batched } from './batched.ts';

test('what comes during a piece of work is the next one, whole and in order', async () => {
  const pieces: string[][] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const started = Promise.withResolvers<void>();
  const add = batched<string>(async (items) => {
    pieces.push([...items]);
    started.resolve();
    await gates[pieces.length - 1]?.promise;
  });
  const first = add('a');
  await started.promise;
  const rest = [add('b'), add('c'), add('d')];
  expect(pieces).toEqual([['a']]);
  gates[0]?.resolve();
  await first;
  gates[1]?.resolve();
  await Promise.all(rest);
  expect(pieces).toEqual([['a'], ['b', 'c', 'd']]);
});

test('a piece of work that fails fails for its own items only', async () => {
  const add = batched<string>(async (items) => {
    if (items.includes('bad')) throw new Error('bad');
  });
  const together = [add('bad'), add('beside')];
  expect((await Promise.allSettled(together)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(add('good')).resolves.toBeUndefined();
});
