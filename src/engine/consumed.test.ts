import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { swiftClock } from '../../test/rig/clock.ts';
import { createCatalogue } from '../control/catalogue.ts';
import { readConfiguration } from '../definition/read-configuration.ts';
import { createHttp } from '../system/http.ts';
import { consumedImages, isMadeFrom } from './consumed.ts';

const { signal } = new AbortController();
const image = (repository: string, name: string, reference: string) => ({
  id: `${repository}/${name}`,
  name,
  reference,
});

/** A server with two pages of images, which wants a token. */
async function catalogue(token: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const first = { items: [image('shop', 'base', 'h.example/shop/base:1.0')], next: 'shop/base' };
    const second = {
      items: [image('shop', 'tool', 'h.example/shop/tool:2'), image('lab', 'tool', 'h.example/lab/tool:3')],
    };
    const isKnown = request.headers.authorization === 'Bearer secret';
    response.statusCode = isKnown ? 200 : 401;
    response.end(isKnown ? JSON.stringify(request.url?.includes('after=') ? second : first) : '{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const http = createHttp({});
  onTestFinished(() => http.close());
  return { asked, read: createCatalogue({ http, clock: swiftClock(), url, token, tag: 'jupyter' }) };
}

const { configuration } = readConfiguration({
  path: 'caskwright.yaml',
  text: 'containers: { base: ghcr.io/acme/base, dev: my-image }',
});

test('a catalogue names images, and a name of the configuration stands above it', async () => {
  const { asked, read } = await catalogue('secret');
  const images = await consumedImages(configuration, read, [], signal);
  expect(images.ok && images.value.map(({ name, text }) => [name, text])).toEqual([
    ['base', 'ghcr.io/acme/base:latest'],
    ['dev', 'docker.io/library/my-image:latest'],
    // Two repositories have it: its name alone would be either.
    ['lab/tool', 'h.example/lab/tool:3'],
    ['shop/tool', 'h.example/shop/tool:2'],
  ]);
  expect(asked).toEqual([
    '/api/v1/images?limit=1000&tag=jupyter',
    '/api/v1/images?limit=1000&tag=jupyter&after=shop%2Fbase',
  ]);
});

test('a catalogue that wants another token is a failure that says which variable has it', async () => {
  const { read } = await catalogue('wrong');
  const images = await consumedImages(configuration, read, [], signal);
  expect(images).toMatchObject({
    ok: false,
    error: {
      kind: 'environment',
      failure: { reason: 'unauthenticated', suggestion: expect.stringContaining('token_env') },
    },
  });
});

test('a container is of an image whatever way its reference was written', async () => {
  const { read } = await catalogue('secret');
  const images = await consumedImages(configuration, read, ['base', 'dev', 'shop/tool'], signal);
  const [base, dev, tool] = images.ok ? images.value : [];
  if (!base || !dev || !tool) throw new Error('three images');
  const rows = [
    [base, 'ghcr.io/acme/base', false, true],
    [base, 'ghcr.io/acme/base:latest', false, true],
    [base, 'ghcr.io/acme/base:1.0', false, false],
    [base, 'localhost/base:latest', false, false],
    [base, 'base', true, true],
    [dev, 'localhost/my-image:latest', false, true],
    [tool, 'h.example/shop/tool:1', false, true],
    [tool, 'no reference', false, false],
  ] as const;
  for (const [one, text, local, is] of rows) expect(isMadeFrom(one, text, local), text).toBe(is);
});
