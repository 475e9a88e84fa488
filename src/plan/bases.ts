import type { ImageUse } from '../definition/dockerfile.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { formatReference, type Reference } from '../names/reference.ts';
import { type Graph, usePlatform } from './graph.ts';
import type { RepositoryImage } from './image.ts';

/** A base that a node of an image wants. */
export interface WantedBase {
  readonly image: RepositoryImage;
  readonly use: ImageUse;
  readonly reference: Reference;
  readonly platform: Platform;
  /** Not a fixed older version of an image of this repository. */
  readonly external: boolean;
}

/** Every base of a graph (of the selected images) for every platform, in the order of the images. */
export function wantedBases(graph: Graph, selection?: ReadonlySet<ImageName>): readonly WantedBase[] {
  const wanted: WantedBase[] = [];
  for (const image of graph.images) {
    const name = image.definition.name.value;
    if (selection && !selection.has(name)) continue;
    const pins = new Set((graph.parents.get(name) ?? []).map(({ use }) => use));
    for (const { use, reference } of graph.bases.get(name) ?? []) {
      const platforms = new Set(image.definition.platforms.map(({ value }) => usePlatform(use, image, value)));
      for (const platform of platforms) wanted.push({ image, use, reference, platform, external: !pins.has(use) });
    }
  }
  return wanted;
}

/** An external base, with the platforms that are wanted and where it is named. */
export interface ExternalBase {
  /** In full. */
  readonly name: string;
  readonly reference: Reference;
  readonly platforms: ReadonlySet<Platform>;
  /** Each place once, in the order of the images. */
  readonly uses: readonly { readonly image: RepositoryImage; readonly use: ImageUse }[];
}

/** The external bases of a graph, sorted by name. */
export function externalBases(graph: Graph): readonly ExternalBase[] {
  const found = new Map<string, ExternalBase & { platforms: Set<Platform>; uses: WantedBase[] }>();
  for (const wanted of wantedBases(graph)) {
    if (!wanted.external) continue;
    const name = formatReference(wanted.reference);
    const base = found.get(name) ?? { name, reference: wanted.reference, platforms: new Set(), uses: [] };
    base.platforms.add(wanted.platform);
    if (!base.uses.some(({ use }) => use === wanted.use)) base.uses.push(wanted);
    found.set(name, base);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
