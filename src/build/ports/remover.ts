import type { Result } from '../../base/result.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { HeldManifest } from '../../plan/retention.ts';
import type { Failure } from '../failure.ts';

export type { HeldManifest };

/** A removal that took place, or why the registry leaves the thing where it is. */
export type Removal = { readonly removed: true } | { readonly removed: false; readonly why: string };

/**
 * Looks at everything that a registry holds of an image, and removes some of it. Looking may run beside anything;
 * removals come one at a time, as fast as the registry wants them. A failure means that the call was not carried out
 * and that the next one will hardly fare better; a thing that is gone already counts as removed.
 */
export interface Remover {
  /** What the registry is, in a word for people. */
  readonly kind: 'oci' | 'ghcr' | 'harbor';
  /** Every manifest of an image that can be found there, completely read; anything less is a failure. None where there is no such image. */
  inventory(image: ImageName, signal: AbortSignal): Promise<Result<readonly HeldManifest[], Failure>>;
  /** The manifest with what is asked only of those that may go: its creation date, and whether something refers to it. */
  examine(image: ImageName, manifest: HeldManifest, signal: AbortSignal): Promise<Result<HeldManifest, Failure>>;
  /** The inventory as it is now: new tags, those that move, and `tags`. What `known` has and no tag names any more stays in it. */
  refresh(
    image: ImageName,
    known: readonly HeldManifest[],
    tags: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<readonly HeldManifest[], Failure>>;
  /** Removes a manifest with all the tags that `manifest` has; not if the registry says by now that it has another. */
  remove(image: ImageName, manifest: HeldManifest, signal: AbortSignal): Promise<Result<Removal, Failure>>;
  /** Removes one tag and leaves what it stands on, where the registry can. */
  untag(image: ImageName, manifest: HeldManifest, tag: string, signal: AbortSignal): Promise<Result<Removal, Failure>>;
}
