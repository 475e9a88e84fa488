import { err, ok, type Result } from '../base/result.ts';
import type { Http, Trust } from '../system/http.ts';
import { type Credential, credentialIn } from './credentials.ts';
import { parseObject } from './manifest.ts';

/** How a cluster's API is reached and who we are there. */
export interface Cluster {
  readonly server: URL;
  readonly trust?: Trust;
  /** Value of the `Authorization` header; absent where a certificate says who we are. */
  readonly authorization?: string;
}

/** Milliseconds. */
const TIMEOUT = 15_000;
const MAX_BYTES = 4 * 1024 * 1024;
const DOCKER_KEY = '.dockerconfigjson';

/**
 * Reads a registry's credential out of a secret with one call of the Kubernetes API (core/v1, "read the specified
 * Secret"): `username` and `password`, or an entry for the host in a `.dockerconfigjson`. The error is for people.
 */
export async function readKubernetesSecret(
  http: Http,
  cluster: Cluster,
  secret: { readonly namespace: string; readonly secret: string },
  host: string,
  signal: AbortSignal,
): Promise<Result<Credential, string>> {
  const path = `api/v1/namespaces/${secret.namespace}/secrets/${secret.secret}`;
  const { authorization, trust } = cluster;
  const answer = await http.request({
    method: 'GET',
    url: new URL(path, withSlash(cluster.server)),
    headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    timeout: TIMEOUT,
    maxBytes: MAX_BYTES,
    ...(trust ? { trust } : {}),
    signal,
  });
  const { server } = cluster;
  if (!answer.ok) return err(`the cluster at ${server.host} cannot be asked (${answer.error.message})`);
  const { status, body } = answer.value;
  if (status === 404) return err(`the cluster at ${server.host} has no such secret`);
  if (status === 401) return err(`the cluster at ${server.host} does not know us: log in to it again`);
  if (status === 403)
    return err(`the cluster at ${server.host} does not let us read it: a role with get on secrets does`);
  if (status !== 200) return err(`the cluster at ${server.host} answered ${status}`);
  return credentialOf(parseObject(body)?.data, host);
}

function credentialOf(data: unknown, host: string): Result<Credential, string> {
  const text = (key: string) => {
    const value = (data as Readonly<Record<string, unknown>> | undefined)?.[key];
    return typeof value === 'string' ? Buffer.from(value, 'base64').toString() : undefined;
  };
  const [username, password, docker] = [text('username'), text('password'), text(DOCKER_KEY)];
  if (username && password) return ok({ kind: 'password', username, password });
  if (docker === undefined) return err(`it has neither username and password nor ${DOCKER_KEY}`);
  const found = credentialIn(parseObject(Buffer.from(docker)) ?? {}, host);
  return found ? ok(found) : err(`its ${DOCKER_KEY} has no entry for ${host}`);
}

function withSlash(url: URL): URL {
  return new URL(url.href.endsWith('/') ? url.href : `${url.href}/`);
}
