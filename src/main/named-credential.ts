import { resolve } from 'node:path';
import { unreachable } from '../base/result.ts';
import type { CredentialSource } from '../definition/credential-source.ts';
import type { NamedCredential } from '../registry/credentials.ts';
import { readKubernetesSecret } from '../registry/kubernetes-secret.ts';
import { credentialFile, credentialVariables } from '../registry/named-credential.ts';
import type { Environment } from '../system/environment.ts';
import type { Http } from '../system/http.ts';
import { findCluster } from './cluster.ts';

/** What reads a credential where somebody says that it is; relative paths are meant from `root`. */
export function namedCredential(
  source: CredentialSource,
  host: string,
  { environment, http, root }: { readonly environment: Environment; readonly http: Http; readonly root: string },
): NamedCredential {
  switch (source.kind) {
    case 'file':
      return credentialFile(resolve(root, source.path), host);
    case 'environment':
      return credentialVariables(source.user, source.password, environment);
    case 'kubernetes':
      return {
        origin: `the secret ${source.namespace}/${source.secret}`,
        async read() {
          const cluster = await findCluster(environment);
          // Its own deadline ends the call.
          const { signal } = new AbortController();
          return cluster.ok ? readKubernetesSecret(http, cluster.value, source, host, signal) : cluster;
        },
      };
    default:
      return unreachable(source);
  }
}
