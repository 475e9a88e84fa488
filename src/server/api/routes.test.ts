import type { FastifyPluginAsync } from 'fastify';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { testApi } from '../../../test/rig/http-api.ts';
import { conformanceWith } from '../../../test/rig/openapi.ts';
import { gitParts, testRemote } from '../../../test/rig/remote.ts';
import { temporaryDirectory } from '../../../test/rig/repository.ts';
import { localStorage } from '../../exporters/storage/folder.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { type Identity, permits } from '../auth/identity.ts';
import { createOidc } from '../auth/oidc.ts';
import { createToken, revokeToken } from '../auth/tokens.ts';
import { readServerConfiguration } from '../configuration/read.ts';
import { openLogBook } from '../logs/log-book.ts';
import { createMetrics } from '../operations/metrics.ts';
import { requestRun } from '../runs/requests.ts';
import { serverRoutes } from '../server-routes.ts';

const log = pino({ level: 'silent' });
let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});

/** All routes that a server has, as it puts them together itself. */
async function allRoutes(): Promise<readonly FastifyPluginAsync[]> {
  const oidc = createOidc({
    issuer: 'http://127.0.0.1:9',
    audience: 'caskwright',
    clientId: 'caskwright',
    rolesClaim: 'roles',
    roles: {},
  });
  const folder = temporaryDirectory();
  const book = await openLogBook({ folder, limit: 1000, secrets: [], store, isOver: async () => true, log });
  const read = await readServerConfiguration({
    flags: {},
    environment: { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: 'secret' },
    directory: folder,
    processors: 1,
    receives: true,
  });
  if (!read.ok) throw new Error(read.error.faults.join());
  const editorUrl = 'https://code.example/?folder=/work/{repository}/{path}';
  const { db } = store;
  const authenticator = createAuthenticator({ db, anonymousReading: false });
  const metrics = createMetrics({ db, isLeading: () => true });
  return serverRoutes(
    { configuration: { ...read.value.configuration, editorUrl }, version: '0.0.0', storage: localStorage(folder) },
    { store, book, git: gitParts() },
    {
      ...{ oidc, authenticator, metrics, page: undefined },
      ...{ publicUrl: new URL('https://images.example'), ending: new AbortController().signal },
    },
  );
}

describe('the table of routes', () => {
  /** Asks as a client does, because some answers never end: the status is enough. */
  async function statusOf(origin: string, method: string, path: string, token: string | undefined): Promise<number> {
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const answered = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
      },
      ...(hasBody ? { body: '{}' } : {}),
    });
    await answered.body?.cancel();
    return answered.status;
  }

  /** The path with something in it that is not there. */
  const filled = (url: string) => url.replace(/:(?:id|delivery)\b/g, '4711').replace(/:\w+|\*$/g, 'none');

  test('S38 every route lets those in who may use it, and nobody else', async () => {
    const api = await testApi(store, { routes: await allRoutes() });
    const revoked = await createToken(store.db, { name: 'revoked', role: 'admin', createdBy: 'test' });
    await revokeToken(store.db, revoked.token.id);
    const origin = await api.app.listen({ host: '127.0.0.1', port: 0 });
    expect(api.app.routeTable.length).toBeGreaterThan(50);
    const breaches: string[] = [];
    for (const { method, url, access } of api.app.routeTable) {
      const isOpen = access === 'public' || access === 'webhook';
      const callers: [string, Identity['role'] | undefined, string | undefined][] = [
        ['nobody', undefined, undefined],
        ['a revoked token', undefined, revoked.secret],
        ...(['viewer', 'builder', 'admin', 'worker'] as const).map((role): [string, Identity['role'], string] => [
          role,
          role,
          api.tokens[role],
        ]),
      ];
      for (const [who, role, token] of callers) {
        const statusCode = await statusOf(origin, method, filled(url), token);
        const allowed = isOpen || (role !== undefined && permits(role, access));
        const expected = role === undefined ? 401 : 403;
        // These answer 401 by themselves: a signature or a sign-in is no token.
        const judgesItself = access === 'webhook' || url === '/auth/callback';
        const right = allowed ? judgesItself || ![401, 403].includes(statusCode) : statusCode === expected;
        if (!right) breaches.push(`${who}: ${method} ${url} (${access}) → ${statusCode}`);
      }
    }
    expect(breaches).toEqual([]);
  }, 60_000);

  test('S38 whoever may only look changes nothing, and secrets are for admins', async () => {
    const { app } = await testApi(store, { routes: await allRoutes() });
    const changing = app.routeTable.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
    const open = changing.filter(({ access }) => access === 'public' || access === 'viewer');
    expect(open.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual([
      'POST /api/v1/tickets',
      'POST /auth/sign-out',
      'POST /auth/token',
    ]);
    const secret = app.routeTable.filter(({ url }) => /tokens|audit/.test(url));
    expect([...new Set(secret.map(({ access }) => access))]).toEqual(['admin']);
    // What makes up the page is everybody's: it holds nothing.
    const everybodys = app.routeTable.filter(
      ({ url, access }) => access === 'public' && /^\/(?:api|auth|ws)\b/.test(url),
    );
    expect([...new Set(everybodys.map(({ url }) => url))].toSorted()).toEqual([
      '/api/v1/openapi.json',
      '/auth/callback',
      '/auth/sign-in',
      '/auth/token',
      '/auth/ways',
    ]);
  });
});

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const registration = {
  name: 'base',
  display_name: 'Base',
  description: 'What all stand on',
  category: 'jupyter',
  tags: ['jupyter-compatible'],
  metadata: { gpu_required: true },
  version: '1.0.0',
  registry_url: 'registry.invalid:5000/acme/base:1.0.0',
  digest: digest('a'),
  platforms: ['linux/amd64'],
  size: 1234,
  fingerprint: 'f'.repeat(64),
  source: { repository: '', commit: 'c'.repeat(40), ref: 'refs/heads/main' },
  built_at: '2026-01-01T00:00:00Z',
};

test('every operation answers as its description says', async () => {
  const fresh = await testStore();
  store = fresh;
  const { db } = fresh;
  const remote = await testRemote(fresh, 'shop', {
    'images/base/build.yaml': 'version: 1.0.0\n',
    'images/base/Dockerfile': 'FROM docker.io/library/debian:12\n',
  });
  const commit = remote.git('rev-parse', 'refs/heads/main');
  const api = await testApi(fresh, { routes: await allRoutes() });
  const description = (await api.ask('GET', '/api/v1/openapi.json')).json();
  const conformance = conformanceWith(description);
  const run = (trust: 'trusted' | 'foreign' = 'trusted') =>
    db.transaction().execute((trx) =>
      requestRun(trx, {
        repository: 'shop',
        kind: trust === 'foreign' ? 'pull_request' : 'push',
        trust,
        ref: 'refs/heads/main',
        commit,
        createdBy: 'test',
      }),
    );
  const over = async (id: number, state: 'failed' | 'succeeded') => {
    await db
      .updateTable('runs')
      .set({ state, finished_at: new Date(), summary: '{"failed": 1}' })
      .where('id', '=', id)
      .execute();
    return id;
  };
  const build = async (run_id: number, state: 'failed' | 'ready', image = 'base') => {
    const row = { run_id, image, platform: 'linux/amd64', fingerprint: 'f', state };
    const { id } = await db.insertInto('builds').values(row).returning('id').executeTakeFirstOrThrow();
    return id;
  };
  const [queued, failed] = [await run(), await over(await run(), 'failed')];
  const foreign = await run('foreign');
  const [ready, broken] = [await build(queued, 'ready'), await build(failed, 'failed')];
  await db
    .insertInto('workers')
    .values({ id: 'w1', name: 'w', platforms: ['linux/amd64'], slots: 2, version: '0' })
    .execute();
  const delivery = {
    forge: 'github',
    guid: 'g',
    repository_id: 'shop',
    event: 'push',
    effect: 'e',
    change: '{}',
  } as const;
  const { id: announced } = await db
    .insertInto('deliveries')
    .values({ ...delivery, action: null, sender_id: null, reason: null, state: 'dead' })
    .returning('id')
    .executeTakeFirstOrThrow();

  const wrong: string[] = [];
  const ask = async (as: 'viewer' | 'builder' | 'admin', method: string, url: string, body?: object) => {
    const answered = await api.ask(method, url, body === undefined ? { as } : { as, body });
    wrong.push(...conformance.check(method, url, answered));
    return answered;
  };
  const images = '/api/v1/images';
  expect((await ask('builder', 'PUT', `${images}/shop%2Fbase`, registration)).statusCode).toBe(201);
  await ask('builder', 'PUT', `${images}/base`, { ...registration, digest: digest('b'), later: true });
  for (const path of [
    '',
    '/base',
    '/base/versions',
    '/base/lineage',
    '/base/inputs',
    '/base/files',
    '/base/files/Dockerfile',
    '/base/editor-url',
  ]) {
    await ask('viewer', 'GET', images + path);
  }
  await ask('builder', 'PUT', `${images}/base/files/notes.txt`, { content: 'x' });
  await ask('builder', 'PUT', `${images}/base/files/build.yaml`, { content: 'no: key\n' });
  await ask('builder', 'DELETE', `${images}/base/files/notes.txt`);
  const files = [{ path: 'notes.txt', content: 'y' }];
  await ask('builder', 'PATCH', `${images}/base/files`, { files, message: 'Take notes' });
  await ask('builder', 'GET', '/api/v1/templates');
  await ask('builder', 'POST', `${images}/proposal`, { name: 'worker', template: 'minimal' });
  await ask('builder', 'POST', images, { name: 'worker', template: 'minimal' });
  await ask('builder', 'DELETE', `${images}/worker`);
  await ask('builder', 'POST', '/api/v1/validate', { files: [{ path: 'images/base/build.yaml', content: 'a: b' }] });
  await ask('builder', 'POST', '/api/v1/containerfile', { definition: { base_image: 'debian:12' } });
  await ask('builder', 'POST', '/api/v1/runs', { images: ['base'], force: true });
  for (const path of [
    'runs',
    `runs/${failed}`,
    'builds',
    `builds/${broken}`,
    `builds/${ready}/logs`,
    'workers',
    'me',
  ]) {
    await ask('viewer', 'GET', `/api/v1/${path}`);
  }
  await ask('builder', 'POST', `/api/v1/runs/${failed}/retry?failed=true`);
  await ask('builder', 'POST', `/api/v1/builds/${broken}/retry`);
  await ask('builder', 'POST', `/api/v1/runs/${foreign}/approve`);
  await ask('builder', 'POST', `/api/v1/builds/${ready}/cancel`);
  await ask('builder', 'POST', `/api/v1/runs/${queued}/cancel`);
  await ask('viewer', 'POST', '/api/v1/tickets');
  await ask('viewer', 'POST', '/auth/token', { token: api.tokens.viewer });
  await ask('viewer', 'POST', '/auth/sign-out');
  await ask('viewer', 'GET', '/api/v1/openapi.json');
  await ask('viewer', 'GET', '/auth/ways');
  await ask('viewer', 'GET', '/auth/sign-in');
  await ask('viewer', 'GET', '/auth/callback');
  await ask('viewer', 'GET', '/api/v1/repositories/shop/deliveries');
  await ask('viewer', 'GET', '/api/v1/repositories/shop/fleet');
  await ask('viewer', 'GET', '/api/v1/repositories/shop/drift');
  await ask('viewer', 'GET', '/api/v1/images/base/exports');
  await ask('viewer', 'GET', '/api/v1/images/base/exports/none.qcow2');
  await ask('builder', 'POST', `/api/v1/repositories/shop/deliveries/${announced}/redeliver`);
  await ask('admin', 'POST', '/api/v1/workers/w1/drain');
  await ask('admin', 'POST', '/api/v1/workers/w1/revoke');
  const made = await ask('admin', 'POST', '/api/v1/tokens', {
    name: 'ci',
    role: 'builder',
    expires_at: '2030-01-01T00:00:00Z',
  });
  await ask('admin', 'GET', '/api/v1/tokens');
  await ask('admin', 'DELETE', `/api/v1/tokens/${made.json().token.id}`);
  await ask('admin', 'GET', '/api/v1/repositories');
  await ask('admin', 'GET', '/api/v1/repositories/shop');
  await ask('admin', 'POST', '/api/v1/repositories', { id: 'second', url: remote.path, default_branch: 'main' });
  await ask('admin', 'DELETE', '/api/v1/repositories/second');
  await ask('admin', 'POST', '/api/v1/sync/restore', {});
  await ask('admin', 'POST', '/api/v1/sync/backup', { repository: 'shop' });
  await ask('admin', 'GET', '/api/v1/audit');

  expect(wrong).toEqual([]);
  // Streams have tests of their own; signing in needs an identity provider.
  expect(
    conformance.unseen().filter((name) => !/stream|events|ws|exports\/\{file|auth\/(?:sign-in|callback)/.test(name)),
  ).toEqual([]);
});
