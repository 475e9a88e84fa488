import { formatReference, parseReference, type Reference } from '../../names/reference.ts';
import type { ImageUse } from '../dockerfile.ts';
import { officialImages } from './official.ts';
import type { ImageIndex, KnownImage, Meaning } from './own.ts';
import { cuts } from './prefixes.ts';

/** What a reference of a Dockerfile was found to mean. */
export interface FoundParent<Image> {
  readonly use: ImageUse;
  readonly reference: Reference;
  readonly meaning: Exclude<Meaning<Image>, { kind: 'none' }> | { readonly kind: 'official'; readonly image: Image };
}

/**
 * The images of the repository that a Dockerfile's references mean. A bare name that is an official image's too is
 * `official`: it may be either. What means the image itself is left out: that is what it replaces.
 */
export function parentsOf<Image extends KnownImage>(
  child: Image,
  uses: readonly ImageUse[],
  index: ImageIndex<Image>,
  prefixes: readonly string[],
): readonly FoundParent<Image>[] {
  return uses.flatMap((use) => {
    const parsed = parseReference(use.resolved);
    if (!parsed.ok) return [];
    const meaning = meaningOf(parsed.value, index, prefixes);
    if (meaning.kind === 'none' || ('image' in meaning && meaning.image === child)) return [];
    return [{ use, reference: parsed.value, meaning }];
  });
}

function meaningOf<Image extends KnownImage>(
  reference: Reference,
  index: ImageIndex<Image>,
  prefixes: readonly string[],
): FoundParent<Image>['meaning'] | { readonly kind: 'none' } {
  const published = index.published(reference);
  if (published.kind === 'image') return published;
  for (const { prefix, rest } of cuts(reference)) {
    if (!prefixes.includes(prefix)) continue;
    const below = index.below(rest, reference.tag);
    if (below.kind !== 'none') return below;
  }
  const bare = /^library\/(.*)$/.exec(reference.registry === 'docker.io' ? reference.repository : '')?.[1];
  if (bare === undefined) return published;
  const local = index.below(bare, reference.tag);
  if (local.kind !== 'image') return published;
  return officialImages.has(bare) ? { kind: 'official', image: local.image } : local;
}

/** The image that a reference names without any help, as the graph finds it. */
export function namedBy(
  reference: Reference,
  names: readonly string[],
  images: ReadonlySet<string>,
): string | undefined {
  const full = `${reference.registry}/${reference.repository}`;
  const rests = names.map((prefix) =>
    prefix === ''
      ? /^docker\.io\/(?:library\/)?(.*)$/.exec(full)?.[1]
      : full.startsWith(`${prefix}/`)
        ? full.slice(prefix.length + 1)
        : undefined,
  );
  return rests.find((rest) => rest !== undefined && images.has(rest));
}

/** What a reference is written as in `parents`: without its tag, where another one does not differ in it alone. */
export function parentKeys(found: readonly { reference: Reference; name: string }[]): Record<string, string> {
  const byRepository = Map.groupBy(found, ({ reference }) => `${reference.registry}/${reference.repository}`);
  return Object.fromEntries(
    [...byRepository].flatMap(([repository, group]) => {
      const names = new Set(group.map(({ name }) => name));
      if (names.size === 1) return [[repository, group[0]?.name as string]];
      return group.map(({ reference, name }) => [formatReference(reference), name]);
    }),
  );
}
