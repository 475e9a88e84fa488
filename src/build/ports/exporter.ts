import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { ExportTarget } from '../../names/export-target.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { Platform } from '../../names/platform.ts';
import type { Failure } from '../failure.ts';
import type { BuildContext, ImageSource } from './builder.ts';

/**
 * Makes disk images out of images that lie in a registry or a layout.
 *
 * - May be called many times at once. A result, good or bad, comes only after every child process has ended and nothing
 *   is left of it but the file that it returns: no folder, mount, loop device or container. That holds after an abort too.
 * - Failures are values of phase `export`.
 */
export interface Exporter {
  /** Why it cannot make this here, a missing program for one; undefined where it can. Asked before anything is fetched. */
  hindrance(request: ExportRequest): Promise<Failure | undefined>;
  export(request: ExportRequest, context: BuildContext): Promise<Result<MadeExport, Failure>>;
}

export interface ExportRequest extends ExportTarget {
  readonly image: ImageName;
  /** One image for one platform. */
  readonly source: ImageSource;
  readonly platform: Platform;
  /** Labels of the image's config: they tell how it is meant to start. */
  readonly labels: Readonly<Record<string, string>>;
  /** An empty folder of this export alone, where the file is left. The caller removes it. */
  readonly folder: string;
  /** Bytes that the image's files may have unpacked. */
  readonly maxSize: number;
  /** Milliseconds. */
  readonly timeout: number;
}

/** A disk image that was made. */
export interface MadeExport {
  /** Absolute path, in the request's folder. */
  readonly file: string;
  /** Whether a machine starts from it as it is. */
  readonly bootable: boolean;
  /** What it is and what it lacks, each a sentence for people. */
  readonly notes: readonly string[];
}

/** Fetches the parts of an image as files. */
export interface ImageFetcher {
  /**
   * Writes the layers of the image behind `source` for `platform` into `folder`, each of them held against its digest.
   * A layout's blobs stay where they are.
   */
  fetch(
    source: ImageSource,
    platform: Platform,
    folder: string,
    signal: AbortSignal,
  ): Promise<Result<FetchedImage, Failure>>;
  /** What the image's config says, without its layers. */
  inspect(source: ImageSource, platform: Platform, signal: AbortSignal): Promise<Result<ImageConfig, Failure>>;
}

export interface ImageConfig {
  /** Of the platform's manifest. */
  readonly digest: Digest;
  readonly labels: Readonly<Record<string, string>>;
}

export interface FetchedImage extends ImageConfig {
  /** Lowest first. */
  readonly layers: readonly FetchedLayer[];
}

export interface FetchedLayer {
  readonly file: string;
  /** In OCI's words: tar, tar+gzip, tar+zstd. */
  readonly mediaType: string;
  /** The digest of the layer when it is not compressed. */
  readonly diffId: Digest;
}
