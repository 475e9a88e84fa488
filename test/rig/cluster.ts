import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { makeCertificate } from './registry.ts';

/** The one call of the Kubernetes API that reads a secret, over HTTPS with an authority of its own. */
export interface TestCluster {
  readonly port: number;
  /** PEM of the authority, and of a certificate and key that the cluster takes for a user's. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** `METHOD path` of what was asked. */
  readonly requests: readonly string[];
  /** A kubeconfig whose user is this. */
  kubeconfig(user: Readonly<Record<string, unknown>>, cluster?: Readonly<Record<string, unknown>>): string;
  stop(): Promise<void>;
}

/** The token that the cluster takes. */
export const clusterToken = 'good-token';

/** Starts it with secrets: `namespace/name` → key → value. */
export async function startCluster(
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-cluster-'));
  const files = makeCertificate(folder);
  const [ca, certificate, key] = [files.ca, files.certificate, files.key].map((path) => readFileSync(path, 'utf8'));
  const requests: string[] = [];
  const server = createServer({ ca, cert: certificate, key, requestCert: true, rejectUnauthorized: false });
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const [status, body] = answer(request.headers.authorization, (request.socket as TLSSocket).authorized, request.url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const answer = (authorization: string | undefined, isCertified: boolean, url = ''): readonly [number, object] => {
    if (authorization === 'Bearer weak-token') return [403, { kind: 'Status', reason: 'Forbidden' }];
    if (authorization !== `Bearer ${clusterToken}` && !isCertified) return [401, { kind: 'Status' }];
    const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(url) ?? [];
    const secret = secrets[`${namespace}/${name}`];
    if (!secret) return [404, { kind: 'Status', reason: 'NotFound' }];
    const data = Object.entries(secret).map(([field, value]) => [field, Buffer.from(value).toString('base64')]);
    return [200, { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: Object.fromEntries(data) }];
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ca: ca as string,
    certificate: certificate as string,
    key: key as string,
    requests,
    kubeconfig: (user, cluster = { 'certificate-authority-data': Buffer.from(ca as string).toString('base64') }) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'here',
        contexts: [{ name: 'here', context: { cluster: 'local', user: 'me' } }],
        clusters: [{ name: 'local', cluster: { server: `https://127.0.0.1:${port}`, ...cluster } }],
        users: [{ name: 'me', user }],
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
