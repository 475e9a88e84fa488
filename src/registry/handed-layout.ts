import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { parseDigest } from '../names/digest.ts';
import { hashFile, listNames, makePrivate, moveFile, removeFiles } from '../system/folder-files.ts';
import { readIfPresent, writeAtomically } from '../system/storage.ts';
import { failure } from './failures.ts';
import { LAYOUT_FILE, REF_NAME } from './layout.ts';
import { type Descriptor, type ImageIndex, parseManifest, writeManifest } from './manifest.ts';
import { mediaType } from './media-types.ts';

/** What a landing or a node is called in a layout; nothing else of another job is believed. */
const LANDED = /^[a-z0-9][a-z0-9._/-]{0,254}:fp-[0-9a-f]{40}(?:-[a-z0-9.-]{1,60})?$/;
/** Bytes of an index of a few thousand images. */
const LONGEST_INDEX = 8 * 1024 * 1024;

/**
 * Takes the layouts below `from` (each a folder there, or the only one itself) into the one at `directory`. They come from other machines: each
 * blob must be a plain file and have the bytes that its name says. Their blobs are moved, not copied.
 */
export async function takeIn(directory: string, from: string): Promise<Result<{ handOn(): Promise<void> }, Failure>> {
  const entries: Descriptor[] = [];
  const taken = new Set<string>();
  await makePrivate(blobs(directory));
  for (const layout of await layoutsIn(from)) {
    const index = await readIndex(join(layout, 'index.json'));
    if (!index.ok) return index;
    entries.push(...index.value.filter(isLanded));
    for (const blob of await listNames(blobs(layout))) {
      const path = join(blobs(layout), blob);
      if ((await hashFile(path)) !== `sha256:${blob}`) return err(unfit(path, 'its bytes are not what its name says'));
      await moveFile(path, join(blobs(directory), blob));
      taken.add(blob);
    }
  }
  await writeIndex(directory, entries);
  return ok({ handOn: () => handOn(directory, taken) });
}

async function handOn(directory: string, taken: ReadonlySet<string>): Promise<void> {
  await removeFiles([...taken].map((blob) => join(blobs(directory), blob)));
  const own = new Set(await listNames(blobs(directory)));
  const index = await readIndex(join(directory, 'index.json'));
  if (!index.ok) throw new Error(index.error.message);
  await writeIndex(
    directory,
    index.value.filter(({ digest }) => own.has(digest.slice('sha256:'.length))),
  );
}

/** What was downloaded: a folder for each job, or that of the only one. */
async function layoutsIn(from: string): Promise<readonly string[]> {
  const names = await listNames(from);
  return names.includes('index.json') ? [from] : names.map((name) => join(from, name)).toSorted();
}

/** The entries of a layout's index; none where there is no index. */
async function readIndex(path: string): Promise<Result<readonly Descriptor[], Failure>> {
  const bytes = await readIfPresent(path);
  if (!bytes) return ok([]);
  const parsed = bytes.length > LONGEST_INDEX ? undefined : parseManifest(bytes);
  if (!parsed?.ok || parsed.value.kind !== 'index') return err(unfit(path, 'it is not an image index'));
  return ok((parsed.value as ImageIndex).manifests);
}

async function writeIndex(directory: string, manifests: readonly Descriptor[]): Promise<void> {
  const index = writeManifest({ schemaVersion: 2, mediaType: mediaType.index, manifests });
  await writeAtomically(join(directory, 'index.json'), index.bytes);
  await writeAtomically(join(directory, 'oci-layout'), LAYOUT_FILE);
}

function isLanded({ digest, annotations }: Descriptor): boolean {
  return parseDigest(digest).ok && LANDED.test(annotations?.[REF_NAME] ?? '');
}

function blobs(layout: string): string {
  return join(layout, 'blobs/sha256');
}

function unfit(path: string, why: string): Failure {
  return failure('plan', 'unknown', `${path} of another job cannot be used: ${why}`, 'run the whole workflow again');
}
