import type { Remover } from '../build/ports/remover.ts';
import type { ImageName } from '../names/image-name.ts';
import { RegistryClient, type Repository } from './client.ts';
import { packagesApi } from './ghcr-api.ts';
import { DEFAULT_TIMEOUT, type RegistryOptions } from './registry.ts';
import { createGhcrRemover } from './remove-ghcr.ts';
import { createHarborRemover } from './remove-harbor.ts';
import { createOciRemover } from './remove-oci.ts';
import { Transport } from './transport.ts';

/** What removes images there; `auto` goes by the host. */
export type RegistryKind = 'auto' | Remover['kind'];

const GITHUB = 'ghcr.io';

/** A remover for a registry, with a client of its own. Nothing is asked before the first call. */
export function createRemover(options: RegistryOptions & { readonly kind: RegistryKind }): Remover {
  const { host, namespace, timeout = DEFAULT_TIMEOUT } = options;
  const transport = new Transport({ ...options, timeout });
  const client = new RegistryClient(transport);
  const repositoryOf = (image: ImageName): Repository => ({
    host,
    path: namespace === '' ? image : `${namespace}/${image}`,
  });
  switch (options.kind === 'auto' ? kindOf(host) : options.kind) {
    case 'oci':
      return createOciRemover(client, repositoryOf);
    case 'harbor':
      return createHarborRemover(transport, client, repositoryOf);
    case 'ghcr':
      return createGhcrRemover(packagesApi(options), client, repositoryOf);
  }
}

/** What a host is by its name alone. */
export function kindOf(host: string): Remover['kind'] {
  return host === GITHUB ? 'ghcr' : 'oci';
}
