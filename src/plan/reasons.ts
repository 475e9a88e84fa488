import { unreachable } from '../base/result.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';

/** Parts of an image's declaration that a change can be pinned to without any history. */
export type Component = 'dockerfile' | 'context' | 'args' | 'settings' | 'version' | 'test' | 'platforms';

/** Why an image has its action. The chain goes on at the parent that a `parent` reason names. */
export type Reason =
  /** Nothing of it was ever published on this channel, and its bytes are not there. */
  | { readonly kind: 'not-in-registry' }
  /** Its own files or declaration differ from what was published. */
  | { readonly kind: 'changed'; readonly component: Component }
  /** A base means other bytes now; with only one of `from` and `to`, it is not one any more, or is a new one. */
  | {
      readonly kind: 'base';
      readonly reference: string;
      readonly from?: Digest;
      readonly to?: Digest;
      /** What it means is what `caskwright.lock` says. */
      readonly locked?: true;
    }
  /** It stands on a parent that is built now, or was built since. */
  | { readonly kind: 'parent'; readonly parent: ImageName }
  /** It was built on bytes of the parent that are not the parent's present ones. */
  | { readonly kind: 'parent-digest'; readonly parent: ImageName }
  /** Published as it is, but the registry lost the landing. */
  | { readonly kind: 'landing-lost' }
  /** Caskwright computes fingerprints in another way now. */
  | { readonly kind: 'format' }
  | { readonly kind: 'forced' }
  /** Scheduled runs: its bytes are older than the policy allows. */
  | { readonly kind: 'max-age'; readonly builtAt: string }
  /** `--since`: its files, or those of an ancestor, differ between the two commits. */
  | { readonly kind: 'since'; readonly rev: string }
  /** Built, but this channel has published nothing of it yet. */
  | { readonly kind: 'unpublished' }
  /** Built for another commit or channel; the channel's tags stand on other bytes. */
  | { readonly kind: 'other-bytes'; readonly commit: string }
  | { readonly kind: 'tags'; readonly missing: readonly string[] }
  /** Its bytes are under a public tag, but their landing tag is gone. */
  | { readonly kind: 'landing-tag' }
  /** What the control API knows differs from what it should. */
  | { readonly kind: 'registration' }
  /** An earlier run ended in the middle of publishing. */
  | { readonly kind: 'record-open' }
  /** Its tags may not be moved by this commit. */
  | { readonly kind: 'held-back'; readonly why: string }
  /** Held, and the channel's record says so. */
  | { readonly kind: 'in-step' }
  | { readonly kind: 'base-unresolved'; readonly reference: string; readonly message: string }
  | { readonly kind: 'parent-blocked'; readonly parent: ImageName }
  /** The version is published already from other content, and the policy forbids to change it. */
  | { readonly kind: 'version-published'; readonly version: string; readonly message: string }
  | { readonly kind: 'invalid'; readonly message: string };

const components: Readonly<Record<Component, string>> = {
  dockerfile: 'Dockerfile changed',
  context: 'context changed',
  args: 'build args changed',
  settings: 'target or secrets changed',
  version: 'name or version changed',
  test: 'test changed',
  platforms: 'platforms changed',
};

/** A reason in a few words, for a row of the plan. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'not-in-registry':
      return 'not in the registry yet';
    case 'changed':
      return components[reason.component];
    case 'base':
      return describeBase(reason);
    case 'parent':
      return `stands on ${reason.parent}`;
    case 'parent-digest':
      return `was built on older bytes of ${reason.parent}`;
    case 'landing-lost':
      return 'the registry no longer has its bytes';
    case 'format':
      return 'this version of caskwright computes fingerprints in another way';
    case 'forced':
      return 'forced';
    case 'max-age':
      return `built ${reason.builtAt.slice(0, 10)}, older than policy.max_age`;
    case 'since':
      return `differs from ${reason.rev}`;
    case 'unpublished':
      return 'built already; not published here yet';
    case 'other-bytes':
      return `built already; published is ${reason.commit.slice(0, 7)}`;
    case 'tags':
      return `tags missing: ${reason.missing.join(', ')}`;
    case 'landing-tag':
      return 'its landing tag is gone';
    case 'registration':
      return 'its registration differs';
    case 'record-open':
      return 'an earlier run ended while publishing it';
    case 'held-back':
      return `tags stay: ${reason.why}`;
    case 'in-step':
      return 'in step';
    case 'base-unresolved':
      return `base ${reason.reference} cannot be resolved: ${reason.message}`;
    case 'parent-blocked':
      return `stands on ${reason.parent}, which is blocked`;
    case 'version-published':
      return reason.message;
    case 'invalid':
      return reason.message;
    default:
      return unreachable(reason);
  }
}

function describeBase({ reference, from, to, locked }: Extract<Reason, { readonly kind: 'base' }>): string {
  if (from && to && locked) return `lock updated: base ${reference} is ${shortDigest(to)} now`;
  if (from && to) return `base ${reference} moved to ${shortDigest(to)}`;
  return from ? `no longer stands on base ${reference}` : `stands on base ${reference} now`;
}

/** `sha256:9f2c41…`, enough for a person to tell two digests apart. */
function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm}:${hex.slice(0, 6)}…`;
}
