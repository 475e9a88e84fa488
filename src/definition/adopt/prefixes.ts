import { parseReference, type Reference } from '../../names/reference.ts';
import type { ImageIndex, KnownImage } from './own.ts';

/** A reference with the image whose Dockerfile names it. */
export interface UsedBy<Image> {
  readonly reference: Reference;
  readonly child: Image;
}

/** Places that everyone builds on: that one image here has the name of one there proves nothing. */
const upstream: ReadonlySet<string> = new Set([
  'gcr.io/distroless',
  'cgr.dev/chainguard',
  'mcr.microsoft.com',
  'nvcr.io/nvidia',
  'docker.io/nvidia',
  'public.ecr.aws/docker/library',
  'registry.access.redhat.com/ubi8',
  'registry.access.redhat.com/ubi9',
  'registry.k8s.io',
]);

/** What speaks for a prefix (`host/namespace`) being the repository's own, and what against it. */
interface Evidence {
  readonly images: Set<string>;
  uses: number;
  wraps: number;
}

/**
 * The prefixes under which a repository refers to its own images, the one with most to speak for it first. A prefix
 * counts where references below it mean images of the repository; not where an image is built from what has its own
 * name there: then that is where the original is.
 */
export function ownPrefixes<Image extends KnownImage>(
  used: readonly UsedBy<Image>[],
  index: ImageIndex<Image>,
  declared: ReadonlySet<string>,
): readonly string[] {
  const found = new Map<string, Evidence>();
  for (const { reference, child } of used) weigh(found, reference, child, index);
  const ranked = [...found]
    .filter(([prefix, { images, wraps }]) => declared.has(prefix) || (wraps === 0 && isEnough(prefix, images.size)))
    .toSorted(([a, x], [b, y]) => y.images.size - x.images.size || y.uses - x.uses || (a < b ? -1 : 1));
  // A second prefix that only one image bears out is more likely a namesake of somebody else's.
  const own = ranked.filter(([prefix, { images }], at) => at === 0 || images.size > 1 || declared.has(prefix));
  return [...new Set([...own.map(([prefix]) => prefix), ...declared])];
}

/** The prefix of every place where a reference could be cut in two, the longest first, with what stands below it. */
export function cuts({ registry, repository }: Reference): readonly { prefix: string; rest: string }[] {
  const parts = repository.split('/');
  return parts.map((_, at) => {
    const cut = parts.length - 1 - at;
    return { prefix: [registry, ...parts.slice(0, cut)].join('/'), rest: parts.slice(cut).join('/') };
  });
}

function weigh<Image extends KnownImage>(
  found: Map<string, Evidence>,
  reference: Reference,
  child: Image,
  index: ImageIndex<Image>,
): void {
  for (const { prefix, rest } of cuts(reference)) {
    if (prefix === 'docker.io/library' || prefix === 'docker.io') continue;
    const meaning = index.below(rest, reference.tag);
    if (meaning.kind === 'none') continue;
    const evidence = found.get(prefix) ?? { images: new Set(), uses: 0, wraps: 0 };
    found.set(prefix, evidence);
    const meant = meaning.kind === 'image' ? [meaning.image] : meaning.images;
    if (meant.length === 1 && meant[0] === child) evidence.wraps += 1;
    else {
      evidence.uses += 1;
      evidence.images.add(rest);
    }
    return;
  }
}

function isEnough(prefix: string, images: number): boolean {
  return images > 1 || !upstream.has(prefix);
}

/** The prefixes under which a repository says that it publishes images, the one with most images first. */
export function publishedPrefixes(images: readonly KnownImage[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { published } of images) {
    for (const prefix of new Set(published.flatMap(prefixOf))) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return new Set([...counts].toSorted(([, a], [, b]) => b - a).map(([prefix]) => prefix));
}

/** The prefix of a reference with a registry or a namespace in it; a local name has none. */
function prefixOf(text: string): readonly string[] {
  const parsed = parseReference(text);
  if (!parsed.ok) return [];
  const { registry, repository } = parsed.value;
  const prefix = [registry, ...repository.split('/').slice(0, -1)].join('/');
  return prefix === 'docker.io/library' ? [] : [prefix];
}
