import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './fault-proxy.ts';
import { type DescribedCall, describedCall } from './github-openapi.ts';
import type { TestRegistry } from './registry.ts';
import { removeStored, type StoredRevision, storedRevisions } from './stored.ts';

/** GitHub's container registry and the part of its REST API that knows packages, before a real registry. */
export interface Ghcr {
  /** `127.0.0.1:port` of the registry, which lets nothing be deleted. */
  readonly host: string;
  /** What `GITHUB_API_URL` says. */
  readonly api: string;
  /** Digest → when it was pushed; others were long ago. */
  readonly pushed: Map<string, Date>;
  /** The owner is an organisation, or a user: the token's own or another. */
  owner: 'Organization' | 'User' | 'Self';
  /** The API answers as if the token may not see any package. */
  hidden: boolean;
  /** Operations as they came, with their status. */
  readonly requests: readonly { readonly operation: string; readonly status: number }[];
  /** Where a request, or an answer of this server, strays from GitHub's published description. */
  readonly strays: readonly string[];
  /** Called before each deletion is carried out. */
  onDelete: () => Promise<void>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const TOKEN = 'ghs_good';
const LONG_AGO = new Date('2026-01-01T00:00:00Z');
const PAGE = 3;

/** Starts both. `owner/<name>` is a package of the owner. */
export async function startGhcr(registry: TestRegistry, owner: string): Promise<Ghcr> {
  const ids = new Map<string, number>();
  const strays: string[] = [];
  const requests: { operation: string; status: number }[] = [];
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.method === 'DELETE') return void outgoing.writeHead(405).end('{"errors":[{"code":"UNSUPPORTED"}]}');
    forward(registry.host, incoming).then(
      (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)),
      () => outgoing.destroy(),
    );
    return undefined;
  });
  const api = createServer((incoming, outgoing) => {
    void respond(incoming).then(({ status, body, headers }) =>
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body && JSON.stringify(body)),
    );
  });

  const respond = async (incoming: IncomingMessage): Promise<Answer> => {
    const url = new URL(incoming.url ?? '', ghcr.api);
    const call = describedCall(incoming.method ?? '', url, undefined);
    const authorized = incoming.headers.authorization === `Bearer ${TOKEN}`;
    const answer = !call || !authorized ? refusal(call ? 401 : 404) : await carriedOut(call, url);
    strays.push(
      ...(call ? [...call.findings, ...call.answer(answer.status, answer.body)] : [`no such call: ${url.pathname}`]),
    );
    requests.push({ operation: call?.operation ?? '', status: answer.status });
    return answer;
  };

  const carriedOut = async (call: DescribedCall, url: URL): Promise<Answer> => {
    const { path } = call;
    if (call.operation === 'users/get-by-username')
      return { status: 200, body: user(owner, ghcr.owner === 'Organization' ? 'Organization' : 'User') };
    if (call.operation === 'users/get-authenticated') {
      return ghcr.owner === 'Self' ? { status: 200, body: user(owner, 'User') } : refusal(403);
    }
    const place = { Organization: '/orgs/', User: '/users/', Self: '/user/' }[ghcr.owner];
    if (!url.pathname.startsWith(place) || path.package_type !== 'container') return refusal(404);
    const repository = `${owner}/${path.package_name}`;
    const all = storedRevisions(registry, repository);
    if (all.length === 0 || ghcr.hidden) return refusal(404);
    if (path.package_version_id === undefined) return page(all, url, repository);
    const one = all.find(({ digest }) => idOf(digest) === Number(path.package_version_id));
    if (!one) return refusal(404);
    if (!call.operation.includes('delete')) return { status: 200, body: version(one, repository) };
    await ghcr.onDelete();
    return (await removeStored(registry, repository, one.digest)) ? { status: 204 } : refusal(404);
  };

  const page = (all: readonly StoredRevision[], url: URL, repository: string): Answer => {
    const number = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(number + 1));
    const shown = ghcr.owner === 'User' ? all : all.slice((number - 1) * PAGE, number * PAGE);
    const more = ghcr.owner !== 'User' && all.length > number * PAGE;
    return {
      status: 200,
      body: shown.map((one) => version(one, repository)),
      ...(more ? { headers: { link: `<${next.href}>; rel="next", <${url.href}>; rel="first"` } } : {}),
    };
  };

  const idOf = (digest: string) => {
    const id = ids.get(digest) ?? ids.size + 1001;
    ids.set(digest, id);
    return id;
  };

  const version = ({ digest, tags }: StoredRevision, repository: string) => {
    const date = (ghcr.pushed.get(digest) ?? LONG_AGO).toISOString();
    return {
      id: idOf(digest),
      name: digest,
      url: `${ghcr.api}/packages/${repository}/${idOf(digest)}`,
      package_html_url: `https://github.example/${repository}`,
      created_at: date,
      updated_at: date,
      metadata: { package_type: 'container', container: { tags } },
    };
  };

  const ghcr: Ghcr = {
    host: '',
    api: '',
    pushed: new Map(),
    owner: 'Organization',
    hidden: false,
    requests,
    strays,
    onDelete: async () => {},
    async stop() {
      for (const server of [proxy, api]) {
        server.close();
        server.closeAllConnections();
        if (server.listening) await once(server, 'close');
      }
    },
  };
  for (const server of [proxy, api]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const at = (server: typeof api) => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(ghcr, { host: at(proxy), api: `http://${at(api)}` });
}

/** The environment of a command that may do everything there. */
export function ghcrEnvironment({ api }: Ghcr): Readonly<Record<string, string>> {
  return { GITHUB_API_URL: api, GITHUB_TOKEN: TOKEN };
}

function refusal(status: number): Answer {
  return {
    status,
    body: { message: 'refused', documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}

/** Every field that the description wants of a user, and nothing more. */
function user(login: string, type: 'Organization' | 'User') {
  const url = 'https://api.github.example/x';
  const links = [
    'avatar_url',
    'url',
    'html_url',
    'followers_url',
    'following_url',
    'gists_url',
    'starred_url',
    'subscriptions_url',
    'organizations_url',
    'repos_url',
    'events_url',
    'received_events_url',
  ];
  return {
    login,
    id: 1,
    node_id: 'MDQ6',
    gravatar_id: null,
    ...Object.fromEntries(links.map((name) => [name, url])),
    type,
    site_admin: false,
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}
