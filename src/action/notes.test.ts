import { expect, test } from 'vitest';
import type { RunSummary } from '../build/events.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { digestTable, withTable } from './notes.ts';

const digest = `sha256:${'1'.repeat(64)}` as Digest;
const image = { image: 'web' as ImageName, action: 'promote', outcome: 'promoted', seconds: 0 } as const;
const summary: Pick<RunSummary, 'images'> = {
  images: [
    { ...image, version: '1.0.0', digest, tags: ['v1.0.0', 'latest'] },
    { ...image, image: 'base' as ImageName, outcome: 'in-step', digest, tags: [] },
  ],
};

test('the table names every image that the release has put a tag on', () => {
  expect(
    digestTable(summary)
      .split('\n')
      .filter((line) => line.startsWith('|')),
  ).toEqual([
    '| image | version | tags | digest |',
    '| --- | --- | --- | --- |',
    `| \`web\` | \`1.0.0\` | \`v1.0.0 latest\` | \`${digest}\` |`,
  ]);
});

test('the table is put behind what people wrote, and later in its own place', () => {
  const table = digestTable(summary);
  const first = withTable('Fixes a leak.\n', table);
  expect(first).toBe(`Fixes a leak.\n\n${table}`);
  expect(withTable(`${first}\nThanks!`, digestTable({ images: [] }))).toBe(
    `Fixes a leak.\n\n${digestTable({ images: [] })}\nThanks!`,
  );
  expect(withTable(first, table)).toBe(first);
});
