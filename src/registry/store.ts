import type { Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Call } from './failures.ts';
import type { Manifest } from './manifest.ts';

/** Where images are kept: a registry, or a folder. What is published is the same in both. */
export interface Store {
  /** Host or folder, for messages. */
  readonly name: string;
  /** The manifest under a tag or digest; undefined where there is none. */
  get(image: ImageName, reference: string, call: Call): Promise<Result<Manifest | undefined, Failure>>;
  /** Puts a manifest under a tag, or under its own digest. */
  put(image: ImageName, reference: string, manifest: Manifest, call: Call): Promise<Result<void, Failure>>;
  /** Sees to it that the image has a small blob. */
  ensureBlob(image: ImageName, bytes: Uint8Array, call: Call): Promise<Result<void, Failure>>;
  /** All tags of an image; none where there is no such image. */
  tags(image: ImageName, call: Call): Promise<Result<readonly string[], Failure>>;
}
