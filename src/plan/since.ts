import { createHash } from 'node:crypto';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
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
): Plan {
  const then = describe(before);
  const selected = selection && closeSelection(now.graph, selection);
  const images: ImagePlan[] = [];
  for (const [name, { fingerprint, ...at }] of describe(now.graph)) {
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

function describe(graph: Graph) {
  const sources = hashSources(graph);
  const fingerprints = fingerprintImages(graph, sources, standInDigest);
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

/** A base that is new is said; one that is gone shows in the Dockerfile or its args. */
function withoutDigest(reason: Reason): readonly Reason[] {
  if (reason.kind !== 'base') return [reason];
  return reason.to ? [{ kind: 'base', reference: reason.reference }] : [];
}

/** Tells references apart; it never leaves this file. */
function standInDigest(reference: string): Digest {
  return `sha256:${createHash('sha256').update(reference).digest('hex')}` as Digest;
}
