import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeCertificate } from '../../test/rig/registry.ts';
import { createHttp, firstLine, type Http, type HttpRequest, isLoopback } from './http.ts';

let server: Server;
let origin: string;
let listener: RequestListener;
let http: Http;
beforeEach(async () => {
  server = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  http = createHttp({});
});
afterEach(() => {
  http.close();
  server.close();
  server.closeAllConnections();
});

const request = (over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: new URL(origin),
  timeout: 5000,
  maxBytes: 1000,
  signal: new AbortController().signal,
  ...over,
});

test('one connection serves one request after the other', async () => {
  const ports = new Set<number | undefined>();
  listener = (incoming, response) => {
    ports.add(incoming.socket.remotePort);
    response.end('ok');
  };
  for (let count = 0; count < 5; count += 1) await http.request(request());
  expect(ports.size).toBe(1);
});

test('at most 32 requests are under way to one origin, and all are answered', async () => {
  const open: ServerResponse[] = [];
  let most = 0;
  const release = () => {
    for (const response of open.splice(0)) response.end('ok');
  };
  listener = (_, response) => {
    most = Math.max(most, open.push(response));
    // Whatever comes beyond the limit comes before this timer.
    if (open.length === 32 || most > 32) setTimeout(release, 100);
  };
  const outcomes = await Promise.all(Array.from({ length: 96 }, () => http.request(request())));
  expect(outcomes.every((outcome) => outcome.ok && outcome.value.status === 200)).toBe(true);
  expect(most).toBe(32);
});

test('the deadline counts from the slot, not from the queue', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const held: ServerResponse[] = [];
  let arrived = Promise.withResolvers<void>();
  let awaited = 32;
  listener = (_, response) => {
    if (held.push(response) === awaited) arrived.resolve();
  };
  const outcomes = Array.from({ length: 33 }, () => http.request(request({ timeout: 10_000 })));
  await arrived.promise;
  vi.advanceTimersByTime(9_000);
  arrived = Promise.withResolvers();
  awaited = 1;
  for (const response of held.splice(0)) response.end('ok');
  await Promise.all([arrived.promise, ...outcomes.slice(0, 32)]);
  vi.advanceTimersByTime(9_000);
  held[0]?.end('ok');
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject({ ok: true });
});

test('headers come in lower case, repeated ones joined', async () => {
  listener = (_, response) =>
    response
      .writeHead(
        401,
        [
          ['WWW-Authenticate', 'Basic a'],
          ['WWW-Authenticate', 'Bearer b'],
        ].flat(),
      )
      .end();
  expect(await http.request(request())).toMatchObject({
    value: { headers: { 'www-authenticate': 'Basic a, Bearer b' } },
  });
});

test('a body is sent with its length, an empty POST with 0', async () => {
  const seen: unknown[] = [];
  listener = async (incoming, response) => {
    const body = Buffer.concat(await incoming.toArray()).toString();
    seen.push([incoming.method, incoming.headers['content-length'], incoming.headers['transfer-encoding'], body]);
    response.end();
  };
  await http.request(request({ method: 'PUT', body: Buffer.from('four') }));
  await http.request(request({ method: 'POST' }));
  expect(seen).toEqual([
    ['PUT', '4', undefined, 'four'],
    ['POST', '0', undefined, ''],
  ]);
});

describe('certificates', () => {
  let folder: string;
  let files: ReturnType<typeof makeCertificate>;
  let secure: Server;
  let at: (host: string) => URL;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caskwright-tls-'));
    files = makeCertificate(folder);
    const pair = { cert: await readFile(files.certificate), key: await readFile(files.key) };
    secure = createSecureServer(pair, (_, response) => response.end('ok')).listen(0, '0.0.0.0');
    await once(secure, 'listening');
    at = (host) => new URL(`https://${host}:${(secure.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    secure.close();
    await rm(folder, { recursive: true });
  });

  const kindOf = async (over: Partial<HttpRequest>) => {
    const outcome = await http.request(request(over));
    return outcome.ok ? outcome.value.status : outcome.error.kind;
  };

  test('an unknown authority, a known one, a wrong name, no questions', async () => {
    const authority = { kind: 'authority', file: files.ca } as const;
    expect(await kindOf({ url: at('127.0.0.1') })).toBe('tls-authority');
    expect(await kindOf({ url: at('127.0.0.1'), trust: authority })).toBe(200);
    expect(await kindOf({ url: at('127.0.0.2'), trust: authority })).toBe('tls-certificate');
    expect(await kindOf({ url: at('127.0.0.2'), trust: { kind: 'unverified' } })).toBe(200);
    expect(await kindOf({ url: at('127.0.0.1') })).toBe('tls-authority');
  });

  test("an authority of the machine's own store is trusted, as it is by docker", async () => {
    const script = `
      import { createHttp } from ${JSON.stringify(new URL('./http.ts', import.meta.url).href)};
      const request = { method: 'GET', url: new URL('${at('127.0.0.1')}'), timeout: 5000, maxBytes: 10, signal: new AbortController().signal };
      const http = createHttp({});
      const outcomes = [await http.request(request), await http.request(request)];
      process.stdout.write(JSON.stringify(outcomes.map((outcome) => outcome.ok)));`;
    const ask = (env: NodeJS.ProcessEnv) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
    expect((await ask({ SSL_CERT_FILE: files.ca })).stdout).toBe('[true,true]');
    expect((await ask({})).stdout).toBe('[false,false]');
  });

  test('HTTP where HTTPS is wanted, and TLS that does not come about, are told apart', async () => {
    const { port } = server.address() as AddressInfo;
    expect(await kindOf({ url: new URL(`https://127.0.0.1:${port}`) })).toBe('not-tls');
    const alert = createRawServer((socket) => {
      socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])));
    }).listen(0, '127.0.0.1');
    await once(alert, 'listening');
    const url = new URL(`https://127.0.0.1:${(alert.address() as AddressInfo).port}`);
    expect(await http.request(request({ url }))).toMatchObject({
      error: { kind: 'other', message: 'ssl/tls alert handshake failure' },
    });
    alert.close();
  });
});

describe('proxies', () => {
  test('stand before other machines', async () => {
    const seen: (string | undefined)[] = [];
    listener = (incoming, response) => {
      seen.push(incoming.url);
      response.end('from the proxy');
    };
    const proxied = createHttp({ HTTP_PROXY: origin, NO_PROXY: 'direct.invalid' });
    const through = await proxied.request(request({ url: new URL('http://registry.invalid/v2/') }));
    expect(through).toMatchObject({ ok: true, value: { status: 200 } });
    const direct = await proxied.request(request({ url: new URL('http://direct.invalid/v2/') }));
    expect(direct).toMatchObject({ ok: false, error: { kind: 'unknown-host' } });
    expect(seen).toEqual(['http://registry.invalid/v2/']);
    proxied.close();
  });

  test('never stand before this machine itself', async () => {
    const seen: (string | undefined)[] = [];
    listener = (incoming, response) => {
      seen.push(incoming.url);
      response.end();
    };
    const proxied = createHttp({ HTTP_PROXY: 'http://127.0.0.1:1' });
    expect(await proxied.request(request({ url: new URL(`${origin}/here`) }))).toMatchObject({ ok: true });
    expect(seen).toEqual(['/here']);
    proxied.close();
  });
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['localhost.example', false],
  ['127.0.0.1.example', false],
])('%s is this machine: %s', (name, expected) => {
  expect(isLoopback(name)).toBe(expected);
});

test.each([
  ['text/plain; charset=utf-8', 'one\ntwo', 'one'],
  ['application/problem+json', '{"title":"x"}', '{"title":"x"}'],
  ['text/html', '<h1>no</h1>', ''],
  ['text/plain', '\u001b[2Jcleared', '[2Jcleared'],
])('the first line of %s', (type, body, line) => {
  expect(firstLine({ status: 400, headers: { 'content-type': type }, body: Buffer.from(body) })).toBe(line);
});
