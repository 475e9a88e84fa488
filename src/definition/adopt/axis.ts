/** Distributions by the words that tags call their releases. */
const distributions: Readonly<Record<string, RegExp>> = {
  debian: /^(?:debian[\d.]*|stretch|buster|bullseye|bookworm|trixie|forky|sid)$/,
  ubuntu: /^(?:ubuntu[\d.]*|xenial|bionic|focal|jammy|noble|resolute)$/,
  alpine: /^alpine[\d.]*$/,
};

/**
 * Whether a tag picks one of several images that share a name: `9.0.19-bookworm-slim` the one in `9.0/bookworm-slim`,
 * `1.26-noble` the one in `golang-1.26-noble`. `axis` is what stands behind the shared name in the image's path.
 * Every part must be there in the same order; a version stands for those below it. Failing that, a
 * distribution's release alone stands for `base-debian`: behind a version it may be that of an older image. Returns how exact it is, 0 for no.
 */
export function axisFit(axis: readonly string[], tag: string): number {
  const wanted = partsOf(axis.join('-'));
  const given = partsOf(tag);
  const same = wanted.length > 0 && wanted.length === given.length;
  if (same && wanted.every((part, at) => part === given[at])) return 3;
  if (same && wanted.every((part, at) => part === given[at] || isBelow(given[at] as string, part))) return 2;
  const [only = ''] = wanted;
  const release = wanted.length === 1 && Object.hasOwn(distributions, only) ? distributions[only] : undefined;
  return release && given.length === 1 && release.test(given[0] as string) ? 1 : 0;
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
