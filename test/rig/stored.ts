import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRegistry } from './registry.ts';

/** A manifest that docker-registry keeps, tagged or not. */
export interface StoredRevision {
  readonly digest: string;
  readonly tags: readonly string[];
}

/** What a registry's storage has of a repository: also what the distribution API cannot list. */
export function storedRevisions(registry: TestRegistry, repository: string): readonly StoredRevision[] {
  const manifests = folderOf(registry, repository);
  const digests = names(join(manifests, 'revisions/sha256')).filter((hex) =>
    existsSync(join(manifests, 'revisions/sha256', hex, 'link')),
  );
  const tags = names(join(manifests, 'tags')).map((tag) => ({
    tag,
    digest: readFileSync(join(manifests, 'tags', tag, 'current/link'), 'utf8'),
  }));
  return digests.map((hex) => {
    const digest = `sha256:${hex}`;
    return { digest, tags: tags.filter((one) => one.digest === digest).map(({ tag }) => tag) };
  });
}

/** Takes one tag away, as registries do that can. */
export function removeStoredTag(registry: TestRegistry, repository: string, tag: string): boolean {
  const folder = join(folderOf(registry, repository), 'tags', tag);
  const present = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  return present;
}

/** Removes a manifest by its digest at the registry itself. */
export async function removeStored(registry: TestRegistry, repository: string, digest: string): Promise<boolean> {
  const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${digest}`, { method: 'DELETE' });
  await answer.body?.cancel();
  return answer.status === 202;
}

function folderOf(registry: TestRegistry, repository: string): string {
  return join(registry.storage, 'docker/registry/v2/repositories', repository, '_manifests');
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}
