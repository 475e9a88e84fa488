import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isPublicAddress, type Resolver } from './addresses.ts';
import { createHttp } from './http.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fe80::1',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '2001:db8::1',
  'not an address',
])('S39 %s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

test.each(['1.1.1.1', '172.32.0.1', '140.82.112.3', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

/** A server on this machine, and how many requests it got. */
async function inside() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.host ?? '');
    response.end('secret');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { seen, port: (server.address() as AddressInfo).port };
}

function ask(url: string, resolve?: Resolver, publicOnly = true) {
  const http = createHttp({ http_proxy: 'http://127.0.0.1:1' }, resolve);
  onTestFinished(() => http.close());
  const signal = new AbortController().signal;
  return http.request({ method: 'GET', url: new URL(url), timeout: 300, maxBytes: 100, publicOnly, signal });
}

test('S39 a host inside is not connected to, however it is written', async () => {
  const { seen, port } = await inside();
  for (const host of ['localhost', '127.0.0.1', '[::1]', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '127.1']) {
    const outcome = await ask(`http://${host}:${port}/`);
    expect(outcome, host).toMatchObject({ ok: false, error: { message: 'its address is not of the public internet' } });
  }
  expect(seen).toEqual([]);
  expect(await ask(`http://127.0.0.1:${port}/`, undefined, false)).toMatchObject({ ok: true });
});

test('S39 a name is resolved once: a second answer that leads inside is never asked for', async () => {
  const { seen, port } = await inside();
  let asked = 0;
  const rebinding: Resolver = (_, __, callback) => {
    asked += 1;
    callback(null, [{ address: asked === 1 ? '1.1.1.1' : '127.0.0.1', family: 4 }]);
  };
  expect(await ask(`http://rebind.example:${port}/`, rebinding)).toMatchObject({ ok: false });
  expect({ asked, seen }).toEqual({ asked: 1, seen: [] });
});

test('S39 a name with one public address and one inside is refused', async () => {
  const { seen, port } = await inside();
  const both: Resolver = (_, __, callback) =>
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '1.1.1.1', family: 4 },
    ]);
  expect(await ask(`http://both.example:${port}/`, both)).toMatchObject({ ok: false });
  expect(seen).toEqual([]);
});
