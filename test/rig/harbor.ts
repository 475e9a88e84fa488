import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './fault-proxy.ts';
import type { TestRegistry } from './registry.ts';
import { removeStored, removeStoredTag, type StoredRevision, storedRevisions } from './stored.ts';

/** Harbor before a real registry: its API 2.0 as far as artifacts and tags go, and the registry as it is. */
export interface Harbor {
  /** `127.0.0.1:port` of both. */
  readonly host: string;
  /** Digest → when it was pushed; others were long ago. */
  readonly pushed: Map<string, Date>;
  /** Digests with a signature as an accessory. */
  readonly signed: Set<string>;
  /** `METHOD path` of the API as it came, still encoded. */
  readonly requests: readonly string[];
  /** Where a request strays from Harbor's published description. */
  readonly strays: readonly string[];
  stop(): Promise<void>;
}

export const harborLogin = { username: 'robot$clean', password: 'good' };

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

/** The calls of api/v2.0/swagger.yaml, their query parameters, and the largest page. */
const described: readonly { readonly method: string; readonly path: RegExp; readonly query: readonly string[] }[] = [
  { method: 'GET', path: /^\/systeminfo$/, query: [] },
  {
    method: 'GET',
    path: /^\/projects\/[^/]+\/repositories\/[^/]+\/artifacts$/,
    query: [
      'q',
      'sort',
      'page',
      'page_size',
      'with_tag',
      'with_label',
      'with_scan_overview',
      'with_sbom_overview',
      'with_immutable_status',
      'with_accessory',
    ],
  },
  {
    method: 'GET',
    path: /^\/projects\/[^/]+\/repositories\/[^/]+\/artifacts\/[^/]+$/,
    query: [
      'page',
      'page_size',
      'with_tag',
      'with_label',
      'with_scan_overview',
      'with_sbom_overview',
      'with_accessory',
      'with_immutable_status',
    ],
  },
  { method: 'DELETE', path: /^\/projects\/[^/]+\/repositories\/[^/]+\/artifacts\/[^/]+$/, query: [] },
  { method: 'DELETE', path: /^\/projects\/[^/]+\/repositories\/[^/]+\/artifacts\/[^/]+\/tags\/[^/]+$/, query: [] },
];
const MAX_PAGE = 100;

/** Starts it. */
export async function startHarbor(registry: TestRegistry): Promise<Harbor> {
  const pushed = new Map<string, Date>();
  const signed = new Set<string>();
  const requests: string[] = [];
  const strays: string[] = [];
  const wanted = `Basic ${Buffer.from(`${harborLogin.username}:${harborLogin.password}`).toString('base64')}`;
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith('/api/')) {
      forward(registry.host, incoming).then(
        (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)),
        () => outgoing.destroy(),
      );
      return;
    }
    void respond(incoming).then(([status, body]) =>
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });

  const respond = async (incoming: IncomingMessage): Promise<[number, unknown]> => {
    const { method = '', url: target = '' } = incoming;
    const url = new URL(target, 'http://harbor');
    const path = url.pathname.replace(/^\/api\/v2\.0/, '');
    requests.push(`${method} ${path}`);
    const call = described.find((one) => one.method === method && one.path.test(path));
    const foreign = [...url.searchParams.keys()].filter((name) => !call?.query.includes(name));
    strays.push(...foreign.map((name) => `${method} ${path}: no parameter ${name}`));
    if (Number(url.searchParams.get('page_size') ?? 0) > MAX_PAGE) strays.push(`${target}: the page is too large`);
    if (!call) {
      strays.push(`${method} ${path}: no such call`);
      return [404, failure('NOT_FOUND')];
    }
    if (path === '/systeminfo') return [200, { harbor_version: 'v2.13.0', auth_mode: 'db_auth' }];
    if (incoming.headers.authorization !== wanted) return [401, failure('UNAUTHORIZED')];
    const [, , project = '', , name = '', , reference, , tag] = path.split('/');
    // A slash comes encoded twice over.
    const repository = `${project}/${decodeURIComponent(decodeURIComponent(name))}`;
    const all = storedRevisions(registry, repository);
    if (all.length === 0) return [404, failure('NOT_FOUND')];
    if (reference === undefined) {
      const size = Number(url.searchParams.get('page_size') ?? 10);
      const first = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
      return [200, all.slice(first, first + size).map(artifact)];
    }
    const one = all.find(({ digest }) => digest === decodeURIComponent(reference));
    if (!one) return [404, failure('NOT_FOUND')];
    if (method === 'GET') return [200, artifact(one)];
    if (tag !== undefined) return removeStoredTag(registry, repository, tag) ? [200, {}] : [404, failure('NOT_FOUND')];
    return (await removeStored(registry, repository, one.digest)) ? [200, {}] : [404, failure('NOT_FOUND')];
  };

  const artifact = ({ digest, tags }: StoredRevision) => ({
    digest,
    type: 'IMAGE',
    push_time: (pushed.get(digest) ?? LONG_AGO).toISOString(),
    tags: tags.length > 0 ? tags.map((name) => ({ name, immutable: false })) : null,
    accessories: signed.has(digest) ? [{ type: 'signature.cosign', digest: `sha256:${'5'.repeat(64)}` }] : null,
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    pushed,
    signed,
    requests,
    strays,
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

function failure(code: string) {
  return { errors: [{ code, message: code.toLowerCase() }] };
}
