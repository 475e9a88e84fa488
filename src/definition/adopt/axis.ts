/**
 * Whether a tag picks one of several images that share a name: `9.0.19-bookworm-slim` the one in `9.0/bookworm-slim`,
 * `1.26-noble` the one in `golang-1.26-noble`. `axis` is what stands behind the shared name in the image's path.
 * Every part must be there in the same order; a version stands for those below it. Returns how exact it is, 0 for no.
 */
export function axisFit(axis: readonly string[], tag: string): number {
  const wanted = partsOf(axis.join('-'));
  const given = partsOf(tag);
  if (wanted.length === 0 || wanted.length !== given.length) return 0;
  if (!wanted.every((part, at) => part === given[at] || isBelow(given[at] as string, part))) return 0;
  return wanted.every((part, at) => part === given[at]) ? 2 : 1;
}

/** What stands behind `name` in an image's path, for every place where the path passes through it. */
export function axesBehind(name: string, path: readonly string[]): readonly (readonly string[])[] {
  return path.flatMap((part, at) => {
    const rest = path.slice(at + 1);
    if (part === name) return rest.length > 0 ? [rest] : [];
    const next = part[name.length] ?? '';
    return part.startsWith(name) && /[-_.]/.test(next) ? [[part.slice(name.length + 1), ...rest]] : [];
  });
}

function partsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[-_/]+/)
    .filter((part) => part !== '');
}

function isBelow(version: string, of: string): boolean {
  return /^v?\d/.test(of) && version.startsWith(`${of}.`);
}
