import { ok } from '../base/result.ts';
import type { Remover } from '../build/ports/remover.ts';
import type { ImageName } from '../names/image-name.ts';
import type { RegistryClient, Repository } from './client.ts';
import type { PackagesApi } from './ghcr-api.ts';
import { listed } from './remove-inventory.ts';
import { createLooker, stays } from './remove-oci.ts';

/** Removes versions by GitHub's packages API, which also lists what no tag names. A version goes with all its tags. */
export function createGhcrRemover(
  api: PackagesApi,
  client: RegistryClient,
  repositoryOf: (image: ImageName) => Repository,
): Remover {
  const ids = new Map<string, number>();
  return {
    kind: 'ghcr',
    ...createLooker(client, repositoryOf),
    async inventory(image, signal) {
      const call = { phase: 'plan', signal } as const;
      const versions = await api.versions(repositoryOf(image), call);
      if (!versions.ok) return versions;
      for (const { digest, id } of versions.value) ids.set(`${image}@${digest}`, id);
      return listed(client, repositoryOf(image), versions.value, call);
    },
    async remove(image, manifest, signal) {
      const call = { phase: 'publish', signal } as const;
      const id = ids.get(`${image}@${manifest.digest}`);
      if (id === undefined) return ok({ removed: false, why: 'GitHub did not list it' });
      const now = await api.version(repositoryOf(image), id, call);
      if (!now.ok) return now;
      if (!now.value) return ok({ removed: true });
      const another = now.value.tags.find((tag) => !manifest.tags.includes(tag));
      if (another !== undefined) return ok({ removed: false, why: `${another} stands on it by now` });
      return api.remove(repositoryOf(image), id, call);
    },
    untag: async (_, manifest, tag) => ok(stays(manifest, tag, 'GitHub cannot remove a tag alone')),
  };
}
