import { unreachable } from '../base/result.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';

/** One thing that is not as Git says, or that Git says of a world which has gone on. */
export type Drift =
  /** A tag of a base means other bytes than those that are locked, or that the images were published with. */
  | {
      readonly kind: 'base-moved';
      /** In full. */
      readonly reference: string;
      readonly images: readonly ImageName[];
      readonly platforms: Readonly<Record<Platform, { readonly from: Digest; readonly to: Digest }>>;
      /** It is `caskwright.lock` that holds the images back. */
      readonly locked: boolean;
    }
  /** A base is there now, but not for every platform that images want it for. */
  | {
      readonly kind: 'base-incomplete';
      readonly reference: string;
      readonly images: readonly ImageName[];
      readonly missing: readonly Platform[];
    }
  | {
      readonly kind: 'base-unresolved';
      readonly reference: string;
      readonly images: readonly ImageName[];
      readonly message: string;
    }
  /** Its bytes are older than `policy.max_age`. */
  | { readonly kind: 'image-old'; readonly image: ImageName; readonly builtAt: string }
  /** It stands on a fixed version of a parent that is not the parent's present one. */
  | {
      readonly kind: 'pin-behind';
      readonly image: ImageName;
      readonly parent: ImageName;
      /** Version or digest that the reference names, and the one that the parent has. */
      readonly pinned: string;
      readonly present: string;
      readonly reference: string;
      readonly file: string;
      readonly line: number;
      readonly column: number;
    }
  /** Git is ahead: what it holds is not published. `reasons` are those of the plan. */
  | { readonly kind: 'registry-behind'; readonly image: ImageName; readonly reasons: readonly string[] }
  /** Published is a commit that is no part of this one's history. */
  | { readonly kind: 'registry-ahead'; readonly image: ImageName; readonly commit: string }
  /** A tag does not stand on what was published under it; without `found` it is gone. */
  | {
      readonly kind: 'tag-moved';
      readonly image: ImageName;
      readonly tag: string;
      readonly published: Digest;
      readonly found?: Digest;
    }
  /** A version stands on bytes that were not made from what Git has under this version. */
  | { readonly kind: 'version-content'; readonly image: ImageName; readonly version: string; readonly message: string };

/** A drift in a few words, without the image or base that it is about. */
function describeDrift(drift: Drift): string {
  switch (drift.kind) {
    case 'base-moved':
      return drift.locked ? 'has moved on from what is locked' : 'has moved on from what is published';
    case 'base-incomplete':
      return `has moved, but is not there for ${drift.missing.join(', ')} yet`;
    case 'base-unresolved':
      return `cannot be resolved: ${drift.message}`;
    case 'image-old':
      return `built ${drift.builtAt.slice(0, 10)}, older than policy.max_age`;
    case 'pin-behind':
      return `stands on ${drift.parent} ${drift.pinned}, which is ${drift.present} now`;
    case 'registry-behind':
      return `the registry is behind: ${drift.reasons.join(', ')}`;
    case 'registry-ahead':
      return `published from ${drift.commit.slice(0, 7)}, which is not in this history`;
    case 'tag-moved':
      return drift.found === undefined ? `the tag ${drift.tag} is gone` : `the tag ${drift.tag} stands on other bytes`;
    case 'version-content':
      return drift.message;
    default:
      return unreachable(drift);
  }
}

/** What to do about it: a command, or a step that only a person can take. */
function driftRemedy(drift: Drift): string {
  switch (drift.kind) {
    case 'base-moved':
      return drift.locked ? `caskwright lock --update ${drift.reference}` : 'caskwright build';
    case 'base-incomplete':
      return 'wait for its publisher, or leave the platform out';
    case 'base-unresolved':
      return 'check its name, and the login to its registry';
    case 'image-old':
      return 'caskwright build --scheduled';
    case 'pin-behind':
      return 'caskwright drift --fix';
    case 'registry-behind':
      return 'caskwright build';
    case 'registry-ahead':
      return 'git fetch; after a force-push: caskwright build';
    case 'tag-moved':
      return `caskwright build --force ${drift.image}`;
    case 'version-content':
      return 'raise version in build.yaml';
    default:
      return unreachable(drift);
  }
}

/** Drift as JSON (`schemas/drift.schema.json`). */
export function driftToJson(report: DriftReport) {
  return {
    version: 1,
    commit: report.commit,
    registry: report.registry,
    drift: report.drift.map((drift) => ({ ...drift, text: describeDrift(drift), remedy: driftRemedy(drift) })),
  };
}

/** Everything that has drifted at one commit. */
export interface DriftReport {
  readonly commit: string;
  /** `host/namespace`. */
  readonly registry: string;
  /** Bases first, then images in the order of the graph. */
  readonly drift: readonly Drift[];
}
