import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { JoinedIndex, JoinRequest, Publisher, SettleRequest } from '../build/ports/registry.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { platformParts } from '../names/platform.ts';
import { type Call, failure } from './failures.ts';
import { annotated, type Descriptor, isAttestation, type Manifest, stored, writeManifest } from './manifest.ts';
import { mediaType } from './media-types.ts';
import { recordBlobs, recordManifest } from './record.ts';
import type { Store } from './store.ts';

/** Annotations that make two builds of a node the same to us. */
export const identity = ['dev.caskwright.fingerprint', 'dev.caskwright.parents'];
/** The annotation with the bytes of all layers and configs. */
export const size = 'dev.caskwright.size';

/** What a publisher does on any store; where builders write and read is the store's own affair. */
export function createPublisher(store: Store): Omit<Publisher, 'outputFor' | 'sourceOf'> {
  return {
    settle: (request, signal) => settle(store, request, { phase: 'push', signal }),
    join: (request, signal) => join(store, request, { phase: 'push', signal }),
    async tag(image, digest, tag, signal) {
      const call = { phase: 'publish', signal } as const;
      const manifest = await held(store, image, digest, call);
      return manifest.ok ? store.put(image, tag, manifest.value, call) : manifest;
    },
    async writeRecord(image, tag, annotations, signal) {
      const call = { phase: 'publish', signal } as const;
      const uploads = await ensureRecordBlobs(store, image, call);
      const failed = uploads.find((upload) => !upload.ok);
      return failed ?? store.put(image, tag, recordManifest(annotations), call);
    },
  };
}

async function settle(store: Store, request: SettleRequest, call: Call): ReturnType<Publisher['settle']> {
  // The image's record will want them, and nobody waits for them now. What fails here is asked for again there.
  const [settled] = await Promise.all([
    settleNode(store, request, call),
    ensureRecordBlobs(store, request.image, call),
  ]);
  return settled;
}

function ensureRecordBlobs(store: Store, image: ImageName, call: Call): Promise<readonly Result<void, Failure>[]> {
  return Promise.all(recordBlobs.map((bytes) => store.ensureBlob(image, bytes, call)));
}

/**
 * First come, first served: a settled node of the same fingerprint on the same parents is adopted. Of two runs that
 * find none and write at once the later wins, and the other reads that back.
 */
async function settleNode(store: Store, request: SettleRequest, call: Call): ReturnType<Publisher['settle']> {
  const { image, tag } = request;
  const [built, standing] = await Promise.all([
    held(store, image, request.built, call),
    request.replace ? ok(undefined) : store.get(image, tag, call),
  ]);
  if (!built.ok) return built;
  if (!standing.ok) return standing;
  if (isSameNode(standing.value, request)) return ok(stored(standing.value));
  const settled = annotated(built.value, request.annotations);
  const put = await store.put(image, tag, settled, call);
  if (!put.ok) return put;
  const read = await store.get(image, tag, call);
  if (!read.ok) return read;
  if (read.value === undefined) {
    return err(failure(call.phase, 'registry-error', `${store.name} took ${image}:${tag} and does not have it`));
  }
  return ok(stored(isSameNode(read.value, request) ? read.value : settled));
}

function isSameNode(manifest: Manifest | undefined, { annotations }: SettleRequest): manifest is Manifest {
  return identity.every((key) => annotations[key] !== undefined && manifest?.annotations[key] === annotations[key]);
}

async function held(store: Store, image: ImageName, digest: Digest, call: Call): Promise<Result<Manifest, Failure>> {
  const manifest = await store.get(image, digest, call);
  if (!manifest.ok) return manifest;
  if (manifest.value) return ok(manifest.value);
  const message = `${store.name} does not have ${image}@${digest}, which was put there before`;
  return err(
    failure(call.phase, 'registry-error', message, 'run again; if it stays so, see what deletes manifests there'),
  );
}

/** What one node adds to the index, and the blobs that count for its size. */
interface Part {
  readonly platform: Descriptor;
  readonly attestations: readonly Descriptor[];
  readonly blobs: readonly Descriptor[];
}

async function join(store: Store, request: JoinRequest, call: Call): Promise<Result<JoinedIndex, Failure>> {
  const parts: Part[] = [];
  for (const part of await Promise.all(request.nodes.map((node) => partOf(store, request.image, node, call)))) {
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const blobs = new Map(parts.flatMap((part) => part.blobs.map((blob) => [blob.digest, blob.size])));
  const total = [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0);
  const index = writeManifest({
    schemaVersion: 2,
    mediaType: mediaType.index,
    manifests: [...parts.map((part) => part.platform), ...parts.flatMap((part) => part.attestations)],
    annotations: { ...request.annotations, [size]: String(total) },
  });
  const places = request.tags ?? [index.digest];
  const puts = await Promise.all(places.map((place) => store.put(request.image, place, index, call)));
  return puts.find((put) => !put.ok) ?? ok({ digest: index.digest, size: total });
}

async function partOf(
  store: Store,
  image: ImageName,
  node: JoinRequest['nodes'][number],
  call: Call,
): Promise<Result<Part, Failure>> {
  const manifest = await held(store, image, node.digest, call);
  if (!manifest.ok) return manifest;
  const platform = platformParts(node.platform);
  if (manifest.value.kind === 'image') {
    const { digest, bytes, config, layers } = manifest.value;
    const entry = { mediaType: manifest.value.mediaType, digest, size: bytes.length, platform };
    return ok({ platform: entry, attestations: [], blobs: [config, ...layers] });
  }
  const entries = manifest.value.manifests;
  const [entry, ...more] = entries.filter((candidate) => !isAttestation(candidate));
  if (entry === undefined || more.length > 0) {
    const message = `${image}@${node.digest} is an index of ${entries.length} manifests, not one image for ${node.platform}`;
    return err(failure(call.phase, 'unknown', message));
  }
  const inner = await held(store, image, entry.digest, call);
  if (!inner.ok) return inner;
  const blobs = inner.value.kind === 'image' ? [inner.value.config, ...inner.value.layers] : [];
  return ok({ platform: { ...entry, platform }, attestations: entries.filter(isAttestation), blobs });
}
