import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildOutput } from '../../src/build/ports/builder.ts';
import type { Digest } from '../../src/names/digest.ts';

/** What a builder leaves at its output: blobs, and manifests of which the last is the one that it reports. */
export interface PushedImage {
  readonly blobs: readonly Uint8Array[];
  readonly manifests: readonly { readonly mediaType: string; readonly bytes: Uint8Array }[];
}

const docker = 'application/vnd.docker';
const oci = 'application/vnd.oci.image';

/** An image as buildah pushes it in Docker's format; every call makes other bytes, as a rebuild does. */
export function dockerImage(config: object = {}, layers: readonly Uint8Array[] = [randomBytes(100)]): PushedImage {
  const bytes = json({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] }, ...config });
  const manifest = {
    schemaVersion: 2,
    mediaType: `${docker}.distribution.manifest.v2+json`,
    config: descriptor(`${docker}.container.image.v1+json`, bytes),
    layers: layers.map((layer) => descriptor(`${docker}.image.rootfs.diff.tar.gzip`, layer)),
  };
  return { blobs: [bytes, ...layers], manifests: [{ mediaType: manifest.mediaType, bytes: json(manifest) }] };
}

/** An image as BuildKit pushes it with provenance: an index of the image and of an attestation about it. */
export function attestedImage(annotations: Readonly<Record<string, string>> = {}): PushedImage {
  const layer = randomBytes(100);
  const config = json({ architecture: 'amd64', os: 'linux' });
  const image = manifest(config, [descriptor(`${oci}.layer.v1.tar+gzip`, layer)], annotations);
  const statement = json({ predicateType: 'https://slsa.dev/provenance/v1', about: randomBytes(8).toString('hex') });
  const attestation = manifest(config, [descriptor('application/vnd.in-toto+json', statement)], {});
  const index = {
    schemaVersion: 2,
    mediaType: `${oci}.index.v1+json`,
    manifests: [
      { ...descriptor(`${oci}.manifest.v1+json`, image), platform: { architecture: 'amd64', os: 'linux' } },
      {
        ...descriptor(`${oci}.manifest.v1+json`, attestation),
        annotations: {
          'vnd.docker.reference.digest': digest(image),
          'vnd.docker.reference.type': 'attestation-manifest',
        },
        platform: { architecture: 'unknown', os: 'unknown' },
      },
    ],
  };
  return {
    blobs: [layer, config, statement],
    manifests: [
      { mediaType: `${oci}.manifest.v1+json`, bytes: image },
      { mediaType: `${oci}.manifest.v1+json`, bytes: attestation },
      { mediaType: index.mediaType, bytes: json(index) },
    ],
  };
}

/** An index of one image a platform, as a base has that is there for several; every call makes other bytes. */
export function platformIndex(...platforms: readonly `${string}/${string}`[]): PushedImage {
  const images = platforms.map((platform) => {
    const [os, architecture] = platform.split('/');
    const layer = randomBytes(100);
    const config = json({ architecture, os });
    return {
      os,
      architecture,
      layer,
      config,
      bytes: manifest(config, [descriptor(`${oci}.layer.v1.tar+gzip`, layer)], {}),
    };
  });
  const mediaType = `${oci}.manifest.v1+json`;
  const manifests = images.map(({ os, architecture, bytes }) => ({
    ...descriptor(mediaType, bytes),
    platform: { architecture, os },
  }));
  const index = { schemaVersion: 2, mediaType: `${oci}.index.v1+json`, manifests };
  return {
    blobs: images.flatMap(({ layer, config }) => [layer, config]),
    manifests: [
      ...images.map(({ bytes }) => ({ mediaType, bytes })),
      { mediaType: index.mediaType, bytes: json(index) },
    ],
  };
}

/** Puts an image where a builder was told to, with nothing of our own client, and returns the digest it reports. */
export async function push(image: PushedImage, output: BuildOutput): Promise<Digest> {
  await (output.kind === 'registry'
    ? toRegistry(image, output.repository, output.tag)
    : toLayout(image, output.directory));
  return digest(image.manifests.at(-1)?.bytes ?? new Uint8Array());
}

/** The digest of some bytes. */
export function digest(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

async function toRegistry(image: PushedImage, repository: string, tag: string): Promise<void> {
  const slash = repository.indexOf('/');
  const base = `http://${repository.slice(0, slash)}/v2/${repository.slice(slash + 1)}`;
  for (const blob of image.blobs) {
    const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
    const to = `${begun.headers.get('location')}&digest=${digest(blob)}`;
    await expectCreated(fetch(to, { method: 'PUT', body: Buffer.from(blob) }));
  }
  for (const [index, { bytes, mediaType }] of image.manifests.entries()) {
    const reference = index === image.manifests.length - 1 ? tag : digest(bytes);
    const headers = { 'content-type': mediaType };
    await expectCreated(fetch(`${base}/manifests/${reference}`, { method: 'PUT', headers, body: Buffer.from(bytes) }));
  }
}

async function expectCreated(answer: Promise<Response>): Promise<void> {
  const { status, ...response } = await answer.then(async (got) => ({ status: got.status, text: await got.text() }));
  if (status !== 201) throw new Error(`the registry answered ${status}: ${response.text}`);
}

/** As the engines do: blobs where they belong, and an index that knows nothing of what others wrote. */
async function toLayout(image: PushedImage, directory: string): Promise<void> {
  await mkdir(join(directory, 'blobs/sha256'), { recursive: true });
  for (const bytes of [...image.blobs, ...image.manifests.map((manifest) => manifest.bytes)]) {
    await writeFile(join(directory, 'blobs', digest(bytes).replace(':', '/')), bytes);
  }
  const last = image.manifests.at(-1);
  const manifests = last ? [descriptor(last.mediaType, last.bytes)] : [];
  await writeFile(join(directory, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(directory, 'index.json'), json({ schemaVersion: 2, manifests }));
}

function manifest(config: Uint8Array, layers: readonly object[], annotations: object): Uint8Array {
  const mediaType = `${oci}.manifest.v1+json`;
  return json({
    schemaVersion: 2,
    mediaType,
    config: descriptor(`${oci}.config.v1+json`, config),
    layers,
    annotations,
  });
}

function descriptor(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: digest(bytes), size: bytes.length };
}

function json(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
