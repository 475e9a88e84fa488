import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { changesSince, componentsOf } from './components.ts';
import { fingerprintImages, hashSources } from './fingerprint.ts';
import type { Graph } from './graph.ts';
import type { ImagePlan, Plan } from './plan.ts';
import type { Reason } from './reasons.ts';

/**
 * Plans from the difference between two states of the repository alone: no registry is asked, a base counts by its
 * reference. What differs is `build`, with the parts that differ; the rest is `skip`.
 */
export function planSince(
  now: Pick<Plan, 'graph' | 'commit' | 'dirty' | 'destination'>,
  before: Graph,
  rev: string,
  selection?: ReadonlySet<ImageName>,
): Plan {
  const then = describe(before);
  const images: ImagePlan[] = [];
  for (const [name, at] of describe(now.graph)) {
    if (selection && !selection.has(name)) continue;
    const old = then.get(name);
    const same = old?.fingerprint?.fingerprint === at.fingerprint?.fingerprint && old !== undefined;
    const changes = old ? changesSince(old.components, at.components) : [{ kind: 'since', rev } as const];
    const reasons: readonly Reason[] = same ? [{ kind: 'in-step' }] : changes;
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
  const fingerprints = fingerprintImages(graph, sources, (reference) => reference as Digest);
  return new Map(
    graph.images.map((image) => {
      const name = image.definition.name.value;
      const source = sources.get(name) as NonNullable<ReturnType<typeof sources.get>>;
      const fingerprint = fingerprints.get(name);
      const components = componentsOf(image, source, fingerprint);
      return [name, { name, image, source, components, ...(fingerprint ? { fingerprint } : {}) }] as const;
    }),
  );
}
