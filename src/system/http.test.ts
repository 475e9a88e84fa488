import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  let open = 0;
  let most = 0;
  listener = (_, response) => {
    open += 1;
    most = Math.max(most, open);
    setImmediate(() => {
      open -= 1;
      response.end('ok');
    });
  };
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => http.request(request())));
  expect(outcomes.every((outcome) => outcome.ok && outcome.value.status === 200)).toBe(true);
  expect(most).toBeLessThanOrEqual(32);
});

test('the deadline counts from the slot, not from the queue', async () => {
  listener = (_, response) => setTimeout(() => response.end('ok'), 100);
  const outcomes = await Promise.all(Array.from({ length: 160 }, () => http.request(request({ timeout: 450 }))));
  expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
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
