import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { Platform } from '../../names/platform.ts';
import type { Reference } from '../../names/reference.ts';
import type { Failure } from '../failure.ts';

/** A manifest or index that stands under a tag: what its annotations say, and no more than that. */
export interface StoredManifest {
  readonly digest: Digest;
  readonly annotations: Readonly<Record<string, string>>;
  /** Platform → digest of its manifest; one unnamed entry is left out, attestations too. */
  readonly platforms: Readonly<Record<Platform, Digest>>;
}

/**
 * Reads what the registry holds. Every call may run beside any other; each has a deadline and bounded retries
 * of its own. An absent tag is a value, not a failure.
 */
export interface RegistryReader {
  /** The manifest of an image of this repository under a tag, with one request. */
  manifest(image: ImageName, tag: string, signal: AbortSignal): Promise<Result<StoredManifest | undefined, Failure>>;
  /** All tags of an image, in the registry's order, following pages. An absent repository has none. */
  tags(image: ImageName, signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
  /** The digest of any reference's manifest for one platform, through mirrors: what a base means right now. */
  resolve(reference: Reference, platform: Platform, signal: AbortSignal): Promise<Result<ResolvedBase, Failure>>;
}

/** A base at plan time: the platform's manifest, and where to fetch it from. */
export interface ResolvedBase {
  /** `host/path` that has it, a mirror where one is configured. */
  readonly repository: string;
  readonly digest: Digest;
}

/** A run's write access. Writes are idempotent: repeating one that was cut off is safe. */
export interface Publisher {
  /** Where a builder shall put the node of an image that will be landed under `tag`. */
  outputFor(image: ImageName, tag: string): import('./builder.ts').BuildOutput;
  /** How a builder or a test fetches a landed or settled node. */
  sourceOf(image: ImageName, digest: Digest): import('./builder.ts').ImageSource;
  /**
   * Settles a built node: rewrites its manifest as OCI with `annotations` added, puts it under `tag`, and reads
   * the tag back, so that parallel runs agree on one digest. Where a node of the same fingerprint on the same
   * parents is settled already, that one is returned. `parents` of the winner are in its annotations.
   */
  settle(request: SettleRequest, signal: AbortSignal): Promise<Result<StoredManifest, Failure>>;
  /** Joins settled nodes into one index with `annotations` (attestations copied) and puts it under each of `tags`. */
  join(request: JoinRequest, signal: AbortSignal): Promise<Result<JoinedIndex, Failure>>;
  /** Puts a manifest or index that the image's repository holds under `tag`. */
  tag(image: ImageName, digest: Digest, tag: string, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Writes the record of a channel: a minimal OCI image manifest under `tag` whose annotations are `annotations`. */
  writeRecord(
    image: ImageName,
    tag: string,
    annotations: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>>;
}

export interface SettleRequest {
  readonly image: ImageName;
  readonly platform: Platform;
  /** What the builder returned. */
  readonly built: Digest;
  readonly tag: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** A forced rebuild: takes the place of a settled node, where otherwise that one would be adopted. */
  readonly replace?: boolean;
}

export interface JoinRequest {
  readonly image: ImageName;
  readonly nodes: readonly { readonly platform: Platform; readonly digest: Digest }[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Absent: it is there by its digest alone. */
  readonly tags?: readonly string[];
}

export interface JoinedIndex {
  readonly digest: Digest;
  /** Bytes of all layers and configs of all platforms. */
  readonly size: number;
}
