import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newImage, value } from '../../test/conformance/registry.ts';
import { swiftClock } from '../../test/rig/clock.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { startTokenGateway, type TokenGateway } from '../../test/rig/token-gateway.ts';
import type { Environment } from '../system/environment.ts';
import { createHttp } from '../system/http.ts';
import { createRegistry, type RegistryOptions } from './registry.ts';

const login = { username: 'robot$fleet', password: 'p:ss wörd' };
const signal = new AbortController().signal;
const http = createHttp({});
afterAll(() => http.close());

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'caskwright-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function open(host: string, environment: Environment, over: Partial<RegistryOptions> = {}) {
  const options = {
    http,
    clock: swiftClock(),
    environment,
    host,
    namespace: 'library',
    insecure: [],
    ca: {},
    mirrors: {},
  };
  return createRegistry({ ...options, ...over });
}

async function file(path: string, content: unknown): Promise<void> {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');

describe('htpasswd', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry({ login });
  });
  afterAll(() => registry.stop());

  const write = (environment: Environment) =>
    open(registry.host, environment).writeRecord(newImage(), 'cw-main', { a: 'b' }, signal);

  test('credentials of our own variables', async () => {
    const { username, password } = login;
    value(await write({ CASKWRIGHT_REGISTRY_USER: username, CASKWRIGHT_REGISTRY_PASSWORD: password }));
  });

  test.each([
    ['~/.docker/config.json', '.docker/config.json', () => ({ HOME: home })],
    ['DOCKER_CONFIG', 'elsewhere/config.json', () => ({ HOME: '/', DOCKER_CONFIG: join(home, 'elsewhere') })],
    ['REGISTRY_AUTH_FILE', 'auth.json', () => ({ REGISTRY_AUTH_FILE: join(home, 'auth.json') })],
    ['containers/auth.json', 'run/containers/auth.json', () => ({ XDG_RUNTIME_DIR: join(home, 'run') })],
    ['~/.config/containers', '.config/containers/auth.json', () => ({ HOME: home })],
  ])('credentials of %s', async (_, path, environment) => {
    await file(path, { auths: { [registry.host]: { auth } } });
    value(await write(environment()));
  });

  test.each([
    ['with a scheme', () => `https://${registry.host}`],
    ['as docker 1.x wrote it', () => `https://${registry.host}/v1/`],
    ['of a namespace', () => `${registry.host}/library`],
  ])('a key %s', async (_, key) => {
    await file('auth.json', { auths: { [key()]: { auth } } });
    value(await write({ REGISTRY_AUTH_FILE: join(home, 'auth.json') }));
  });

  test('the most exact key counts', async () => {
    const wrong = Buffer.from('who:what').toString('base64');
    await file('auth.json', {
      auths: { [registry.host]: { auth: wrong }, [`${registry.host}/library/fleet`]: { auth } },
    });
    value(await write({ REGISTRY_AUTH_FILE: join(home, 'auth.json') }));
  });

  test.each([
    ['credHelpers', (host: string) => ({ credHelpers: { [host]: 'test' } })],
    ['credsStore', () => ({ credsStore: 'test' })],
  ])('a helper of %s', async (_, config) => {
    await file('.docker/config.json', config(registry.host));
    const reply = JSON.stringify({ Username: login.username, Secret: login.password });
    await file(
      'bin/docker-credential-test',
      `#!/bin/sh\n[ "$(cat)" = '${registry.host}' ] && [ "$1" = get ] && echo '${reply}'\n`,
    );
    await chmod(join(home, 'bin/docker-credential-test'), 0o755);
    value(await write({ HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}` }));
  });

  test('a helper is asked once for many images, and again when what it said may have ended', async () => {
    await file('.docker/config.json', { credsStore: 'test' });
    const reply = JSON.stringify({ Username: login.username, Secret: login.password });
    await file('bin/docker-credential-test', `#!/bin/sh\necho asked >> '${home}/log'; echo '${reply}'\n`);
    await chmod(join(home, 'bin/docker-credential-test'), 0o755);
    const clock = swiftClock();
    const run = open(
      registry.host,
      { HOME: home, PATH: process.env.PATH && `${home}/bin:${process.env.PATH}` },
      { clock },
    );
    for (const minutes of [0, 4, 2]) {
      clock.advance(minutes * 60_000);
      const images = Array.from({ length: 10 }, newImage);
      await Promise.all(images.map(async (image) => value(await run.manifest(image, 'a', signal))));
    }
    expect(await readFile(join(home, 'log'), 'utf8')).toBe('asked\nasked\n');
  });

  test('without credentials the failure says how to get in', async () => {
    expect(await write({ HOME: home })).toMatchObject({
      ok: false,
      error: {
        phase: 'publish',
        reason: 'unauthenticated',
        message: expect.stringContaining('no credentials found'),
        suggestion: `docker login ${registry.host}`,
      },
    });
  });

  test('wrong credentials are refused after one try, and never shown', async () => {
    await registry.forget();
    const result = await write({ CASKWRIGHT_REGISTRY_USER: 'nobody', CASKWRIGHT_REGISTRY_PASSWORD: 'canary-password' });
    expect(result).toMatchObject({
      error: { reason: 'unauthenticated', message: expect.stringContaining('CASKWRIGHT_REGISTRY_USER') },
    });
    expect(JSON.stringify(result)).not.toMatch(/canary-password|bm9ib2R5/);
    expect((await registry.requests()).length).toBeLessThanOrEqual(4);
  });

  test('our own variables are for the configured host alone', async () => {
    const { username, password } = login;
    const environment = { CASKWRIGHT_REGISTRY_USER: username, CASKWRIGHT_REGISTRY_PASSWORD: password };
    const reference = { registry: registry.host, repository: 'library/base' };
    const result = await open('registry.example', environment).resolve(reference, 'linux/amd64' as never, signal);
    expect(result).toMatchObject({ error: { reason: 'unauthenticated' } });
  });

  test.each([
    ['a helper that is not installed', { credsStore: 'absent' }, 'docker-credential-absent is not installed'],
    ['a helper whose name is a path', { credsStore: '../../bin/x' }, 'is not the name of a credential helper'],
    ['a file that is not JSON', 'auths: none', 'is not a JSON object'],
  ])('%s is told', async (_, config, message) => {
    await file('.docker/config.json', config);
    const result = await write({ HOME: home, PATH: process.env.PATH });
    expect(result).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });

  test('after the first answer credentials go with each request: a steady image costs two', async () => {
    const { username, password } = login;
    const run = open(registry.host, { CASKWRIGHT_REGISTRY_USER: username, CASKWRIGHT_REGISTRY_PASSWORD: password });
    await registry.forget();
    const images = Array.from({ length: 20 }, newImage);
    await Promise.all(
      images.flatMap((image) => ['fp', 'cw-main'].map(async (tag) => value(await run.manifest(image, tag, signal)))),
    );
    expect(run.requests()).toBe(2 * images.length + 1);
    expect(await registry.requests()).toHaveLength(2 * images.length + 1);
  });
});

describe('tokens', () => {
  let registry: TestRegistry;
  let gateway: TokenGateway;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.stop());
  afterEach(() => gateway.stop());

  const credentials = { CASKWRIGHT_REGISTRY_USER: login.username, CASKWRIGHT_REGISTRY_PASSWORD: login.password };

  test('one token for each scope, shared by parallel requests', async () => {
    gateway = await startTokenGateway(registry.host, { login });
    const run = open(gateway.host, credentials);
    const image = newImage();
    await Promise.all(['a', 'b', 'c', 'd'].map(async (tag) => value(await run.manifest(image, tag, signal))));
    value(await run.writeRecord(image, 'cw-main', {}, signal));
    value(await run.manifest(image, 'cw-main', signal));
    const scope = `repository:library/${image}`;
    expect(gateway.given).toEqual([[`${scope}:pull`], [`${scope}:pull,push`]]);
  });

  test('an anonymous token is fetched where nobody logs in', async () => {
    gateway = await startTokenGateway(registry.host);
    value(await open(gateway.host, {}).manifest(newImage(), 'a', signal));
    expect(gateway.given).toHaveLength(1);
  });

  test('F5 a token that ends in the middle of a push is renewed, and the digest is the same', async () => {
    gateway = await startTokenGateway(registry.host, { login });
    const image = newImage();
    const plain = newImage();
    const expireBefore = ['HEAD', 'POST', 'PUT'];
    gateway.onRequest((method) => {
      if (expireBefore[0] !== method) return;
      expireBefore.shift();
      gateway.expire();
    });
    const annotations = { 'dev.caskwright.record': '{}' };
    const run = open(gateway.host, credentials);
    value(await run.writeRecord(image, 'cw-main', annotations, signal));
    expect(expireBefore).toEqual([]);
    gateway.onRequest(() => {});
    value(await run.writeRecord(plain, 'cw-main', annotations, signal));
    const [expired, undisturbed] = await Promise.all(
      [image, plain].map((name) => run.manifest(name, 'cw-main', signal)),
    );
    expect(expired).toEqual(undisturbed);
  });

  test('F5 a token is renewed before its lifetime is over', async () => {
    gateway = await startTokenGateway(registry.host, { login, lifetime: 100 });
    const clock = swiftClock();
    const run = open(gateway.host, credentials, { clock });
    const image = newImage();
    for (const seconds of [0, 70, 20, 60]) {
      clock.advance(seconds * 1000);
      await Promise.all(['a', 'b', 'c'].map(async (tag) => value(await run.manifest(image, tag, signal))));
    }
    expect(gateway.given).toHaveLength(2);
    expect(run.requests()).toBe(1 + 4 * 3 + 2);
  });

  test('a login that the token server refuses', async () => {
    gateway = await startTokenGateway(registry.host, { login });
    const result = await open(gateway.host, { HOME: home }).manifest(newImage(), 'a', signal);
    expect(result).toMatchObject({
      error: { phase: 'plan', reason: 'unauthenticated', suggestion: `docker login ${gateway.host}` },
    });
  });
});
