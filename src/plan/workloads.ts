import { err, ok, type Result } from '../base/result.ts';
import type { ImageName } from '../names/image-name.ts';
import { parseReference } from '../names/reference.ts';
import type { HeldManifest } from './retention.ts';

/** What runs somewhere, as far as the registry must keep it. */
export interface Workloads {
  readonly digests: ReadonlySet<string>;
  /** `path:tag`, the path without its host: the same image has many hosts where there are mirrors. */
  readonly tags: ReadonlySet<string>;
}

/** Nothing that is known to run. */
export const noWorkloads: Workloads = { digests: new Set(), tags: new Set() };

/**
 * Reads a list of references, one a line, as `kubectl get pods` or `docker ps` print them; empty lines and those that
 * begin with `#` say nothing. The error names the first line that is no reference: a list that is read in part would
 * let go what runs.
 */
export function parseWorkloads(text: string): Result<Workloads, string> {
  const digests = new Set<string>();
  const tags = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    // Kubernetes writes the runtime's name before what it pulled (`imageID` of a container's status).
    const reference = parseReference(written.replace(/^[a-z-]+:\/\//, ''));
    if (!reference.ok) return err(`line ${index + 1}, "${written}": ${reference.error}`);
    const { repository, tag = 'latest', digest } = reference.value;
    if (digest === undefined) tags.add(`${repository}:${tag}`);
    else digests.add(digest);
  }
  return ok({ digests, tags });
}

/** Whether one of the workloads uses a manifest, itself or as a part of an index. */
export function isInUse(workloads: Workloads, image: ImageName, manifest: HeldManifest): boolean {
  const { digests, tags } = workloads;
  if ([manifest.digest, ...manifest.parts].some((digest) => digests.has(digest))) return true;
  return [...tags].some((used) =>
    manifest.tags.some((tag) => used === `${image}:${tag}` || used.endsWith(`/${image}:${tag}`)),
  );
}
