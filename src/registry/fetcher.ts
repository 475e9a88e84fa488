import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { ImageSource } from '../build/ports/builder.ts';
import type { FetchedImage, FetchedLayer, ImageConfig, ImageFetcher } from '../build/ports/exporter.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import { hashFile } from '../system/folder-files.ts';
import { readIfPresent } from '../system/storage.ts';
import { RegistryClient } from './client.ts';
import { type Call, failure } from './failures.ts';
import {
  type Descriptor,
  type ImageManifest,
  type Manifest,
  matches,
  parseManifest,
  parseObject,
  platformsOf,
} from './manifest.ts';
import { ociMediaType } from './media-types.ts';
import { DEFAULT_TIMEOUT, type RegistryOptions } from './registry.ts';
import { Transport } from './transport.ts';

/** The largest config and the largest layer that are fetched. */
const MAX_CONFIG = 8 * 1024 * 1024;
const MAX_LAYER = 64 * 1024 ** 3;
const MAX_LAYERS = 512;

/** Fetches images out of registries and layouts. Nothing is asked before the first call. */
export function createFetcher(options: RegistryOptions): ImageFetcher {
  const client = new RegistryClient(new Transport({ timeout: DEFAULT_TIMEOUT, ...options }));
  const open = (source: ImageSource) =>
    source.kind === 'layout' ? layoutBlobs(source) : registryBlobs(source, client);
  return {
    async inspect(source, platform, signal) {
      const image = await readImage(open(source), source, platform, { phase: 'export', signal });
      return image.ok ? ok(image.value.config) : image;
    },
    async fetch(source, platform, folder, signal) {
      const call: Call = { phase: 'export', signal };
      const blobs = open(source);
      const image = await readImage(blobs, source, platform, call);
      return image.ok ? fetchLayers(image.value, blobs, folder, call) : image;
    },
  };
}

/** Where the parts of an image are. */
interface Blobs {
  manifest(digest: Digest, call: Call): Promise<Result<Manifest | undefined, Failure>>;
  bytes(digest: Digest, call: Call): Promise<Result<Uint8Array, Failure>>;
  /** The blob as a file: in `folder`, or where it is anyway. */
  file(blob: Descriptor, folder: string, call: Call): Promise<Result<string, Failure>>;
}

function registryBlobs({ repository }: Extract<ImageSource, { kind: 'registry' }>, client: RegistryClient): Blobs {
  const [host = '', ...path] = repository.split('/');
  const from = { host, path: path.join('/') };
  return {
    manifest: (digest, call) => client.manifest(from, digest, call),
    bytes: (digest, call) => client.blob(from, digest, MAX_CONFIG, call),
    async file(blob, folder, call) {
      const path = join(folder, blob.digest.replace(':', '-'));
      const written = await client.blobToFile(from, blob, path, call);
      return written.ok ? ok(path) : written;
    },
  };
}

function layoutBlobs({ directory }: Extract<ImageSource, { kind: 'layout' }>): Blobs {
  const pathOf = (digest: Digest) => join(directory, 'blobs', digest.replace(':', '/'));
  const broken = (digest: Digest) => err(failure('export', 'image-missing', `${directory} has no usable ${digest}`));
  return {
    async manifest(digest) {
      const bytes = await readIfPresent(pathOf(digest));
      if (!bytes) return ok(undefined);
      const manifest = matches(bytes, digest) ? parseManifest(bytes) : err('');
      return manifest.ok ? manifest : broken(digest);
    },
    async bytes(digest) {
      const bytes = await readIfPresent(pathOf(digest));
      return bytes && matches(bytes, digest) ? ok(bytes) : broken(digest);
    },
    async file({ digest }) {
      const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256';
      return (await hashFile(pathOf(digest), algorithm)) === digest ? ok(pathOf(digest)) : broken(digest);
    },
  };
}

interface ReadImage {
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  readonly diffIds: readonly Digest[];
}

async function readImage(
  blobs: Blobs,
  source: ImageSource,
  platform: Platform,
  call: Call,
): Promise<Result<ReadImage, Failure>> {
  const manifest = await manifestFor(blobs, source.digest, platform, call);
  if (!manifest.ok) return manifest;
  const { digest, config, layers } = manifest.value;
  const bytes = await blobs.bytes(config.digest, call);
  if (!bytes.ok) return bytes;
  const json = parseObject(bytes.value);
  const diffIds = diffIdsOf(json);
  if (!diffIds || diffIds.length !== layers.length || layers.length > MAX_LAYERS) {
    return err(failure('export', 'layer-refused', `the config of ${digest} does not name its layers`));
  }
  return ok({ manifest: manifest.value, config: { digest, labels: labelsOf(json) }, diffIds });
}

async function manifestFor(
  blobs: Blobs,
  digest: Digest,
  platform: Platform,
  call: Call,
): Promise<Result<ImageManifest, Failure>> {
  const manifest = await blobs.manifest(digest, call);
  if (!manifest.ok) return manifest;
  if (!manifest.value) return err(failure('export', 'image-missing', `there is no image ${digest}`));
  if (manifest.value.kind === 'image') return ok(manifest.value);
  const platforms: Readonly<Partial<Record<Platform, Digest>>> = platformsOf(manifest.value);
  const own = platforms[platform];
  if (own !== undefined) return manifestFor(blobs, own, platform, call);
  const has = Object.keys(platforms).join(', ');
  return err(failure('export', 'platform-missing', `${digest} is not there for ${platform}: it has ${has}`));
}

async function fetchLayers(
  { manifest, config, diffIds }: ReadImage,
  blobs: Blobs,
  folder: string,
  call: Call,
): Promise<Result<FetchedImage, Failure>> {
  const layers: FetchedLayer[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    if (layer.size > MAX_LAYER) {
      return err(failure('export', 'layer-refused', `the layer ${layer.digest} has ${layer.size} bytes`));
    }
    const file = await blobs.file(layer, folder, call);
    if (!file.ok) return file;
    layers.push({ file: file.value, mediaType: ociMediaType(layer.mediaType), diffId: diffIds[index] as Digest });
  }
  return ok({ ...config, layers });
}

/** OCI image spec 1.1, "Image Configuration", `rootfs.diff_ids`. */
function diffIdsOf(config: Readonly<Record<string, unknown>> | undefined): readonly Digest[] | undefined {
  const listed = (config?.rootfs as { diff_ids?: unknown } | undefined)?.diff_ids;
  if (!Array.isArray(listed)) return undefined;
  const digests = listed.map((text) => parseDigest(String(text)));
  return digests.every((digest) => digest.ok) ? digests.map((digest) => digest.value) : undefined;
}

function labelsOf(config: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, string>> {
  const labels = (config?.config as { Labels?: unknown } | undefined)?.Labels;
  if (typeof labels !== 'object' || labels === null) return {};
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => typeof value === 'string'));
}
