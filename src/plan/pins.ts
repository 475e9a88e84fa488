import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { parseReference } from '../names/reference.ts';
import type { Edge, Graph } from './graph.ts';
import type { RepositoryImage } from './image.ts';
import type { ImagePlan } from './plan.ts';
import { compareReleases } from './tags.ts';

/** A reference to a fixed version of an image of this repository that is not its present one. */
export interface PinBehind {
  readonly edge: Edge;
  /** Version or digest that the reference names, and the one that the parent has. */
  readonly pinned: string;
  readonly present: string;
}

/** The pins of a graph that their parents have left behind, by child in the order of the graph. */
export function pinsBehind(graph: Graph, published: ReadonlyMap<ImageName, ImagePlan>): readonly PinBehind[] {
  return graph.images.flatMap(({ definition }) =>
    (graph.parents.get(definition.name.value) ?? []).flatMap((edge): readonly PinBehind[] => {
      const versions = edge.live ? undefined : versionsOf(graph, edge, published.get(edge.parent));
      const [present] = versions?.present ?? [];
      if (!versions || present === undefined || versions.present.includes(versions.pinned)) return [];
      // Who names a higher version than there is waits for it.
      if (compareReleases(versions.pinned, present) > 0) return [];
      return [{ edge, pinned: versions.pinned, present }];
    }),
  );
}

/** What a pin names, and what the parent is known by now, best name first; undefined where the two cannot be compared. */
function versionsOf(
  { byName }: Graph,
  { reference, parent }: Edge,
  published: ImagePlan | undefined,
): { readonly pinned: string; readonly present: readonly string[] } | undefined {
  const parsed = parseReference(reference);
  if (!parsed.ok) return undefined;
  const { tag, digest } = parsed.value;
  if (digest !== undefined) return { pinned: digest, present: publishedDigests(published) };
  const { version } = (byName.get(parent) as RepositoryImage).definition;
  return tag === undefined || version === undefined ? undefined : { pinned: tag, present: [version.value] };
}

/** The digests that stand for an image as it is published: its index first, then its platforms. */
function publishedDigests(parent: ImagePlan | undefined): readonly Digest[] {
  const { landing, record } = parent ?? {};
  if (!record) return [];
  return [record.digest, ...(landing?.digest === record.digest ? Object.values(landing.platforms) : [])];
}
