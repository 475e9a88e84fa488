import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import S3rver from 's3rver';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../test/rig/registry.ts';
import { temporaryDirectory } from '../../../test/rig/repository.ts';
import { outdatedExports } from '../../build/exports.ts';
import type { ExportMetadata } from '../../build/ports/export-storage.ts';
import type { Digest } from '../../names/digest.ts';
import { s3Storage } from './s3.ts';

const { signal } = new AbortController();

async function bucket() {
  const port = await freePort();
  const server = new S3rver({
    ...{ port, address: '127.0.0.1', silent: true, directory: temporaryDirectory() },
    configureBuckets: [{ name: 'images', configs: [] }],
  });
  await server.run();
  onTestFinished(() => server.close());
  const at = { endpoint: `http://127.0.0.1:${port}`, bucket: 'images', region: 'us-east-1', prefix: 'fleet' };
  return { ...at, accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
}

function made(bytes: Buffer, letter = 'a'): { metadata: ExportMetadata; file: string } {
  const file = join(temporaryDirectory(), 'disk');
  writeFileSync(file, bytes);
  const metadata: ExportMetadata = {
    ...{ file: `web-${letter}.qcow2`, image: 'shop/web', digest: `sha256:${letter.repeat(64)}` as Digest },
    ...{ type: 'qcow2', architecture: 'x86_64', bootable: true, notes: [] },
    ...{ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    madeAt: `2026-01-0${letter === 'a' ? 1 : 2}T00:00:00.000Z`,
  };
  return { metadata, file };
}

async function read(storage: ReturnType<typeof s3Storage>, metadata: ExportMetadata, start: number, end: number) {
  const answer = await storage.read(metadata, { start, end }, signal);
  if (!answer.ok) throw new Error(answer.error.message);
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.value) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('a disk image goes into a bucket in parts, is read in ranges, and is removed', async () => {
  const storage = s3Storage(await bucket());
  const bytes = randomBytes(20 * 1024 * 1024);
  const { metadata, file } = made(bytes);
  expect(await storage.store(metadata, file, signal)).toEqual({ ok: true, value: undefined });
  expect(await storage.list('shop/web', signal)).toEqual({ ok: true, value: [metadata] });
  expect(await storage.images(signal)).toEqual({ ok: true, value: ['shop/web'] });
  const across = 16 * 1024 * 1024;
  expect((await read(storage, metadata, across - 5, across + 4)).equals(bytes.subarray(across - 5, across + 5))).toBe(
    true,
  );
  expect((await read(storage, metadata, 0, bytes.length - 1)).equals(bytes)).toBe(true);
  await storage.remove(metadata, signal);
  expect(await storage.list('shop/web', signal)).toEqual({ ok: true, value: [] });
});

test('of several versions the newest stay', async () => {
  const storage = s3Storage(await bucket());
  for (const letter of ['a', 'b']) {
    const { metadata, file } = made(Buffer.from(letter), letter);
    await storage.store(metadata, file, signal);
  }
  const stored = await storage.list('shop/web', signal);
  expect(outdatedExports(stored.ok ? stored.value : [], 1).map(({ file }) => file)).toEqual(['web-a.qcow2']);
});

test('wrong credentials and a missing bucket are told apart', async () => {
  const right = await bucket();
  const { metadata, file } = made(Buffer.from('x'));
  const missing = await s3Storage({ ...right, bucket: 'none' }).store(metadata, file, signal);
  expect(missing).toMatchObject({ ok: false, error: { phase: 'export', reason: 'storage-error' } });
  const denied = await s3Storage({ ...right, accessKeyId: 'wrong' }).store(metadata, file, signal);
  expect(denied).toMatchObject({ ok: false, error: { phase: 'export', reason: 'denied' } });
});
