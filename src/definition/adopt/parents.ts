import { formatReference, parseReference, type Reference } from '../../names/reference.ts';
import type { ImageUse } from '../dockerfile.ts';
import type { Families } from './families.ts';
import { officialImages } from './official.ts';
import type { ImageIndex, KnownImage, Meaning } from './own.ts';
import { cuts } from './prefixes.ts';

/** What a reference of a Dockerfile was found to mean. */
export interface FoundParent<Image> {
  readonly use: ImageUse;
  readonly reference: Reference;
  readonly meaning: Exclude<Meaning<Image>, { kind: 'none' }> | { readonly kind: 'official'; readonly image: Image };
}

/** How a repository's Dockerfiles call its own images. */
export interface OwnNames<Image extends KnownImage> {
  readonly index: ImageIndex<Image>;
  readonly prefixes: readonly string[];
  readonly families: Families<Image>;
}

/**
 * The images of the repository that a Dockerfile's references mean. A bare name that is an official image's too is
 * `official`: it may be either. What means the image itself is left out: that is what it replaces.
 */
export function parentsOf<Image extends KnownImage>(
  child: Image,
  uses: readonly ImageUse[],
  own: OwnNames<Image>,
): readonly FoundParent<Image>[] {
  return uses.flatMap((use) => {
    const parsed = parseReference(use.resolved);
    if (!parsed.ok) return [];
    const said = contextOf(child, parsed.value);
    const found = said === undefined ? meaningOf(parsed.value, own) : own.index.declared(said);
    const meaning = found.kind === 'several' ? forPlatforms(child, found.images) : found;
    if (meaning.kind === 'none' || ('image' in meaning && meaning.image === child)) return [];
    return [{ use, reference: parsed.value, meaning }];
  });
}

/** What a declaration of the child says that a reference means. */
function contextOf({ contexts }: KnownImage, { registry, repository }: Reference): string | undefined {
  return Object.entries(contexts).find(([written]) => {
    const named = parseReference(written);
    return named.ok && named.value.registry === registry && named.value.repository === repository;
  })?.[1];
}

/** Of several images the one for the child's platforms: others of the name are for other machines. */
function forPlatforms<Image extends KnownImage>(child: Image, images: readonly Image[]): Meaning<Image> {
  const fit = images.filter(({ platforms }) => child.platforms.every((platform) => platforms.includes(platform)));
  const [only] = fit;
  return only && fit.length === 1 ? { kind: 'image', image: only } : { kind: 'several', images };
}

function meaningOf<Image extends KnownImage>(
  reference: Reference,
  { index, prefixes, families }: OwnNames<Image>,
): FoundParent<Image>['meaning'] | { readonly kind: 'none' } {
  const published = index.published(reference);
  if (published.kind === 'image') return published;
  const member = families.member(reference);
  if (member) return { kind: 'image', image: member };
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

/** Whether a tag names a version of the image that is not the one it has now: then it means what that one was. */
export function isOlderVersion({ tag, digest }: Reference, { version }: KnownImage): boolean {
  if (tag === undefined || digest !== undefined || version === undefined || tag === version) return false;
  return /\d+\.\d+\.\d+/.test(tag) && /\d+\.\d+\.\d+/.test(version);
}

/** A reference and the image that it means, whether its name says so or not. */
export interface HiddenParent {
  readonly reference: Reference;
  readonly name: string;
  /** Only with this tag. */
  readonly exact: boolean;
}

/** Whether the repository publishes an image under exactly this tag: then a reference with it means the present one. */
export function isPublishedAs({ registry, repository, tag }: Reference, { published, version }: KnownImage): boolean {
  if (tag === undefined || tag === 'latest' || tag === version) return false;
  return published.some((text) => {
    const parsed = parseReference(text);
    return parsed.ok && formatReference(parsed.value) === `${registry}/${repository}:${tag}`;
  });
}

/** What references are written as in `parents`: without the tag, unless it has to be there to tell them apart. */
export function parentKeys(found: readonly HiddenParent[]): Record<string, string> {
  const byRepository = Map.groupBy(found, ({ reference }) => `${reference.registry}/${reference.repository}`);
  return Object.fromEntries(
    [...byRepository].flatMap(([repository, group]) => {
      const names = new Set(group.map(({ name }) => name));
      if (names.size === 1 && group.every(({ exact }) => !exact))
        return [[familiar(repository), group[0]?.name as string]];
      return group.map(({ reference: { digest: _, ...rest }, name }) => [familiar(formatReference(rest)), name]);
    }),
  );
}

/** Docker Hub's own images are called by their bare names. */
function familiar(reference: string): string {
  return reference.replace(/^docker\.io\/(?:library\/)?/, '');
}
