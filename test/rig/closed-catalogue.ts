import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './fault-proxy.ts';
import type { TestRegistry } from './registry.ts';

/** A registry whose catalogue is closed, behind the API that lists its images in its place. */
export interface ClosedCatalogue {
  readonly host: string;
  /** `path?query` of what the API was asked. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

export const catalogueLogin = { username: 'giteaAdmin', password: 'good' };

type Answer = readonly [status: number, body: unknown];

/**
 * The lists of images as the published descriptions have them: `listPackages` of Gitea (templates/swagger/v1_json.tmpl),
 * `listRepositories` of Harbor (api/v2.0/swagger.yaml), `packages/list-packages-for-user` of GitHub.
 */
const apis: Readonly<
  Record<'gitea' | 'harbor' | 'github', (url: URL, names: readonly string[]) => Answer | undefined>
> = {
  gitea(url, names) {
    const [, owner] = /^\/api\/v1\/packages\/([^/]+)$/.exec(url.pathname) ?? [];
    if (owner === undefined || url.searchParams.get('type') !== 'container') return undefined;
    const own = names.filter((name) => name.startsWith(`${owner.toLowerCase()}/`));
    // A version each; two of every package.
    const packages = own.flatMap((name, at) =>
      ['latest', '1.0'].map((version) => ({
        id: at + 1,
        owner: { id: 1, login: 'giteaAdmin' },
        repository: null,
        creator: { id: 1, login: 'giteaAdmin' },
        type: 'container',
        name: name.slice(owner.length + 1),
        version,
        html_url: `https://gitea.example/giteaAdmin/-/packages/container/${name}/${version}`,
        created_at: '2026-01-01T00:00:00Z',
      })),
    );
    return [200, pageOf(packages, url, 'limit', 50)];
  },
  harbor(url, names) {
    const [, project] = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories$/.exec(url.pathname) ?? [];
    if (project === undefined) return undefined;
    const own = names.filter((name) => name.startsWith(`${project}/`));
    const repositories = own.map((name, at) => ({ id: at, project_id: 1, name, artifact_count: 1, pull_count: 0 }));
    return [200, pageOf(repositories, url, 'page_size', 100)];
  },
  github(url, names) {
    if (url.pathname === '/users/octo') return [200, { login: 'octo', type: 'User' }];
    if (url.pathname === '/user') return [403, { message: 'no user' }];
    if (url.pathname !== '/users/octo/packages' || url.searchParams.get('package_type') !== 'container')
      return undefined;
    const own = names.filter((name) => name.startsWith('octo/'));
    return [200, own.map((name, id) => ({ id, name: name.slice(5), package_type: 'container', visibility: 'public' }))];
  },
};

/** Starts it before a registry; `names` are the images that it lists. */
export async function closeCatalogue(
  registry: TestRegistry,
  kind: keyof typeof apis,
  names: readonly string[],
): Promise<ClosedCatalogue> {
  const requests: string[] = [];
  const wanted = `Basic ${Buffer.from(`${catalogueLogin.username}:${catalogueLogin.password}`).toString('base64')}`;
  const bearer = `Bearer ${catalogueLogin.password}`;
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '', 'http://registry');
    const send = ([status, body]: Answer) =>
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/v2/_catalog') return void send([401, { errors: [{ code: 'UNAUTHORIZED' }] }]);
    if (url.pathname.startsWith('/v2/')) {
      return void forward(registry.host, incoming).then(
        (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)),
        () => outgoing.destroy(),
      );
    }
    requests.push(`${url.pathname}${url.search}`);
    const known = [wanted, bearer].includes(incoming.headers.authorization ?? '');
    const answer = apis[kind](url, names);
    return void send(answer === undefined ? [404, {}] : known ? answer : [401, {}]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pageOf<T>(all: readonly T[], url: URL, size: string, most: number): readonly T[] {
  const length = Math.min(Number(url.searchParams.get(size) ?? 10), most);
  const first = (Number(url.searchParams.get('page') ?? 1) - 1) * length;
  return all.slice(first, first + length);
}
