import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { HeldManifest, Removal, Remover } from '../build/ports/remover.ts';
import type { ImageName } from '../names/image-name.ts';
import type { RegistryClient, Repository } from './client.ts';
import { type Call, failure } from './failures.ts';
import { creationDate, lookAgain, tagged } from './remove-inventory.ts';

type RepositoryOf = (image: ImageName) => Repository;

/** Looking, which is the same at every registry that speaks the distribution API. */
export function createLooker(
  client: RegistryClient,
  repositoryOf: RepositoryOf,
): Pick<Remover, 'inventory' | 'examine' | 'refresh'> {
  // A registry that has the call answers 200 for whatever digest; one that has not will not learn it meanwhile.
  let hasReferrers = true;
  return {
    inventory: (image, signal) => tagged(client, repositoryOf(image), { phase: 'plan', signal }),
    refresh: (image, known, tags, signal) =>
      lookAgain(client, repositoryOf(image), known, tags, { phase: 'publish', signal }),
    async examine(image, manifest, signal) {
      const call = { phase: 'plan', signal } as const;
      const dated = manifest.pushedAt !== undefined || 'org.opencontainers.image.created' in manifest.annotations;
      const created = dated ? ok(undefined) : await creationDate(client, repositoryOf(image), manifest, call);
      if (!created.ok) return created;
      const referrers = hasReferrers
        ? await client.referrers(repositoryOf(image), manifest.digest, call)
        : ok(undefined);
      if (!referrers.ok) return referrers;
      hasReferrers &&= referrers.value !== undefined;
      return ok({
        ...manifest,
        ...(created.value === undefined ? {} : { createdAt: created.value }),
        ...(referrers.value === undefined
          ? {}
          : { referred: referrers.value.length > 0 || manifest.referred === true }),
      });
    },
  };
}

/** Removes by the distribution API alone: a manifest by its digest, with all its tags; a tag where the registry can. */
export function createOciRemover(client: RegistryClient, repositoryOf: RepositoryOf): Remover {
  let untags = true;
  return {
    kind: 'oci',
    ...createLooker(client, repositoryOf),
    async remove(image, { digest }, signal) {
      const call = { phase: 'publish', signal } as const;
      const removed = await client.remove(repositoryOf(image), digest, call);
      if (!removed.ok) return removed;
      return removed.value === 'unsupported' ? switchedOff(repositoryOf(image), call) : ok({ removed: true });
    },
    async untag(image, manifest, tag, signal) {
      const left = stays(manifest, tag, 'this registry cannot remove a tag alone');
      if (!untags) return ok(left);
      const removed = await client.remove(repositoryOf(image), tag, { phase: 'publish', signal });
      if (!removed.ok) return removed;
      untags = removed.value !== 'unsupported';
      return ok(untags ? { removed: true } : left);
    },
  };
}

/** A tag that stays because what it stands on does. */
export function stays(manifest: HeldManifest, tag: string, why: string): Removal {
  const others = manifest.tags.filter((other) => other !== tag);
  return { removed: false, why: `${why}, and ${others[0] ?? 'something else'} needs what it stands on` };
}

function switchedOff({ host, path }: Repository, call: Call): Result<never, Failure> {
  const message = `${host} does not let manifests of ${path} be removed`;
  const suggestion =
    'switch deletion on there (docker-registry: storage.delete.enabled), or set registry.kind to harbor or ghcr';
  return err(failure(call.phase, 'denied', message, suggestion));
}
