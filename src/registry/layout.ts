import { join } from 'node:path';
import { batched } from '../base/batched.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Publisher, RegistryReader } from '../build/ports/registry.ts';
import { parseDigest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import {
  fileStamp,
  makeFolder,
  makeLinkedFolder,
  readIfPresent,
  removeLinkedFolder,
  writeAtomically,
} from '../system/storage.ts';
import { type Call, failure } from './failures.ts';
import { type Descriptor, digestOf, type ImageIndex, type Manifest, parseManifest, writeManifest } from './manifest.ts';
import { mediaType } from './media-types.ts';
import { createPublisher } from './publisher.ts';
import { createReader } from './reader.ts';
import type { Store } from './store.ts';

// OCI image spec 1.1, "Image Layout".
export const REF_NAME = 'org.opencontainers.image.ref.name';
export const LAYOUT_FILE = JSON.stringify({ imageLayoutVersion: '1.0.0' });

/**
 * Reads from and publishes to an OCI image layout: an absolute folder, made when it is first written to. Each tag is an
 * entry of `index.json` named `<image>:<tag>`. Bases come from elsewhere. One process at a time may write.
 */
export function createLayout(directory: string, bases: Pick<RegistryReader, 'resolve'>): RegistryReader & Publisher {
  const store = layoutStore(directory);
  const publisher = createPublisher(store);
  const staging = (image: ImageName, tag: string) =>
    join(directory, '.building', `${image}@${tag}`.replaceAll('/', '+'));
  return {
    ...createReader(store),
    ...publisher,
    resolve: (reference, platform, signal) => bases.resolve(reference, platform, signal),
    // Builders rewrite the index of the layout that they write to, without asking anybody: each gets an index of its
    // own over the common blobs, so that none loses the entry of another, and layers are stored once.
    outputFor(image, tag) {
      makeFolder(join(directory, 'blobs/sha256'));
      makeLinkedFolder(staging(image, tag), { blobs: join(directory, 'blobs') });
      return { kind: 'layout', directory: staging(image, tag) };
    },
    sourceOf: (_, digest) => ({ kind: 'layout', directory, digest }),
    async settle(request, signal) {
      const settled = await publisher.settle(request, signal);
      removeLinkedFolder(staging(request.image, request.tag));
      return settled;
    },
  };
}

function layoutStore(directory: string): Store {
  const blobPath = (digest: string) => join(directory, 'blobs', digest.replace(':', '/'));
  const indexPath = join(directory, 'index.json');

  const putBlob = async (bytes: Uint8Array) => {
    const path = blobPath(digestOf(bytes));
    if (fileStamp(path) === undefined) await writeAtomically(path, bytes);
  };
  const stored = indexReader(indexPath);
  // Many images end at one moment; the index is written once for all that wait.
  const writeEntry = batched<Descriptor>(async (entries) => {
    const index = withEntries((await stored.read()).index, entries);
    await writeAtomically(indexPath, index.bytes);
    stored.lookAgain();
    const marker = join(directory, 'oci-layout');
    if (fileStamp(marker) === undefined) await writeAtomically(marker, LAYOUT_FILE);
  });
  const name = (image: ImageName, tag: string) => `${image}:${tag}`;

  return {
    name: directory,
    get: (image, reference, call) =>
      attempt(directory, call, async () => {
        if (parseDigest(reference).ok) return readBlob(blobPath(reference));
        const entry = (await stored.read()).byName.get(name(image, reference));
        return entry && readBlob(blobPath(entry.digest), entry.mediaType);
      }),
    put: (image, reference, manifest, call) =>
      attempt(directory, call, async () => {
        await putBlob(manifest.bytes);
        if (parseDigest(reference).ok) return;
        await writeEntry(entryOf(name(image, reference), manifest));
      }),
    ensureBlob: (_, bytes, call) => attempt(directory, call, () => putBlob(bytes)),
    tags: (image, call) =>
      attempt(directory, call, async () => {
        const prefix = name(image, '');
        const names = [...(await stored.read()).byName.keys()].filter((other) => other.startsWith(prefix));
        return names.map((other) => other.slice(prefix.length));
      }),
  };
}

interface ReadIndex {
  readonly index: ImageIndex;
  readonly byName: ReadonlyMap<string, Descriptor>;
}

/** An index that is read again when its file has changed. */
interface IndexReader {
  read(): Promise<ReadIndex>;
  /** Looks at the file for the next reader, whenever it was looked at last. */
  lookAgain(): void;
}

/** Looks at the file once in a turn of the event loop, in which nobody else writes it: a plan asks thousands of times. */
function indexReader(path: string): IndexReader {
  let known: { readonly stamp: string | undefined; readonly reading: Promise<ReadIndex> } | undefined;
  let looked = false;
  const lookAgain = () => {
    looked = false;
  };
  const read = () => {
    if (known && looked) return known.reading;
    looked = true;
    setImmediate(lookAgain);
    const stamp = fileStamp(path);
    if (known && known.stamp === stamp) return known.reading;
    const reading = readIndexFile(path);
    known = { stamp, reading };
    reading.catch(() => {
      known = undefined;
    });
    return reading;
  };
  return { read, lookAgain };
}

async function readIndexFile(path: string): Promise<ReadIndex> {
  const bytes = await readIfPresent(path);
  const parsed = bytes && parseManifest(bytes);
  if (parsed && (!parsed.ok || parsed.value.kind !== 'index')) throw new Error(`${path} is not an image index`);
  const index = (parsed?.value ?? emptyIndex()) as ImageIndex;
  const byName = new Map<string, Descriptor>();
  for (const entry of index.manifests) {
    const name = refName(entry);
    if (name !== undefined && !byName.has(name)) byName.set(name, entry);
  }
  return { index, byName };
}

function entryOf(name: string, { mediaType: type, digest, bytes }: Manifest): Descriptor {
  return { mediaType: type, digest, size: bytes.length, annotations: { [REF_NAME]: name } };
}

/** An entry's tag moves in its place; a new one goes to the end. */
function withEntries(index: ImageIndex, entries: readonly Descriptor[]): Manifest {
  const manifests = [...index.manifests];
  const places = new Map(manifests.map((entry, place) => [refName(entry), place] as const).toReversed());
  for (const entry of entries) {
    const place = places.get(refName(entry)) ?? manifests.length;
    manifests[place] = entry;
    places.set(refName(entry), place);
  }
  return writeManifest({ ...index.json, schemaVersion: 2, mediaType: mediaType.index, manifests });
}

function refName(entry: Descriptor): string | undefined {
  return entry.annotations?.[REF_NAME];
}

function emptyIndex(): Manifest {
  return writeManifest({ schemaVersion: 2, mediaType: mediaType.index, manifests: [] });
}

async function readBlob(path: string, type?: string): Promise<Manifest | undefined> {
  const bytes = await readIfPresent(path);
  if (!bytes) return undefined;
  const manifest = parseManifest(bytes, type);
  if (!manifest.ok) throw new Error(`${path} is no manifest: ${manifest.error}`);
  return manifest.value;
}

async function attempt<T>(directory: string, call: Call, work: () => Promise<T>): Promise<Result<T, Failure>> {
  if (call.signal.aborted) return err(failure(call.phase, 'cancelled', 'cancelled'));
  try {
    return ok(await work());
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return err(failure(call.phase, 'disk-full', `no space left for ${directory}`, 'make room, then run again'));
    }
    return err(
      failure(
        call.phase,
        'unknown',
        `${directory} cannot be used: ${message}`,
        'choose another folder with --output oci:<dir>',
      ),
    );
  }
}
