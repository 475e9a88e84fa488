import type { FastifyPluginAsync } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { testApi } from '../../../test/rig/http-api.ts';
import { grant } from '../auth/grants.ts';
import { createToken, ensureFirstToken, revokeToken } from '../auth/tokens.ts';

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});

/** A route for each kind of access, and one that opens a WebSocket. */
const routes: FastifyPluginAsync = async (app) => {
  for (const access of ['public', 'viewer', 'builder', 'admin', 'worker', 'webhook'] as const) {
    app.get(`/${access}`, { config: { access } }, async ({ identity }) => identity ?? {});
  }
  app.post('/change', { config: { access: 'viewer' } }, async ({ identity }) => identity);
};

const person = { actor: 'oidc:ann', name: 'Ann', role: 'builder' };

describe('tokens', () => {
  test('S38 each role reaches what is meant for it, and nothing else', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    const reached = async (as?: 'viewer' | 'builder' | 'admin' | 'worker') => {
      const paths = ['public', 'webhook', 'viewer', 'builder', 'admin', 'worker'];
      const answers = await Promise.all(paths.map((path) => ask('GET', `/${path}`, as ? { as } : {})));
      return answers.map(({ statusCode }) => statusCode);
    };
    expect(await reached()).toEqual([200, 200, 401, 401, 401, 401]);
    expect(await reached('viewer')).toEqual([200, 200, 200, 403, 403, 403]);
    expect(await reached('builder')).toEqual([200, 200, 200, 200, 403, 403]);
    expect(await reached('admin')).toEqual([200, 200, 200, 200, 200, 403]);
    expect(await reached('worker')).toEqual([200, 200, 403, 403, 403, 200]);
  });

  test.each([
    ['no token', {}, 'Bearer realm="caskwright"'],
    ['an unknown token', { authorization: 'Bearer cwt_unknown' }, 'error="invalid_token"'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'error="invalid_token"'],
    ['an empty token', { authorization: 'Bearer ' }, 'error="invalid_token"'],
  ])('401 for %s says how to do better', async (_, headers, challenge) => {
    const { ask } = await testApi(store, { routes: [routes] });
    const answered = await ask('GET', '/viewer', { headers });
    expect(answered.statusCode).toBe(401);
    expect(answered.headers['www-authenticate']).toContain(challenge);
  });

  test('a revoked token and an expired one are refused at once', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    const revoked = await createToken(store.db, { name: 'r', role: 'admin', createdBy: 'test' });
    const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
    expect((await ask('GET', '/admin', bearer(revoked.secret))).statusCode).toBe(200);
    await revokeToken(store.db, revoked.token.id);
    expect((await ask('GET', '/admin', bearer(revoked.secret))).statusCode).toBe(401);
    const past = new Date(Date.now() - 3_600_000);
    const expired = await createToken(store.db, { name: 'e', role: 'admin', createdBy: 'test', expiresAt: past });
    expect((await ask('GET', '/admin', bearer(expired.secret))).statusCode).toBe(401);
  });

  test('the database holds no token', async () => {
    const { token, secret } = await createToken(store.db, { name: 'kept', role: 'viewer', createdBy: 'test' });
    const row = await store.db.selectFrom('tokens').selectAll().where('id', '=', token.id).executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(secret.slice(4, 20));
    expect(secret).toMatch(/^cwt_[\w-]{43}$/);
  });
});

describe('the first token', () => {
  test('is made once, by one of two servers that start together', async () => {
    const fresh = await testStore();
    const made = await Promise.all([ensureFirstToken(fresh.db), ensureFirstToken(fresh.db)]);
    expect(made.filter((secret) => secret !== undefined)).toHaveLength(1);
    expect(await ensureFirstToken(fresh.db)).toBeUndefined();
  });

  test('is the one that was given, also when it was revoked or was another before', async () => {
    const fresh = await testStore();
    await ensureFirstToken(fresh.db, 'a-token-of-20-letters');
    await revokeToken(fresh.db, 'admin');
    await ensureFirstToken(fresh.db, 'another-token-of-some-letters');
    const { ask } = await testApi(fresh, { routes: [routes] });
    const status = async (secret: string) =>
      (await ask('GET', '/admin', { headers: { authorization: `Bearer ${secret}` } })).statusCode;
    expect([await status('a-token-of-20-letters'), await status('another-token-of-some-letters')]).toEqual([401, 200]);
  });
});

describe('reading without a token', () => {
  test('is allowed where it is configured, and only reading', async () => {
    const { ask } = await testApi(store, { routes: [routes], anonymousReading: true });
    const paths = ['viewer', 'builder', 'worker'];
    const statuses = await Promise.all(paths.map(async (path) => (await ask('GET', `/${path}`)).statusCode));
    expect(statuses).toEqual([200, 403, 403]);
  });

  test('does not make up for a token that is not good', async () => {
    const { ask } = await testApi(store, { routes: [routes], anonymousReading: true });
    expect((await ask('GET', '/viewer', { headers: { authorization: 'Bearer gone' } })).statusCode).toBe(401);
  });
});

describe('sessions of browsers', () => {
  const session = async () => `caskwright_session=${await grant(store.db, 'session', person, 60)}`;

  test('stand for the person, until they expire', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    expect((await ask('GET', '/builder', { headers: { cookie: await session() } })).json()).toEqual(person);
    const over = await grant(store.db, 'session', person, -1);
    const answered = await ask('GET', '/viewer', { headers: { cookie: `caskwright_session=${over}` } });
    expect(answered.statusCode).toBe(401);
  });

  test('that were begun with a token end with it', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    const { token } = await createToken(store.db, { name: 's', role: 'admin', createdBy: 'test' });
    const holder = { actor: `token:${token.id}`, name: 's', role: 'admin' };
    const headers = { cookie: `caskwright_session=${await grant(store.db, 'session', holder, 60)}` };
    expect((await ask('GET', '/admin', { headers })).statusCode).toBe(200);
    await revokeToken(store.db, token.id);
    expect((await ask('GET', '/admin', { headers })).statusCode).toBe(401);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['no origin at all, as a sandboxed page has', { origin: 'null' }, 403],
    ['another site, by the word of the browser', { 'sec-fetch-site': 'cross-site' }, 403],
    ['the host that is asked', { origin: 'http://localhost', host: 'localhost' }, 200],
    ['an origin that is configured', { origin: 'https://images.example' }, 200],
  ])('cannot be used by a page of %s', async (_, headers, status) => {
    const { ask } = await testApi(store, { routes: [routes], origins: ['https://images.example'] });
    const answered = await ask('POST', '/change', { headers: { cookie: await session(), ...headers } });
    expect(answered.statusCode).toBe(status);
  });
});

describe('WebSockets', () => {
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
  const ticket = () => grant(store.db, 'ticket', person, 30);

  test('S35 a cookie alone opens none', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    const cookie = `caskwright_session=${await grant(store.db, 'session', person, 60)}`;
    expect((await ask('GET', '/viewer', { headers: { ...upgrade, cookie } })).statusCode).toBe(401);
  });

  test('S35 a ticket opens one', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    const url = `/viewer?ticket=${await ticket()}`;
    const opened = await Promise.all([1, 2, 3].map(() => ask('GET', url, { headers: upgrade })));
    expect(opened.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401, 401]);
  });

  test('S35 a page of another origin opens none, with whatever ticket', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    const headers = { ...upgrade, origin: 'https://evil.example' };
    expect((await ask('GET', `/viewer?ticket=${await ticket()}`, { headers })).statusCode).toBe(403);
  });

  test('a ticket opens nothing else', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    expect((await ask('GET', `/viewer?ticket=${await ticket()}`)).statusCode).toBe(401);
  });

  test('a program opens one with its token', async () => {
    const { ask } = await testApi(store, { routes: [routes] });
    expect((await ask('GET', '/viewer', { as: 'viewer', headers: upgrade })).statusCode).toBe(200);
  });
});
