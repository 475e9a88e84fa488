import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { Landing } from '../plan/holding.ts';
import type { ImagePlan } from '../plan/plan.ts';
import type { Failure } from './failure.ts';
import type { ImageSource } from './ports/builder.ts';

/** A node whose bytes are where children and the landing can get them. */
export interface SettledNode {
  readonly digest: Digest;
  readonly source: ImageSource;
  readonly adopted: boolean;
  readonly seconds: number;
}

/** An image whose bytes are built, tested and under their landing tag. */
export interface LandedImage {
  readonly landing: Landing;
  /** `held`: it was there when the plan was made. */
  readonly how: 'held' | 'built' | 'adopted';
  readonly seconds: number;
}

/** Why a node or image did not come to be. */
export type Stop =
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'blocked'; readonly by: ImageName | string }
  | { readonly kind: 'cancelled' };

/** A failure that an abort caused is no failure of the image. */
export function stopFor(failure: Failure): Stop {
  return failure.reason === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', failure };
}

/** The digest of a node in the place of that of its image, which lands elsewhere. */
export function nodeAsLanding(image: ImagePlan, platform: Platform, digest: Digest): Landing {
  const fingerprint = image.fingerprint?.nodes.find((node) => node.platform === platform)?.fingerprint ?? '';
  const unknown = { parents: {}, size: 0, seconds: 0, commit: '', builtAt: '' };
  return { ...unknown, digest, fingerprint, source: image.source.source, platforms: { [platform]: digest } };
}
