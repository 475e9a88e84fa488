import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { ENCODING } from './fingerprint.ts';
import type { ImageTags } from './tags.ts';

/** Annotation keys of ours, beside `org.opencontainers.image.*`. */
export const annotation = {
  fingerprint: 'dev.caskwright.fingerprint',
  source: 'dev.caskwright.source',
  parents: 'dev.caskwright.parents',
  /** Version of the encoding of both hashes. */
  encoding: 'dev.caskwright.encoding',
  /** Bytes of all layers and configs. */
  size: 'dev.caskwright.size',
  /** Seconds that building took, all platforms together. */
  seconds: 'dev.caskwright.seconds',
  record: 'dev.caskwright.record',
} as const;

/** Bytes in the registry that are built and tested, found under a landing tag. */
export interface Landing {
  readonly digest: Digest;
  readonly fingerprint: string;
  readonly source: string;
  /** Digests of the landings that it was built on. */
  readonly parents: Readonly<Record<ImageName, Digest>>;
  readonly platforms: Readonly<Record<Platform, Digest>>;
  readonly size: number;
  readonly seconds: number;
  /** Commit that built the bytes, and when, RFC 3339. */
  readonly commit: string;
  readonly builtAt: string;
}

/** What was last published on a channel. */
export interface ChannelRecord {
  readonly state: 'open' | 'closed';
  readonly commit: string;
  readonly digest: Digest;
  readonly fingerprint: string;
  /** Public tags that the publication put on the digest. */
  readonly tags: ImageTags;
  /** The fixed tags stand on earlier bytes, and the version policy keeps them there. */
  readonly fixedTagsStay?: boolean;
  /** SHA-256 of the payload that the control API accepted last, hex. */
  readonly registration?: string;
  /** Hashes of the parts of the source and the ingredients at publication, so that the next plan can name a change. */
  readonly components: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Version of the fingerprint's encoding. */
  readonly encoding: number;
  /** Release only: its tag. */
  readonly release?: string;
  /** Release only: what the whole set was, so that any later run can close it. */
  readonly set?: Readonly<Record<ImageName, Digest>>;
  /** While a release is open: what stood here before, to go back to if its set was never opened as a whole. */
  readonly previous?: Omit<ChannelRecord, 'previous'>;
}

/** A published version as its tag stands now; fields are absent where somebody else pushed it. */
export interface PublishedVersion {
  readonly digest: Digest;
  readonly fingerprint?: string;
  /** Absent also where it was hashed in another encoding: such hashes say nothing about ours. */
  readonly source?: string;
  /** Pushed by Caskwright, whatever the encoding. */
  readonly ours: boolean;
}

/** Everything that the registry says about one image, as far as the plan needed to ask. */
export interface Holding {
  readonly landing?: Landing;
  /** The landing was found under a public tag alone; its own tag is to be restored. */
  readonly landingTagMissing?: boolean;
  readonly record?: ChannelRecord;
  /** Asked only for an image that is not in step and has a version. */
  readonly version?: PublishedVersion;
}

/** Reads a landing from a manifest's annotations; undefined where they are not ours. */
export function landingFrom(manifest: {
  readonly digest: Digest;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platforms: Readonly<Record<Platform, Digest>>;
}): Landing | undefined {
  const { annotations } = manifest;
  const fingerprint = annotations[annotation.fingerprint];
  const source = annotations[annotation.source];
  const parents = parseJson(annotations[annotation.parents]);
  if (fingerprint === undefined || source === undefined || !isStringRecord(parents)) return undefined;
  return {
    digest: manifest.digest,
    fingerprint,
    source,
    parents: parents as Record<ImageName, Digest>,
    platforms: manifest.platforms,
    size: Number(annotations[annotation.size] ?? 0),
    seconds: Number(annotations[annotation.seconds] ?? 0),
    commit: annotations['org.opencontainers.image.revision'] ?? '',
    builtAt: annotations['org.opencontainers.image.created'] ?? '',
  };
}

/** Reads what a version tag stands on. */
export function publishedVersion(manifest: {
  readonly digest: Digest;
  readonly annotations: Readonly<Record<string, string>>;
}): PublishedVersion {
  const fingerprint = manifest.annotations[annotation.fingerprint];
  const source = manifest.annotations[annotation.source];
  const ours = fingerprint !== undefined && source !== undefined;
  const comparable = ours && manifest.annotations[annotation.encoding] === String(ENCODING);
  return { digest: manifest.digest, ours, ...(comparable ? { fingerprint, source } : {}) };
}

/** The record as annotations of its manifest (§7): one JSON value, and the state where people can see it. */
export function recordAnnotations(record: ChannelRecord): Record<string, string> {
  return { [annotation.record]: JSON.stringify(record) };
}

/** Reads a record back; undefined where the annotation is absent or not one that this version wrote. */
export function recordFrom(annotations: Readonly<Record<string, string>>): ChannelRecord | undefined {
  const value = parseJson(annotations[annotation.record]);
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Partial<ChannelRecord>;
  const complete =
    (record.state === 'open' || record.state === 'closed') &&
    typeof record.digest === 'string' &&
    typeof record.commit === 'string' &&
    typeof record.fingerprint === 'string' &&
    Array.isArray(record.tags?.fixed) &&
    Array.isArray(record.tags?.moving) &&
    isStringRecord(record.components);
  return complete ? (record as ChannelRecord) : undefined;
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string');
}
