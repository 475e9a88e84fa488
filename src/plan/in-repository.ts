import { type ImageName, parseImageName } from '../names/image-name.ts';
import { parseReference, type Reference } from '../names/reference.ts';

/**
 * The names that `reference` can have among the images of a repository known under `prefixes` (`host/namespace`,
 * `namespace` on Docker Hub, or `''` for bare names); empty where it is clearly from elsewhere.
 * Whether such an image exists is the caller's question.
 */
export function inRepositoryName(reference: Reference, prefixes: readonly string[]): readonly ImageName[] {
  const full = `${reference.registry}/${reference.repository}`;
  const found: ImageName[] = [];
  for (const prefix of prefixes) {
    const rest = below(full, prefix);
    const name = rest === undefined ? undefined : parseImageName(rest);
    if (name?.ok && !found.includes(name.value)) found.push(name.value);
  }
  return found;
}

function below(full: string, prefix: string): string | undefined {
  if (prefix === '') return full.startsWith('docker.io/library/') ? full.slice('docker.io/library/'.length) : undefined;
  const start = `${normalise(prefix)}/`;
  return full.startsWith(start) ? full.slice(start.length) : undefined;
}

/** `acme` is `docker.io/acme`; `ghcr.io` and `ghcr.io/acme` stay what they are. */
function normalise(prefix: string): string {
  const probe = parseReference(`${prefix}/x`);
  return probe.ok ? `${probe.value.registry}/${probe.value.repository}`.slice(0, -2) : prefix;
}

/** The name nearest to `wanted` by edit distance, if it is near enough to be what was meant. */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, name);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
