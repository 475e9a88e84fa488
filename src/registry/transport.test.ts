import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newImage, value } from '../../test/conformance/registry.ts';
import { type SwiftClock, swiftClock } from '../../test/rig/clock.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../../test/rig/fault-proxy.ts';
import { dockerImage, push } from '../../test/rig/pushed-image.ts';
import { freePort, makeCertificate, startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { createHttp } from '../system/http.ts';
import { createRegistry, type RegistryOptions } from './registry.ts';

const signal = new AbortController().signal;
const http = createHttp({});
afterAll(() => http.close());

function open(host: string, over: Partial<RegistryOptions> = {}) {
  const options = {
    http,
    clock: swiftClock(),
    environment: {},
    host,
    namespace: '',
    insecure: [],
    ca: {},
    mirrors: {},
  };
  return createRegistry({ ...options, ...over });
}

describe('F4 faults of a registry', () => {
  let registry: TestRegistry;
  let proxy: FaultProxy;
  let clock: SwiftClock;
  beforeAll(async () => {
    registry = await startRegistry();
    proxy = await startFaultProxy(registry.host);
  });
  afterAll(async () => {
    await proxy.stop();
    await registry.stop();
  });
  beforeEach(() => {
    clock = swiftClock();
    proxy.use();
  });

  /** Everything that a run writes for one image; what it leaves is checked by reading it without faults. */
  const publish = async (over: Partial<RegistryOptions> = {}) => {
    const run = open(proxy.host, { clock, ...over });
    const image = newImage();
    const tag = `fp-${randomBytes(20).toString('hex')}-linux-amd64`;
    const target = open(registry.host).outputFor(image, tag);
    const built = await push(dockerImage(), target);
    const annotations = { 'dev.caskwright.fingerprint': 'f', 'dev.caskwright.parents': '{}' };
    const platform = 'linux/amd64' as never;
    const settled = await run.settle({ image, platform, built, tag, annotations }, signal);
    if (!settled.ok) return settled;
    const joined = await run.join({ image, nodes: [{ platform, digest: settled.value.digest }], annotations }, signal);
    if (!joined.ok) return joined;
    const tagged = await run.tag(image, joined.value.digest, 'latest', signal);
    if (!tagged.ok) return tagged;
    const record = await run.writeRecord(image, 'cw-main', annotations, signal);
    if (!record.ok) return record;
    const latest = value(await open(registry.host).manifest(image, 'latest', signal));
    expect(latest).toMatchObject({ digest: joined.value.digest, platforms: { 'linux/amd64': settled.value.digest } });
    return record;
  };

  const passing: [string, Fault][] = [
    ...[408, 429, 500, 502, 503, 504].map((status): [string, Fault] => [String(status), { kind: 'status', status }]),
    ['a broken connection before the request is read', { kind: 'reset-request' }],
    ['a broken connection after it was carried out', { kind: 'reset', afterBytes: 0 }],
    ['a broken connection within the answer', { kind: 'reset', afterBytes: 20 }],
    ['a failure after it was carried out', { kind: 'status-after', status: 502 }],
    ['silence', { kind: 'silent' }],
  ];
  test.each(passing)('%s at every kind of request is bridged', async (_, fault) => {
    proxy.use(...['GET', 'HEAD', 'POST', 'PUT'].map((method) => ({ method, times: 2, fault })));
    expect(await publish({ timeout: fault.kind === 'silent' ? 150 : 10_000 })).toMatchObject({ ok: true });
    expect(proxy.left()).toBe(0);
  });

  test.each(['http://[', '//[', 'somewhere'])('an upload that is sent to %s is a failure', async (location) => {
    proxy.use({ method: 'POST', fault: { kind: 'status', status: 202, headers: { location } } });
    expect(await publish()).toMatchObject({ error: { phase: 'publish' } });
  });

  test.each([404, 416])('an upload that the registry has lost (%i) is begun anew', async (status) => {
    proxy.use({ method: 'PUT', path: /blobs\/uploads/, times: 2, fault: { kind: 'status', status } });
    expect(await publish()).toMatchObject({ ok: true });
  });

  test.each([
    ['an answer cut short', { kind: 'reset', afterBytes: 100 }, 'registry-error'],
    ['500', { kind: 'status', status: 500, body: 'boom' }, 'registry-error'],
    ['429', { kind: 'status', status: 429 }, 'rate-limited'],
    ['416', { kind: 'status', status: 416 }, 'registry-error'],
    ['silence', { kind: 'silent' }, 'timeout'],
    ['an answer that never comes to its end', { kind: 'drip', everyMilliseconds: 20 }, 'timeout'],
    ['other bytes than the digest says', { kind: 'corrupt' }, 'registry-error'],
    ['a full disk', { kind: 'status', status: 507 }, 'disk-full'],
    ['403', { kind: 'status', status: 403 }, 'denied'],
  ] satisfies [string, Fault, string][])(
    '%s without end is a named failure after a bounded time',
    async (_, fault, reason) => {
      proxy.use({ method: 'GET', fault });
      const timeout = reason === 'timeout' ? 60 : 10_000;
      const seen = proxy.seen.length;
      const image = newImage();
      await push(dockerImage(), { kind: 'registry', repository: `${registry.host}/${image}`, tag: 'latest' });
      const result = await open(proxy.host, { clock, timeout }).manifest(image, 'latest', signal);
      expect(result).toMatchObject({ ok: false, error: { phase: 'plan', reason } });
      expect(result).toMatchObject({ error: { message: expect.stringContaining(proxy.host) } });
      expect(proxy.seen.length - seen).toBeLessThanOrEqual(6);
    },
  );

  test('I3 a tag that cannot be written is a failure, and the tag stands where it stood', async () => {
    proxy.use({ method: 'PUT', path: /manifests\/latest/, fault: { kind: 'status', status: 503 } });
    const result = await publish();
    expect(result).toMatchObject({ ok: false, error: { phase: 'publish', reason: 'registry-error' } });
  });

  test('Retry-After in seconds is waited for, and no longer than our patience', async () => {
    proxy.use({ times: 1, fault: { kind: 'status', status: 429, headers: { 'retry-after': '20' } } });
    const image = newImage();
    value(await open(proxy.host, { clock }).manifest(image, 'latest', signal));
    expect(clock.pauses).toEqual([expect.closeTo(20_200, -3)]);
    proxy.use({ fault: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } } });
    const late = await open(proxy.host, { clock }).manifest(image, 'latest', signal);
    expect(late).toMatchObject({
      error: { reason: 'rate-limited', suggestion: expect.stringContaining('after 3600 s') },
    });
    expect(clock.pauses).toHaveLength(1);
  });

  test('a silent registry fails all that wait for it, not one after the other', async () => {
    proxy.use({ fault: { kind: 'silent' } });
    const run = open(proxy.host, { clock, timeout: 100 });
    const seen = proxy.seen.length;
    const images = Array.from({ length: 20 }, newImage);
    const results = images.map((image) => run.manifest(image, 'latest', signal));
    await results[0];
    expect(new Set(proxy.seen.slice(seen).map(({ path }) => path)).size).toBe(images.length);
    for (const result of await Promise.all(results)) expect(result).toMatchObject({ error: { reason: 'timeout' } });
  });

  test('a host that is none is a failure', async () => {
    const reference = { registry: 'registry.example:99999', repository: 'base' };
    const result = await open(proxy.host).resolve(reference, 'linux/amd64' as never, signal);
    expect(result).toMatchObject({ error: { reason: 'unreachable', message: expect.stringContaining(':99999') } });
  });

  test('a cancelled request ends at once', async () => {
    proxy.use({ fault: { kind: 'silent' } });
    const controller = new AbortController();
    const arrived = proxy.next();
    const result = open(proxy.host, { clock }).manifest(newImage(), 'latest', controller.signal);
    await arrived;
    controller.abort();
    expect(await result).toMatchObject({ error: { reason: 'cancelled' } });
  });

  test('a registry that is not there', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const result = await open(host, { clock }).manifest(newImage(), 'latest', signal);
    expect(result).toMatchObject({ error: { reason: 'unreachable', message: expect.stringContaining(host) } });
    expect(clock.pauses).toHaveLength(2);
  });

  test('a connection that the registry closed while idle costs nothing but a repetition', async () => {
    const run = open(proxy.host, { clock });
    value(await run.manifest(newImage(), 'latest', signal));
    proxy.use({ times: 1, fault: { kind: 'reset-request' } });
    value(await run.manifest(newImage(), 'latest', signal));
  });
});

describe('TLS', () => {
  let registry: TestRegistry;
  let other: TestRegistry;
  /** A name of this machine that is not one of those that docker takes for insecure. */
  let host: string;
  beforeAll(async () => {
    [registry, other] = await Promise.all([startRegistry({ tls: true }), startRegistry({ tls: true })]);
    host = `0.0.0.0:${registry.port}`;
  });
  afterAll(() => Promise.all([registry.stop(), other.stop()]));

  const write = (at: string, over: Partial<RegistryOptions>) =>
    open(at, over).writeRecord(newImage(), 'cw-main', { a: 'b' }, signal);

  test('a certificate of an unknown authority is refused by default, and the setting is named', async () => {
    expect(await write(host, {})).toMatchObject({
      error: { reason: 'tls-authority', suggestion: expect.stringContaining(`registry.ca: { "${host}"`) },
    });
  });

  test('it is taken where a CA file says so, on this machine itself too', async () => {
    value(await write(host, { ca: { [host]: registry.ca ?? '' } }));
    value(await write(registry.host, { ca: { [registry.host]: registry.ca ?? '' } }));
  });

  test("another authority's file does not help", async () => {
    const result = await write(registry.host, { ca: { [registry.host]: other.ca ?? '' } });
    expect(result).toMatchObject({ error: { reason: 'tls-authority' } });
  });

  test.each([
    ['/nowhere/ca.pem', 'ENOENT'],
    [import.meta.filename, 'no PEM certificate'],
  ])('%s as CA file', async (file, why) => {
    const result = await write(host, { ca: { [host]: file } });
    expect(result).toMatchObject({ error: { reason: 'tls-authority', message: expect.stringContaining(why) } });
  });

  test('an insecure host is spoken to over TLS without verification', async () => {
    value(await write(host, { insecure: [host] }));
  });

  test('HTTP on a port that wants HTTPS is told apart', async () => {
    expect(await open(registry.host).manifest(newImage(), 'latest', signal)).toMatchObject({
      error: { reason: 'tls-authority', message: expect.stringContaining('speaks HTTPS') },
    });
  });
});

describe('plain HTTP', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.stop());

  test('is refused by default on other hosts', async () => {
    const host = `0.0.0.0:${registry.port}`;
    const result = await open(host).manifest(newImage(), 'latest', signal);
    expect(result).toMatchObject({
      error: { reason: 'plain-http', suggestion: expect.stringContaining(`"${host}" to registry.insecure`) },
    });
  });

  test('is spoken to an insecure host that has nothing else', async () => {
    const host = `0.0.0.0:${registry.port}`;
    const run = open(host, { insecure: [host] });
    value(await run.writeRecord(newImage(), 'cw-main', {}, signal));
    expect(run.requests()).toBe(8);
  });

  test('a steady image costs two requests, a hundred images two hundred', async () => {
    const run = open(registry.host);
    const images = Array.from({ length: 100 }, newImage);
    await registry.forget();
    await Promise.all(
      images.flatMap((image) => ['fp', 'cw-main'].map(async (tag) => value(await run.manifest(image, tag, signal)))),
    );
    expect(await registry.requests()).toHaveLength(200);
    expect(run.requests()).toBe(200);
  });
});

test('a redirect never leads from HTTPS to HTTP', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caskwright-tls-'));
  const files = makeCertificate(folder);
  const pair = { cert: await readFile(files.certificate), key: await readFile(files.key) };
  const server = createSecureServer(pair, (_, response) =>
    response.writeHead(307, { location: 'http://localhost:1/elsewhere' }).end(),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = open(host, { ca: { [host]: files.ca } });
  expect(await run.manifest(newImage(), 'latest', signal)).toMatchObject({
    error: { message: expect.stringContaining('redirected to http://localhost:1') },
  });
  expect(run.requests()).toBe(1);
  server.close();
  await rm(folder, { recursive: true });
});

describe('what only some registries do', () => {
  let server: Server;
  let host: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown;
  beforeAll(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => http.close());
  afterAll(() => server.close());

  const all = Array.from({ length: 730 }, (_, index) => `tag-${String(index).padStart(4, '0')}`);
  /** Serves the tags in pages of `cap`, as a registry does that caps what is asked for. */
  const paged = (cap: number, link: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', `http://${host}`);
    const after = all.indexOf(url.searchParams.get('last') ?? '') + 1;
    const tags = all.slice(after, after + Math.min(cap, Number(url.searchParams.get('n'))));
    const more = after + cap < all.length;
    const next = `</v2/some/image/tags/list?last=${tags.at(-1)}&n=${cap}>; rel="next"`;
    response.writeHead(200, link && more ? { link: next } : {}).end(JSON.stringify({ name: 'some/image', tags }));
  };

  test.each([
    ['with Link', 100, true],
    ['without Link, by the last tag', 100, false],
    ['in pages that end exactly with the last tag', 73, false],
  ])('S42 tags come in capped pages %s', async (_, cap, link) => {
    answer = paged(cap, link);
    expect(value(await open(host).tags('some/image' as never, signal))).toEqual(all);
  });

  test('a registry that ignores where the page shall begin is not asked for ever', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      response.end(JSON.stringify({ name: 'some/image', tags: all.slice(0, 100) }));
    };
    expect(value(await open(host).tags('some/image' as never, signal))).toEqual(all.slice(0, 100));
    expect(asked).toBe(2);
  });

  test('a blob that lies elsewhere is fetched there, without our credential', async () => {
    const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'arm64', variant: 'v8' }));
    const pushed = dockerImage();
    const manifest = JSON.parse(Buffer.from(pushed.manifests[0]?.bytes ?? []).toString()) as {
      config: { digest: string };
    };
    const { digestOf } = await import('./manifest.ts');
    manifest.config.digest = digestOf(config);
    const seen: (string | undefined)[] = [];
    answer = (request, response) => {
      const { authorization } = request.headers;
      if (request.headers.host?.startsWith('localhost')) {
        seen.push(authorization);
        return response.end(config);
      }
      if (authorization === undefined) return response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      if (!request.url?.includes('/blobs/')) return response.end(JSON.stringify(manifest));
      return response.writeHead(307, { location: `http://localhost:${host.split(':')[1]}/elsewhere` }).end();
    };
    const environment = { CASKWRIGHT_REGISTRY_USER: 'a', CASKWRIGHT_REGISTRY_PASSWORD: 'b' };
    const reference = { registry: host, repository: 'some/image' };
    const resolved = await open(host, { environment }).resolve(reference, 'linux/arm64' as never, signal);
    expect(value(resolved).repository).toBe(`${host}/some/image`);
    expect(seen).toEqual([undefined]);
  });

  test('a password does not travel in the clear to a token server on another machine', async () => {
    answer = (_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://token.example/token"' }).end();
    const environment = { CASKWRIGHT_REGISTRY_USER: 'a', CASKWRIGHT_REGISTRY_PASSWORD: 'b' };
    const run = open(host, { environment });
    const result = await run.manifest(newImage(), 'a', signal);
    expect(result).toMatchObject({ error: { message: expect.stringContaining('plain HTTP') } });
    expect(run.requests()).toBe(1);
  });

  test.each([
    [
      'what is served under a type that it does not have',
      { mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] },
    ],
    ['what is a manifest and an index at once', { manifests: [], layers: [], config: {} }],
    ['what is no JSON object', []],
    ['a manifest whose layers are broken', { config: { digest: 'x' }, layers: {} }],
  ])('%s is refused', async (_, body) => {
    answer = (_request, response) => {
      response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
      response.end(JSON.stringify(body));
    };
    const result = await open(host).manifest(newImage(), 'a', signal);
    expect(result).toMatchObject({ error: { message: expect.stringContaining('no usable manifest') } });
  });

  test('S42 an answer without end is cut off', async () => {
    answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, 'x')));
        response.once('drain', more);
      };
      more();
    };
    const result = await open(host).manifest(newImage(), 'a', signal);
    expect(result).toMatchObject({
      error: { reason: 'registry-error', message: expect.stringContaining('longer than') },
    });
  });

  test('what a registry says is shown without control characters', async () => {
    answer = (_, response) =>
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errors: [{ code: 'DENIED', message: 'no\u001b[31m\n::error::such right' }] }));
    const result = await open(host).manifest(newImage(), 'a', signal);
    expect(result).toMatchObject({
      error: { reason: 'denied', message: expect.stringMatching(/DENIED no \[31m ::error::such right$/) },
    });
  });
});
