import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { ExportTarget } from '../../names/export-target.ts';
import type { Failure } from '../failure.ts';

/**
 * Where disk images are kept, each with its metadata beside it as `<file>.json`. An export exists as soon as its
 * metadata does: that is written last and removed first, so that nobody sees half of one. Calls may run beside each
 * other; storing an export again replaces it.
 */
export interface ExportStorage {
  /** Where it is, for people; holds no credential. */
  readonly name: string;
  /** Takes a file in. The file itself may be gone afterwards. */
  store(metadata: ExportMetadata, file: string, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** The exports of an image, newest first. */
  list(image: string, signal: AbortSignal): Promise<Result<readonly ExportMetadata[], Failure>>;
  /** Images that have exports. */
  images(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
  /** The bytes from `start` up to and including `end`. */
  read(
    metadata: ExportMetadata,
    range: ByteRange,
    signal: AbortSignal,
  ): Promise<Result<AsyncIterable<Uint8Array>, Failure>>;
  /** Removes an export; one that is gone already is as it should be. */
  remove(metadata: ExportMetadata, signal: AbortSignal): Promise<Result<void, Failure>>;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What is known of an export; the JSON that lies beside it. */
export interface ExportMetadata extends ExportTarget {
  /** Its name below the image: letters, digits, `.`, `-`, `_`. */
  readonly file: string;
  /** On a server with the repository before it: `fleet/web`. */
  readonly image: string;
  readonly version?: string;
  /** Of the image that it was made of. */
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** RFC 3339, UTC. */
  readonly madeAt: string;
  /** Whether a machine starts from it as it is. */
  readonly bootable: boolean;
  /** What it is and what it lacks, for people. */
  readonly notes: readonly string[];
}
