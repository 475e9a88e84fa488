import type { Remover } from '../build/ports/remover.ts';
import type { ImageName } from '../names/image-name.ts';
import { isLoopback } from '../system/http.ts';
import { RegistryClient, type Repository } from './client.ts';
import { Credentials } from './credentials.ts';
import { DEFAULT_TIMEOUT, type RegistryOptions } from './registry.ts';
import { createGhcrRemover } from './remove-ghcr.ts';
import { createHarborRemover } from './remove-harbor.ts';
import { createOciRemover } from './remove-oci.ts';
import { Transport } from './transport.ts';

/** What removes images there; `auto` goes by the host. */
export type RegistryKind = 'auto' | Remover['kind'];

const GITHUB = { host: 'ghcr.io', api: 'https://api.github.com' };

/** A remover for a registry, with a client of its own. Nothing is asked before the first call. */
export function createRemover(options: RegistryOptions & { readonly kind: RegistryKind }): Remover {
  const { http, clock, environment, host, namespace, timeout = DEFAULT_TIMEOUT } = options;
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
    case 'ghcr': {
      const { GITHUB_API_URL, GITHUB_TOKEN, GH_TOKEN } = environment;
      const api = apiOf(GITHUB_API_URL) ?? new URL(GITHUB.api);
      const token = GITHUB_TOKEN || GH_TOKEN;
      const credentials = new Credentials(options, clock);
      return createGhcrRemover(
        { http, clock, credentials, api, timeout, ...(token ? { token } : {}) },
        client,
        repositoryOf,
      );
    }
  }
}

/** A token never travels in the clear to another machine. */
function apiOf(text = ''): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === 'https:' || isLoopback(url.hostname)) ? url : undefined;
}

function kindOf(host: string): Remover['kind'] {
  return host === GITHUB.host ? 'ghcr' : 'oci';
}
