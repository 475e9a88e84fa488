import { nearest } from '../definition/nearest.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { parseReference, type Reference } from '../names/reference.ts';

/** The names that a reference can have among the images of a repository. */
export type InRepositoryNames = (reference: Reference) => readonly ImageName[];

/**
 * The names that a reference can have among the images of a repository known under `prefixes` (`host/namespace`,
 * `namespace` on Docker Hub, or `''` for bare names); empty where it is clearly from elsewhere.
 * Whether such an image exists is the caller's question.
 */
export function inRepositoryNames(prefixes: readonly string[]): InRepositoryNames {
  const starts = prefixes.map((prefix) => (prefix === '' ? '' : `${normalise(prefix)}/`));
  return (reference) => {
    const full = `${reference.registry}/${reference.repository}`;
    const found: ImageName[] = [];
    for (const start of starts) {
      const rest = below(full, start);
      const name = rest === undefined ? undefined : parseImageName(rest);
      if (name?.ok && !found.includes(name.value)) found.push(name.value);
    }
    return found;
  };
}

function below(full: string, start: string): string | undefined {
  if (start === '') return /^docker\.io\/(?:library\/)?(.*)$/.exec(full)?.[1];
  return full.startsWith(start) ? full.slice(start.length) : undefined;
}

/** `acme` is `docker.io/acme`; `ghcr.io` and `ghcr.io/acme` stay what they are. */
function normalise(prefix: string): string {
  const probe = parseReference(`${prefix}/x`);
  return probe.ok ? `${probe.value.registry}/${probe.value.repository}`.slice(0, -2) : prefix;
}

/** The name nearest to `wanted`, if it is near enough to be what was meant. */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  return nearest(wanted, names);
}
