import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/rig/repository.ts';
import { takeIn } from './handed-layout.ts';

const tag = (letter: string) => `fp-${letter.repeat(40)}`;

/** A layout as another job hands it on: entries by their names, each a blob of its own. */
function layout(names: readonly string[], folder = temporaryDirectory()): string {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const manifests = names.map((name) => {
    const text = `blob of ${name}`;
    const hash = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(folder, 'blobs/sha256', hash), text);
    const annotations = { 'org.opencontainers.image.ref.name': name };
    return { mediaType: 'x/y', digest: `sha256:${hash}`, size: text.length, annotations };
  });
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return folder;
}

const blobsOf = (folder: string) => readdirSync(join(folder, 'blobs/sha256')).length;
const namesOf = (folder: string) =>
  (
    JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
      manifests: { annotations: Record<string, string> }[];
    }
  ).manifests.map(({ annotations }) => annotations['org.opencontainers.image.ref.name']);

describe('layouts that jobs hand on', () => {
  test('are taken in as one, and what is handed on is only what was added', async () => {
    const [from, into] = [temporaryDirectory(), join(temporaryDirectory(), 'layout')];
    layout([`base:${tag('a')}`, `base:${tag('a')}-linux-amd64`], join(from, 'one'));
    layout([`team/web:${tag('b')}`], join(from, 'two'));
    const taken = await takeIn(into, from);
    expect([taken.ok, namesOf(into).length, blobsOf(into)]).toEqual([true, 3, 3]);
    layout([...namesOf(into), `cron:${tag('c')}`] as string[], into);
    if (taken.ok) await taken.value.handOn();
    expect([namesOf(into), blobsOf(into)]).toEqual([[`cron:${tag('c')}`], 1]);
  });

  test('may be one, downloaded without a folder of its own', async () => {
    const into = join(temporaryDirectory(), 'layout');
    expect((await takeIn(into, layout([`base:${tag('a')}`]))).ok).toBe(true);
    expect(namesOf(into)).toEqual([`base:${tag('a')}`]);
  });

  test('are none where no job handed anything on', async () => {
    const into = join(temporaryDirectory(), 'layout');
    const taken = await takeIn(into, '/nonexistent');
    if (taken.ok) await taken.value.handOn();
    expect([taken.ok, namesOf(into)]).toEqual([true, []]);
  });

  test('S26 bring landings and nodes, no tag that is public, no record', async () => {
    const [from, into] = [temporaryDirectory(), temporaryDirectory()];
    const hostile = [
      'base:latest',
      'base:cw-main',
      `../base:${tag('a')}`,
      `base:${tag('a')}/../../x`,
      `base:${tag('A')}`,
    ];
    layout([...hostile, `base:${tag('a')}`], join(from, 'one'));
    expect((await takeIn(into, from)).ok).toBe(true);
    expect(namesOf(into)).toEqual([`base:${tag('a')}`]);
  });

  test.each<[string, (blobs: string) => void]>([
    ['a blob that is not what its name says', (blobs) => writeFileSync(join(blobs, '0'.repeat(64)), 'other')],
    ['a blob with a name that is no digest', (blobs) => writeFileSync(join(blobs, '..x'), 'other')],
    [
      'a link',
      (blobs) =>
        symlinkSync(
          '/etc/hostname',
          join(blobs, createHash('sha256').update(readFileSync('/etc/hostname')).digest('hex')),
        ),
    ],
    ['a folder', (blobs) => mkdirSync(join(blobs, 'folder'))],
    ['an index that is none', (blobs) => writeFileSync(join(blobs, '../../index.json'), '[]')],
  ])('S33 %s is refused by its name', async (_, spoil) => {
    const [from, into] = [temporaryDirectory(), temporaryDirectory()];
    spoil(join(layout([`base:${tag('a')}`], join(from, 'one')), 'blobs/sha256'));
    const taken = await takeIn(into, from);
    expect(taken).toMatchObject({ ok: false, error: { message: expect.stringContaining(join(from, 'one')) } });
    expect(existsSync(join(into, 'index.json'))).toBe(false);
  });
});
