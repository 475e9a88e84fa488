import { SignJWT } from 'jose';
import { type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { type TestApi, testApi } from '../../../test/rig/http-api.ts';
import { identityRoutes } from '../api/routes/identity.ts';
import { signInRoutes } from '../api/routes/sign-in.ts';
import { createOidc, type Oidc } from './oidc.ts';
import { createSignIn } from './sign-in.ts';

/** A real identity provider with keys of its own; another one is the attacker's. */
const provider = new OAuth2Server();
const stranger = new OAuth2Server();
const publicUrl = new URL('http://images.example');
let store: TestStore;
let oidc: Oidc;
let api: TestApi;

beforeAll(async () => {
  for (const server of [provider, stranger]) {
    await server.issuer.keys.generate('RS256');
    await server.start(0, '127.0.0.1');
  }
  store = await testStore();
});
afterAll(() => Promise.all([provider.stop(), stranger.stop()]));

beforeEach(async () => {
  oidc = createOidc({
    issuer: provider.issuer.url as string,
    audience: 'caskwright',
    clientId: 'caskwright',
    rolesClaim: 'realm_access.roles',
    roles: { 'image-admins': 'admin', developers: 'builder', staff: 'viewer' },
  });
  const signIn = createSignIn(store.db, oidc, new URL('/auth/callback', publicUrl));
  api = await testApi(store, {
    routes: [identityRoutes(store), signInRoutes({ db: store.db, signIn, publicUrl })],
    oidc,
    origins: [publicUrl.origin],
  });
});

const claims = {
  sub: 'ann',
  aud: 'caskwright',
  name: 'Ann',
  email: 'ann@example.invalid',
  realm_access: { roles: ['developers', 'staff'] },
};

function tokenWith(changed: Readonly<Record<string, unknown>> = {}, from = provider): Promise<string> {
  return from.issuer.buildToken({
    scopesOrTransform: (_, payload) => void Object.assign(payload, claims, changed),
  });
}

const me = (token: string) => api.ask('GET', '/api/v1/me', { headers: { authorization: `Bearer ${token}` } });

describe('bearer tokens', () => {
  test('of the provider name the person and the highest of the roles', async () => {
    expect((await me(await tokenWith())).json()).toEqual({
      actor: 'oidc:ann',
      name: 'Ann',
      email: 'ann@example.invalid',
      role: 'builder',
    });
  });

  test.each([
    ['for somebody else', { aud: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['that never expires', { exp: undefined }],
    ['that is not good yet', { nbf: Math.floor(Date.now() / 1000) + 600 }],
    ['of nobody', { sub: undefined }],
  ])('S37 a token %s is refused', async (_, changed) => {
    const answered = await me(await tokenWith(changed));
    expect(answered.statusCode).toBe(401);
    expect(answered.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test('S37 a token signed by a key that is not the provider’s is refused', async () => {
    expect((await me(await tokenWith({ iss: provider.issuer.url }, stranger))).statusCode).toBe(401);
  });

  test('S37 a token without a signature is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const payload = { ...claims, iss: provider.issuer.url, exp: Math.floor(Date.now() / 1000) + 600 };
    expect((await me(`${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`)).statusCode).toBe(401);
  });

  test('S37 a token signed with the public key as a shared secret is refused', async () => {
    const [jwk] = provider.issuer.keys.toJSON();
    const signed = await new SignJWT({ ...claims, iss: provider.issuer.url as string })
      .setProtectedHeader({ alg: 'HS256', kid: String(jwk?.kid) })
      .setExpirationTime('10m')
      .sign(Buffer.from(JSON.stringify(jwk)));
    expect((await me(signed)).statusCode).toBe(401);
  });

  test('without a role open nothing, and say so', async () => {
    const answered = await me(await tokenWith({ realm_access: { roles: ['visitors'] } }));
    expect(answered.statusCode).toBe(403);
    expect(answered.json().detail).toContain('oidc:ann has none');
  });

  test('of a provider that is out of reach are no reason to be refused for good', async () => {
    const away = createOidc({ ...oidc.settings, issuer: 'http://127.0.0.1:9' });
    const lonely = await testApi(store, { routes: [identityRoutes(store)], oidc: away });
    const headers = { authorization: `Bearer ${await tokenWith()}` };
    expect((await lonely.ask('GET', '/api/v1/me', { headers })).statusCode).toBe(503);
  });

  test('a provider on another machine must be https', () => {
    expect(() => createOidc({ ...oidc.settings, issuer: 'http://idp.example' })).toThrow('https');
  });
});

describe('signing in with a browser', () => {
  const cookieOf = (answered: Awaited<ReturnType<TestApi['ask']>>) =>
    String(answered.headers['set-cookie'] ?? '').split(';')[0] ?? '';

  /** Goes to the provider as a browser does; answers with where that sends it back to. */
  async function backFrom(location: string) {
    const answer = await fetch(location, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    return `${back.pathname}${back.search}`;
  }

  async function goToProvider(returnTo = '/images') {
    const begun = await api.ask('GET', `/auth/sign-in?return_to=${encodeURIComponent(returnTo)}`);
    expect(begun.statusCode).toBe(302);
    const location = String(begun.headers.location);
    return { cookie: cookieOf(begun), back: await backFrom(location), location };
  }

  const withClaims = (changed: Readonly<Record<string, unknown>> = {}) =>
    provider.service.once('beforeTokenSigning', (token: MutableToken) => {
      // The access token is signed first.
      provider.service.once(
        'beforeTokenSigning',
        (id: MutableToken) => void Object.assign(id.payload, claims, changed),
      );
      Object.assign(token.payload, claims);
    });

  test('ends in a session for the person, at the page that was wanted', async () => {
    const { cookie, back, location } = await goToProvider();
    expect(new URL(location).searchParams.get('code_challenge_method')).toBe('S256');
    withClaims();
    const finished = await api.ask('GET', back, { headers: { cookie } });
    expect(finished.statusCode).toBe(302);
    expect(finished.headers.location).toBe('/images');
    expect(finished.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax; Max-Age=28800$/);
    const session = { cookie: cookieOf(finished) };
    expect((await api.ask('GET', '/api/v1/me', { headers: session })).json()).toMatchObject({ actor: 'oidc:ann' });
    const out = await api.ask('POST', '/auth/sign-out', { headers: { ...session, origin: publicUrl.origin } });
    expect(out.statusCode).toBe(204);
    expect((await api.ask('GET', '/api/v1/me', { headers: session })).statusCode).toBe(401);
    const rows = await store.db.selectFrom('audit').select(['actor', 'action']).orderBy('id').execute();
    expect(rows.slice(-2)).toEqual([
      { actor: 'oidc:ann', action: 'session.begin' },
      { actor: 'oidc:ann', action: 'session.end' },
    ]);
  });

  test.each([
    ['another nonce', { nonce: 'stolen' }],
    ['another audience', { aud: 'another' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['an expiry in the past', { exp: Math.floor(Date.now() / 1000) - 60 }],
  ])('S37 an ID token with %s makes no session', async (_, changed) => {
    const { cookie, back } = await goToProvider();
    withClaims(changed);
    const finished = await api.ask('GET', back, { headers: { cookie } });
    expect(finished.statusCode).toBe(401);
    expect(finished.headers['set-cookie']).toBeUndefined();
  });

  test('S37 only the browser that began can finish, and only once', async () => {
    const { cookie, back, location } = await goToProvider();
    expect((await api.ask('GET', back)).statusCode).toBe(401);
    expect((await api.ask('GET', back, { headers: { cookie: 'caskwright_sign_in=guessed' } })).statusCode).toBe(401);
    withClaims();
    expect((await api.ask('GET', back, { headers: { cookie } })).statusCode).toBe(302);
    // The provider gives another code for the same sign-in, and that one is good.
    const again = await backFrom(location);
    withClaims();
    expect((await api.ask('GET', again, { headers: { cookie } })).statusCode).toBe(401);
    provider.service.removeAllListeners('beforeTokenSigning');
  });

  test('of somebody without a role makes no session', async () => {
    const { cookie, back } = await goToProvider();
    withClaims({ realm_access: {} });
    expect((await api.ask('GET', back, { headers: { cookie } })).statusCode).toBe(403);
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/a\nb'])(
    'never ends at %j',
    async (returnTo) => {
      const { cookie, back } = await goToProvider(returnTo);
      withClaims();
      expect((await api.ask('GET', back, { headers: { cookie } })).headers.location).toBe('/');
    },
  );
});
