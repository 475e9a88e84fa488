import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type TarEntry, tar } from '../../src/builders/tar.ts';
import type { Digest } from '../../src/names/digest.ts';

/** What an image holds, whatever made it. */
export interface TestImage {
  readonly digest: Digest;
  readonly manifest: {
    readonly mediaType: string;
    readonly config: Described;
    readonly layers: readonly Described[];
  };
  readonly config: {
    readonly created?: string;
    readonly architecture: string;
    readonly config: Record<string, unknown>;
    readonly history?: readonly unknown[];
  };
  /** Path without a leading slash → content; a later layer wins. */
  readonly files: ReadonlyMap<string, string>;
  /** Each layer unpacked, as text of bytes, the first one first. */
  readonly layers: readonly string[];
  /** Everything that the image consists of, as text: manifest, config and unpacked layers. */
  readonly everything: string;
}

interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const BUSYBOX = '/bin/busybox';
const APPLETS = ['sh', 'cat', 'echo', 'ls', 'sleep', 'true', 'false', 'dd', 'env', 'sha256sum', 'touch', 'test', 'id'];
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const ACCEPT = [MANIFEST, 'application/vnd.oci.image.manifest.v1+json'].join(', ');

/** Pushes a small image that can run a shell: the machine's static busybox, and `files`. Returns its digest. */
export async function pushBusybox(host: string, repository: string, tag: string, files: readonly TarEntry[] = []) {
  const busybox: TarEntry = { path: 'bin/busybox', content: readFileSync(BUSYBOX), mode: 0o755 };
  const links = APPLETS.map((name): TarEntry => ({ path: `bin/${name}`, content: '', link: 'busybox' }));
  const layers = [tar([busybox, ...links]), ...(files.length === 0 ? [] : [tar(files)])];
  const config = {
    architecture: 'amd64',
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: { Env: ['PATH=/bin'], Cmd: ['/bin/sh'] },
    rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
    history: layers.map(() => ({ created: '1970-01-01T00:00:00Z', created_by: 'test' })),
  };
  return pushImage(host, repository, tag, config, layers);
}

/** Pushes an image as Docker would write it. */
async function pushImage(host: string, repository: string, tag: string, config: unknown, layers: Uint8Array[]) {
  const put = async (content: Uint8Array, mediaType: string) => {
    const digest = sha256(content);
    const start = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const location = new URL(start.headers.get('location') ?? '', `http://${host}`);
    location.searchParams.set('digest', digest);
    const body = Buffer.from(content);
    const done = await fetch(location, {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/octet-stream' },
    });
    if (!done.ok) throw new Error(`blob upload: ${done.status} ${await done.text()}`);
    return { mediaType, digest, size: content.length };
  };
  const configuration = await put(
    Buffer.from(JSON.stringify(config)),
    'application/vnd.docker.container.image.v1+json',
  );
  const described = [];
  for (const layer of layers) {
    described.push(await put(gzipSync(layer), 'application/vnd.docker.image.rootfs.diff.tar.gzip'));
  }
  return putManifest(host, repository, tag, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: configuration,
    layers: described,
  });
}

interface StoredManifest {
  readonly mediaType: string;
  readonly [field: string]: unknown;
}

/** Puts a manifest under a tag; its blobs are there already. */
export async function putManifest(host: string, repository: string, tag: string, manifest: StoredManifest) {
  const body = JSON.stringify(manifest);
  const headers = { 'content-type': manifest.mediaType };
  const done = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { method: 'PUT', body, headers });
  if (!done.ok) throw new Error(`manifest: ${done.status} ${await done.text()}`);
  return sha256(body) as Digest;
}

/** Reads an image from a registry without TLS. */
export function readFromRegistry(host: string, repository: string, digest: string): Promise<TestImage> {
  return readImage(digest, async (kind, wanted) => {
    const address = `http://${host}/v2/${repository}/${kind}/${wanted}`;
    const response = await fetch(address, { headers: { accept: ACCEPT } });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  });
}

/** Reads an image from an OCI layout. */
export function readFromLayout(layout: string, digest: string): Promise<TestImage> {
  return readImage(digest, async (_, wanted) => readFileSync(join(layout, 'blobs', ...wanted.split(':'))));
}

type Fetch = (kind: 'manifests' | 'blobs', digest: string) => Promise<Buffer>;

async function readImage(digest: string, get: Fetch): Promise<TestImage> {
  const manifest = await get('manifests', digest);
  if (sha256(manifest) !== digest) throw new Error(`the bytes of ${digest} have the digest ${sha256(manifest)}`);
  const parsed = JSON.parse(manifest.toString());
  const config = await get('blobs', parsed.config.digest);
  const files = new Map<string, string>();
  const texts: string[] = [];
  for (const layer of parsed.layers) {
    const bytes = await get('blobs', layer.digest);
    const unpacked = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
    texts.push(unpacked.toString('latin1'));
    for (const [path, content] of readTar(unpacked)) files.set(path, content);
  }
  return {
    digest: digest as Digest,
    manifest: parsed,
    config: JSON.parse(config.toString()),
    files,
    layers: texts,
    everything: [manifest, config, ...texts].join('\n'),
  };
}

function* readTar(archive: Buffer): Generator<[string, string]> {
  let at = 0;
  while (at + 512 <= archive.length && archive[at] !== 0) {
    const text = (from: number, length: number) =>
      archive.toString('utf8', at + from, at + from + length).split('\0')[0] ?? '';
    const size = Number.parseInt(text(124, 12), 8);
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    if (text(156, 1) === '0' || text(156, 1) === '') {
      yield [name.replace(/^\.?\//, ''), archive.toString('utf8', at + 512, at + 512 + size)];
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

function sha256(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
