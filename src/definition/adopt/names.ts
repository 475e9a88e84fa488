import type { AdoptionInput } from './adoption.ts';
import type { Candidate } from './candidates.ts';
import { slug } from './slug.ts';

/** Folders that say how an image is made, not what it is. */
const saysNothing = /^(?:\..*|docker|dockerfiles?|containers?|build|image|images|ci|deploy)$/i;
/** Versions and machines: no name without what stands before them. */
const isAxis = /^v?\d|^(?:amd64|arm64|arm64v8|arm32v[67]|armhf|x86_64|aarch64|ppc64le|s390x|latest|stable|edge)$/i;

/**
 * A name for each candidate, in their order: the directory's, with more of the path before it where that would be
 * ambiguous or say nothing. One that is `given` stays. The repository names
 * what stands at the root. No name is there twice.
 */
export function nameCandidates(
  candidates: readonly Candidate[],
  given: readonly (string | undefined)[],
  { repositoryName: repository, nameBy }: Pick<AdoptionInput, 'repositoryName' | 'nameBy'>,
): readonly string[] {
  const directories = Map.groupBy(candidates, ({ directory }) => directory);
  const parts = candidates.map((candidate) => partsOf(candidate, directories, repository));
  const least = candidates.map((candidate, at) => {
    const all = parts[at] ?? [];
    // The first part is the repository's own name.
    return nameBy === 'path' ? Math.max(1, all.length - 1) : leastParts(candidate, all, directories);
  });
  const names = parts.map((all, at) => joined(all, least[at] ?? 1));
  const published = candidates.map(publishedName);
  for (const group of groupsOf(names)) if (!takePublished(group, published, names)) lengthen(group, parts, names);
  return withoutRepeats(names, given);
}

/** The parts of a directory's path without those at its end that say nothing of the image. */
export function tellingParts(directory: string): readonly string[] {
  const path = directory === '' ? [] : directory.split('/');
  // A hidden folder at the root is no folder of the repository's own image.
  while (saysNothing.test(path.at(-1) ?? 'x') && !(path.length === 1 && path[0]?.startsWith('.'))) path.pop();
  return path;
}

/** What a name can be made of, the whole path first; the last parts count most. */
function partsOf(
  { directory, variant }: Candidate,
  directories: ReadonlyMap<string, readonly Candidate[]>,
  repository: string,
): readonly string[] {
  const path = tellingParts(directory);
  const alone = (directories.get(directory)?.length ?? 0) === 1 && path.length > 0;
  const own = variant === undefined || alone ? [] : [variant];
  const all = [repository, ...path, ...own].map(slug).filter((part) => part !== '');
  return all.length > 0 ? all : ['image'];
}

/** How many parts a name needs to say something by itself. */
function leastParts(
  { directory, variant }: Candidate,
  parts: readonly string[],
  directories: ReadonlyMap<string, readonly Candidate[]>,
): number {
  const names = directory.split('/');
  const above = names.findIndex((_, at) => at > 0 && directories.has(names.slice(0, at).join('/')));
  const nested = above < 0 ? 1 : names.length - above + 1;
  const others = directories.get(directory) ?? [];
  const speaks = directory !== '' && !saysNothing.test(names.at(-1) ?? '');
  const isVariant = variant !== undefined && others.length > 1 && (speaks || others.some((one) => !one.variant));
  return Math.min(Math.max(nested, isVariant ? 2 : 1), parts.length);
}

/** Takes the names that a group is published under, where no other candidate is published under one of them. */
function takePublished(group: readonly number[], published: readonly string[], names: string[]): boolean {
  const others = new Set(names.filter((_, at) => !group.includes(at)));
  const own = group.map((at) => published[at] as string);
  const alone = own.every(
    (name) => name !== '' && !others.has(name) && published.indexOf(name) === published.lastIndexOf(name),
  );
  if (alone) for (const at of group) names[at] = published[at] as string;
  return alone;
}

/** The last part of the one repository that a candidate is published under; `''` where there is none, or several. */
function publishedName({ builds }: Candidate): string {
  const last = (text: string) =>
    text
      .replace(/[:@][^/]*$/, '')
      .split('/')
      .at(-1) ?? '';
  const all = new Set(builds.flatMap(({ published }) => published.map(last)));
  return all.size === 1 ? slug([...all][0] as string) : '';
}

/** Gives every member of a group the same number of parts: as few as tell most of them apart. */
function lengthen(group: readonly number[], parts: readonly (readonly string[])[], names: string[]): void {
  const others = new Set(names.filter((_, at) => !group.includes(at)));
  const longest = Math.max(...group.map((at) => parts[at]?.length ?? 0));
  let best: { readonly names: readonly string[]; readonly apart: number } = { names: [], apart: 1 };
  for (let count = 2; count <= longest && best.apart < group.length; count++) {
    const longer = group.map((at) => joined(parts[at] ?? [], count));
    const apart = new Set(longer.filter((name) => !others.has(name))).size;
    if (apart > best.apart) best = { names: longer, apart };
  }
  for (const [index, name] of best.names.entries()) names[group[index] as number] = name;
}

/** The indices of equal names, where there is more than one. */
function groupsOf(names: readonly string[]): readonly (readonly number[])[] {
  const groups = Map.groupBy(names.keys(), (at) => names[at]);
  return [...groups.values()].filter((group) => group.length > 1);
}

function withoutRepeats(names: readonly string[], given: readonly (string | undefined)[]): readonly string[] {
  const taken = new Set(given);
  return names.map((name, at) => {
    const own = given[at];
    if (own !== undefined) return own;
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
    taken.add(free);
    return free;
  });
}

/** The last parts, and those before them without which they say nothing. */
function joined(parts: readonly string[], count: number): string {
  let from = Math.max(0, parts.length - count);
  while (from > 0 && isAxis.test(parts[from] ?? '')) from -= 1;
  return parts.slice(from).join('-');
}
