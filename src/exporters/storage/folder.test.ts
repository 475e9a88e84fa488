import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/rig/repository.ts';
import type { ExportMetadata } from '../../build/ports/export-storage.ts';
import type { Digest } from '../../names/digest.ts';
import { localStorage, volumeStorage } from './folder.ts';

const { signal } = new AbortController();

function made(content: string, more: Partial<ExportMetadata> = {}): { metadata: ExportMetadata; file: string } {
  const file = join(temporaryDirectory(), 'disk');
  writeFileSync(file, content);
  const metadata: ExportMetadata = {
    file: 'web-1.0-x86_64.qcow2',
    image: 'fleet/web',
    digest: `sha256:${'a'.repeat(64)}` as Digest,
    type: 'qcow2',
    architecture: 'x86_64',
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    madeAt: '2026-01-01T00:00:00.000Z',
    bootable: false,
    notes: [],
    ...more,
  };
  return { metadata, file };
}

test('a disk image is kept with its metadata beside it, read in parts, and removed', async () => {
  const folder = temporaryDirectory();
  const storage = localStorage(folder);
  const { metadata, file } = made('0123456789');
  expect(await storage.store(metadata, file, signal)).toEqual({ ok: true, value: undefined });
  expect(readdirSync(join(folder, 'fleet/web')).toSorted()).toEqual([metadata.file, `${metadata.file}.json`]);
  expect(await storage.list('fleet/web', signal)).toEqual({ ok: true, value: [metadata] });
  expect(await storage.images(signal)).toEqual({ ok: true, value: ['fleet/web'] });
  const read = await storage.read(metadata, { start: 2, end: 5 }, signal);
  const pieces: Uint8Array[] = [];
  if (read.ok) for await (const piece of read.value) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe('2345');
  await storage.remove(metadata, signal);
  expect(await storage.list('fleet/web', signal)).toEqual({ ok: true, value: [] });
});

test('a volume that is not mounted is said, and nothing is written beside it', async () => {
  const parent = temporaryDirectory();
  const { metadata, file } = made('x');
  const stored = await volumeStorage(join(parent, 'missing')).store(metadata, file, signal);
  expect(stored).toMatchObject({ ok: false, error: { phase: 'export', reason: 'storage-error' } });
  expect(readdirSync(parent)).toEqual([]);
  mkdirSync(join(parent, 'there'));
  expect(await volumeStorage(join(parent, 'there')).store(metadata, file, signal)).toMatchObject({ ok: true });
});
