import { createHash } from 'node:crypto';
import type { Lock } from '../definition/lock.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { formatReference, parseReference } from '../names/reference.ts';
import { changesSince, componentsOf } from './components.ts';
import { fingerprintImages, hashSources, type SourceHash } from './fingerprint.ts';
import type { Graph } from './graph.ts';
import { closeSelection } from './order.ts';
import type { ImagePlan, Plan } from './plan.ts';
import type { Reason } from './reasons.ts';

/**
 * Plans from the difference between two states of the repository alone: no registry is asked, a base counts by its
 * reference, and so the images have no fingerprint. What differs is `build`, with the parts that differ; the rest is
 * `skip`.
 */
export function planSince(
  now: Pick<Plan, 'graph' | 'commit' | 'dirty' | 'destination'>,
  before: Graph,
  rev: string,
  selection?: ReadonlySet<ImageName>,
  locks: LocksSince = {},
): Plan {
  const then = describe(before, locks.before, locks.now);
  const selected = selection && closeSelection(now.graph, selection);
  const images: ImagePlan[] = [];
  for (const [name, { fingerprint, ...at }] of describe(now.graph, locks.now, locks.before)) {
    if (selected && !selected.has(name)) continue;
    const old = then.get(name);
    const same = fingerprint !== undefined && old?.fingerprint === fingerprint;
    const changes = old ? changesSince(old.components, at.components).flatMap(withoutDigest) : [];
    const differs: readonly Reason[] = changes.length > 0 ? changes : [{ kind: 'since', rev }];
    const reasons: readonly Reason[] = same ? [{ kind: 'in-step' }] : differs;
    images.push({
      ...at,
      tags: { fixed: [], moving: [] },
      forced: false,
      fixedTagsStay: false,
      landingTagMissing: false,
      action: same ? 'skip' : 'build',
      reasons,
    });
  }
  const byName = new Map(images.map((image) => [image.name, image]));
  return { ...now, event: { kind: 'build-only', why: `compared with ${rev}` }, images, byName };
}

/** The lock at either end; absent where there was none. */
export interface LocksSince {
  readonly now?: Lock | undefined;
  readonly before?: Lock | undefined;
}

function describe(graph: Graph, lock: Lock | undefined, other: Lock | undefined) {
  const sources = hashSources(graph);
  const fingerprints = fingerprintImages(graph, sources, (reference, platform) => {
    const digest = lockedDigest(lock, reference, platform);
    // A base that only one of the two locks has may have meant the same before.
    return digest && lockedDigest(other, reference, platform) ? digest : standInDigest(reference);
  });
  return new Map(
    graph.images.map((image) => {
      const name = image.definition.name.value;
      const source = sources.get(name) as SourceHash;
      const fingerprint = fingerprints.get(name);
      const components = componentsOf(image, source, fingerprint);
      return [name, { name, image, source, components, fingerprint: fingerprint?.fingerprint }] as const;
    }),
  );
}

function lockedDigest(lock: Lock | undefined, text: string, platform: Platform): Digest | undefined {
  const reference = parseReference(text);
  return reference.ok ? lock?.bases.get(formatReference(reference.value))?.digests.get(platform) : undefined;
}

/** A base that is new is said; one that is gone shows in the Dockerfile or its args. */
function withoutDigest(reason: Reason): readonly Reason[] {
  if (reason.kind !== 'base') return [reason];
  const { reference, from, to } = reason;
  if (from && to) return [{ ...reason, locked: true }];
  return to ? [{ kind: 'base', reference }] : [];
}

/** Tells references apart; it never leaves this file. */
function standInDigest(reference: string): Digest {
  return `sha256:${createHash('sha256').update(reference).digest('hex')}` as Digest;
}
