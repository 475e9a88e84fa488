import { err, ok } from '../base/result.ts';
import type { Standing } from '../build/ports/runtime.ts';
import type { Digest } from '../names/digest.ts';
import { formatReference } from '../names/reference.ts';
import { RegistryClient } from './client.ts';
import { failure } from './failures.ts';
import { platformsOf } from './manifest.ts';
import { DEFAULT_TIMEOUT, type RegistryOptions } from './registry.ts';
import { Transport } from './transport.ts';

/** Asks registries what references stand for, as the engines here would: no mirror takes part. */
export function createStanding(options: RegistryOptions): Standing {
  const client = new RegistryClient(new Transport({ timeout: DEFAULT_TIMEOUT, ...options }));
  return async (reference, signal) => {
    const from = { host: reference.registry, path: reference.repository };
    const found = await client.manifest(from, reference.digest ?? reference.tag ?? 'latest', { phase: 'pull', signal });
    if (!found.ok) return found;
    if (found.value === undefined) {
      return err(
        failure('pull', 'image-missing', `there is no ${formatReference(reference)}`, 'check its name and tag'),
      );
    }
    const platforms = found.value.kind === 'index' ? Object.values(platformsOf(found.value)) : [];
    return ok([found.value.digest, ...platforms.filter((digest): digest is Digest => digest !== undefined)]);
  };
}
