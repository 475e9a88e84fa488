import { expect, test } from 'vitest';
import { ok } from '../../base/result.ts';
import type { Publisher } from '../../build/ports/registry.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import { fencedPublisher } from './fenced.ts';

const signal = new AbortController().signal;

/** Moves a tag through the fence; `answers` are what the database says about the lease, one question after the other. */
async function move(...answers: boolean[]) {
  const moved: string[] = [];
  const real = {
    tag: async (_: ImageName, __: Digest, tag: string) => {
      moved.push(tag);
      return ok(undefined);
    },
  } as Partial<Publisher> as Publisher;
  let late = 0;
  const fenced = fencedPublisher(
    real,
    async () => answers.shift() ?? false,
    () => {
      late += 1;
    },
  );
  const result = await fenced.tag('base' as ImageName, 'sha256:0' as Digest, 'latest', signal);
  return { ok: result.ok, moved, late };
}

test('F12 a write under the lease is done', async () => {
  expect(await move(true, true)).toEqual({ ok: true, moved: ['latest'], late: 0 });
});

test('F12 a write without the lease is not done', async () => {
  expect(await move(false)).toEqual({ ok: false, moved: [], late: 0 });
});

test('F12 a write during which the lease was lost counts for nothing, and is told', async () => {
  expect(await move(true, false)).toEqual({ ok: false, moved: ['latest'], late: 1 });
});
