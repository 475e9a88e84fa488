import type { Candidate } from './candidates.ts';

/** Folders that say how an image is made, not what it is. */
const saysNothing = /^(?:\..*|docker|dockerfiles?|containers?|build|image|images|ci|deploy)$/i;
/** Versions and machines: no name without what stands before them. */
const isAxis = /^v?\d|^(?:amd64|arm64|arm64v8|arm32v[67]|armhf|x86_64|aarch64|ppc64le|s390x|latest|stable|edge)$/i;

/**
 * A name for each candidate, in their order: the directory's, with more of the path before it where that would be
 * ambiguous or say nothing. `repository` names what stands at the root. No name is there twice.
 */
export function nameCandidates(candidates: readonly Candidate[], repository: string): readonly string[] {
  const directories = Map.groupBy(candidates, ({ directory }) => directory);
  const parts = candidates.map((candidate) => partsOf(candidate, directories, repository));
  const least = candidates.map((candidate, at) => leastParts(candidate, parts[at] ?? [], directories));
  const names = parts.map((all, at) => joined(all, least[at] ?? 1));
  for (const group of groupsOf(names)) lengthen(group, parts, names);
  return withoutRepeats(names);
}

/** What a name can be made of, the whole path first; the last parts count most. */
function partsOf(
  { directory, variant }: Candidate,
  directories: ReadonlyMap<string, readonly Candidate[]>,
  repository: string,
): readonly string[] {
  const path = directory === '' ? [] : directory.split('/');
  while (saysNothing.test(path.at(-1) ?? 'x')) path.pop();
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
  let count = Math.max(Math.min(nested, parts.length), isVariant ? 2 : 1);
  while (count < parts.length && isAxis.test(parts[parts.length - count] ?? '')) count += 1;
  return Math.min(count, parts.length);
}

/** Gives every member of a group the same number of parts: as many as make them differ. */
function lengthen(group: readonly number[], parts: readonly (readonly string[])[], names: string[]): void {
  const others = new Set(names.filter((_, at) => !group.includes(at)));
  const longest = Math.max(...group.map((at) => parts[at]?.length ?? 0));
  for (let count = 2; count <= longest; count++) {
    const longer = group.map((at) => joined(parts[at] ?? [], count));
    const differ = new Set(longer).size === longer.length && !longer.some((name) => others.has(name));
    if (!differ && count < longest) continue;
    for (const [index, at] of group.entries()) names[at] = longer[index] as string;
    return;
  }
}

/** The indices of equal names, where there is more than one. */
function groupsOf(names: readonly string[]): readonly (readonly number[])[] {
  const groups = Map.groupBy(names.keys(), (at) => names[at]);
  return [...groups.values()].filter((group) => group.length > 1);
}

function withoutRepeats(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
    taken.add(free);
    return free;
  });
}

function joined(parts: readonly string[], count: number): string {
  return parts.slice(-count).join('-');
}

/** The nearest text that can be a part of a name (OCI distribution spec 1.1, <name>); `''` where nothing is left. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/[._-]{2,}/g, (run) => (/^(?:-+|__)$/.test(run) ? run : '-'))
    .replaceAll(/^[._-]+|[._-]+$/g, '');
}
