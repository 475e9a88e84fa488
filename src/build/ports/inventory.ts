import type { Result } from '../../base/result.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { Failure } from '../failure.ts';

/** A manifest or index under its tags, as a registry has it. */
export interface InventoryEntry {
  readonly tags: readonly string[];
  readonly digest: Digest;
  /** Bytes of all layers and configs of all platforms. */
  readonly size: number;
  /** Milliseconds since 1970: when the image says that it was made. */
  readonly createdAt?: number;
}

/** Looks at what a registry holds, whoever pushed it. Calls may run beside each other; nothing is written. */
export interface Inventory {
  /**
   * The paths of all images below the namespace, from the registry's host. By the distribution API's catalogue, or where
   * that is closed by the API of Gitea, Harbor or GitHub.
   */
  images(signal: AbortSignal): Promise<Result<readonly ImageName[], Failure>>;
  /** What stands under those tags of an image that are `wanted`. */
  entries(
    image: ImageName,
    wanted: (tag: string) => boolean,
    signal: AbortSignal,
  ): Promise<Result<readonly InventoryEntry[], Failure>>;
}
