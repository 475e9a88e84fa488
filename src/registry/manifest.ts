import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../base/result.ts';
import type { StoredManifest } from '../build/ports/registry.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import { mediaType, ociMediaType } from './media-types.ts';

/** A content descriptor (OCI image spec 1.1, "Content Descriptors"); further members are kept. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** What a manifest that is no image is. */
  readonly artifactType?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest or index: its exact bytes and what they say. */
export type Manifest = ImageManifest | ImageIndex;

interface Document {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly annotations: Readonly<Record<string, string>>;
  /** Every member as it came, so that rewriting loses none. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface ImageManifest extends Document {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface ImageIndex extends Document {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

interface NewDocument extends Readonly<Record<string, unknown>> {
  readonly mediaType: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The digest of some bytes. */
export function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as Digest;
}

/** Whether the bytes are those that a digest means. */
export function matches(bytes: Uint8Array, digest: Digest): boolean {
  return digestOf(bytes, digest.startsWith('sha512:') ? 'sha512' : 'sha256') === digest;
}

/**
 * Reads a manifest or index of OCI or Docker. `contentType` is what it was served as; the document's own
 * `mediaType` must not contradict it, and it must not be manifest and index at once (GHSA-77vh-xpmg-72qh).
 */
export function parseManifest(bytes: Uint8Array, contentType?: string): Result<Manifest, string> {
  const json = parseObject(bytes);
  if (!json) return err('it is not a JSON object');
  const own = typeof json.mediaType === 'string' ? json.mediaType : undefined;
  if (own !== undefined && contentType !== undefined && own !== contentType) {
    return err(`it is served as ${contentType} and calls itself ${own}`);
  }
  if ('manifests' in json && ('layers' in json || 'config' in json)) return err('it is both a manifest and an index');
  const type = own ?? contentType ?? ('manifests' in json ? mediaType.index : mediaType.manifest);
  const annotations = isStringRecord(json.annotations) ? json.annotations : {};
  const document = { digest: digestOf(bytes), mediaType: type, bytes, annotations, json };
  if (ociMediaType(type) === mediaType.index) {
    return isDescriptors(json.manifests)
      ? ok({ ...document, kind: 'index', manifests: json.manifests })
      : err('its list of manifests is broken');
  }
  if (ociMediaType(type) !== mediaType.manifest) return err(`its type ${type} is not one of OCI or Docker schema 2`);
  if (!isDescriptor(json.config) || !isDescriptors(json.layers)) return err('its config or layers are broken');
  return ok({ ...document, kind: 'image', config: json.config, layers: json.layers });
}

/** Writes a document of ours, annotations in order: equal content gives equal bytes, and so an equal digest. */
export function writeManifest(json: NewDocument): Manifest {
  const sorted = Object.entries(json.annotations ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const annotations = json.annotations === undefined ? {} : { annotations: Object.fromEntries(sorted) };
  const written = parseManifest(Buffer.from(JSON.stringify({ ...json, ...annotations })));
  if (!written.ok) throw new Error(`a manifest of our own is wrong: ${written.error}`);
  return written.value;
}

/**
 * The same image as an OCI document with the annotations added. Blobs are untouched: the config keeps what only
 * Docker knows (HEALTHCHECK, SHELL, ONBUILD). A document that is OCI and has them all comes back as it is. An
 * index is annotated itself and its entries stay, because attestations name the manifests inside by digest.
 */
export function annotated(manifest: Manifest, annotations: Readonly<Record<string, string>>): Manifest {
  const missing = Object.entries(annotations).some(([key, value]) => manifest.annotations[key] !== value);
  const type = ociMediaType(manifest.mediaType);
  if (!missing && type === manifest.mediaType && manifest.json.mediaType === type) return manifest;
  const content =
    manifest.kind === 'index'
      ? {}
      : { config: ociDescriptor(manifest.config), layers: manifest.layers.map(ociDescriptor) };
  return writeManifest({
    ...manifest.json,
    mediaType: type,
    ...content,
    annotations: { ...manifest.annotations, ...annotations },
  });
}

/** The manifest as the ports know it. A manifest that is no index has no platform that it tells by itself. */
export function stored(manifest: Manifest): StoredManifest {
  const { digest, annotations } = manifest;
  return { digest, annotations, platforms: manifest.kind === 'index' ? platformsOf(manifest) : {} };
}

/** Platform → digest for the images of an index; entries without a platform that we know are left out, as attestations are. */
export function platformsOf(index: ImageIndex): Readonly<Record<Platform, Digest>> {
  const platforms: Record<Platform, Digest> = {};
  for (const entry of index.manifests) {
    const platform = platformOf(entry.platform);
    if (platform !== undefined) platforms[platform] ??= entry.digest;
  }
  return platforms;
}

/** The platform in a descriptor or in an image's config. */
export function platformOf(parts: Descriptor['platform']): Platform | undefined {
  const parsed = parsePlatform([parts?.os, parts?.architecture, parts?.variant].filter(Boolean).join('/'));
  return parsed.ok ? parsed.value : undefined;
}

/** Whether an entry of an index is about another entry (BuildKit's attestation storage). */
export function isAttestation(entry: Descriptor): boolean {
  return entry.annotations?.['vnd.docker.reference.type'] !== undefined;
}

/** The members of a JSON object; undefined where the bytes are none. */
export function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  const value = parseJson(bytes);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The items of a JSON array; undefined where the bytes are none. */
export function parseList(bytes: Uint8Array): readonly unknown[] | undefined {
  const value = parseJson(bytes);
  return Array.isArray(value) ? value : undefined;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function ociDescriptor(descriptor: Descriptor): Descriptor {
  return { ...descriptor, mediaType: ociMediaType(descriptor.mediaType) };
}

function isDescriptors(value: unknown): value is Descriptor[] {
  return Array.isArray(value) && value.every(isDescriptor);
}

function isDescriptor(value: unknown): value is Descriptor {
  if (typeof value !== 'object' || value === null) return false;
  const { mediaType, digest, size } = value as Partial<Record<keyof Descriptor, unknown>>;
  const named = typeof mediaType === 'string' && typeof digest === 'string' && parseDigest(digest).ok;
  return named && typeof size === 'number' && size >= 0;
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string');
}
