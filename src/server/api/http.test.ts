import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { type TestStore, testStore } from '../../../test/rig/database.ts';
import { testApi } from '../../../test/rig/http-api.ts';
import { addRoute, answer } from './route.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { object, text } from './schema.ts';

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});

/** A route that takes a body, and one that has a bug. */
const sample: FastifyPluginAsync = async (app) => {
  addRoute(app, {
    method: 'POST',
    url: '/greet/:name',
    access: 'public',
    summary: 'Greet',
    tag: 'sample',
    params: object({ name: text() }),
    body: object({ word: text({ maxLength: 5 }), mark: text({ enum: ['!', '?'] }) }),
    answers: { 200: object({ text: text() }) },
    handle: async ({ params, body }) => answer(200, { text: `${body.word} ${params.name}${body.mark}` }),
  });
  addRoute(app, {
    method: 'GET',
    url: '/bug',
    access: 'public',
    summary: 'A bug',
    tag: 'sample',
    answers: { 200: object({}) },
    handle: async () => {
      throw new Error('the password is hunter2');
    },
  });
};

describe('problem documents', () => {
  const greeting = { word: 'hello', mark: '!' };
  test.each([
    ['a path that is not there', 'GET', '/nothing', {}, 404, 'not-found'],
    ['a method that the path does not have', 'DELETE', '/greet/ann', {}, 405, 'method-not-allowed'],
    ['a body that is too long', 'POST', '/greet/ann', { body: { word: 'x'.repeat(2 ** 21) } }, 413, 'too-large'],
    [
      'a body of another type',
      'POST',
      '/greet/ann',
      { body: 'word', headers: { 'content-type': 'text/csv' } },
      415,
      'unsupported-media-type',
    ],
    [
      'a body that is no JSON',
      'POST',
      '/greet/ann',
      { body: '{', headers: { 'content-type': 'application/json' } },
      400,
      'invalid-request',
    ],
    ['no body', 'POST', '/greet/ann', {}, 400, 'invalid-request'],
    ['a path with a broken escape', 'GET', '/greet/%zz', {}, 400, 'invalid-request'],
    ['a key that nobody knows', 'POST', '/greet/ann', { body: { ...greeting, loud: true } }, 400, 'invalid-request'],
    ['a number for a text', 'POST', '/greet/ann', { body: { ...greeting, word: 5 } }, 400, 'invalid-request'],
    ['a bug', 'GET', '/bug', {}, 500, 'internal'],
  ] as const)('%s', async (_, method, url, asked, status, code) => {
    const { ask } = await testApi(store, { routes: [sample] });
    const answered = await ask(method, url, asked);
    expect(answered.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answered.statusCode).toBe(status);
    expect(answered.json()).toMatchObject({
      type: `urn:caskwright:problem:${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
      instance: `urn:caskwright:request:${answered.headers['x-request-id']}`,
    });
    expect(answered.body).not.toContain('hunter2');
  });

  test('all that is wrong with a body is told at once', async () => {
    const { ask } = await testApi(store, { routes: [sample] });
    const answered = await ask('POST', '/greet/ann', { body: { word: 'much too long', mark: '.' } });
    expect(answered.json().errors).toEqual([
      { where: 'body/word', detail: 'must NOT have more than 5 characters' },
      { where: 'body/mark', detail: 'must be equal to one of the allowed values (!, ?)' },
    ]);
  });

  test('405 names the methods that there are', async () => {
    const { ask } = await testApi(store, { routes: [sample] });
    expect((await ask('PUT', '/greet/ann')).headers.allow).toBe('POST');
  });

  test('S19 keys that would reach a prototype are refused', async () => {
    const { ask } = await testApi(store, { routes: [sample] });
    const headers = { 'content-type': 'application/json' };
    const answered = await ask('POST', '/greet/ann', { body: '{"__proto__": {"admin": true}}', headers });
    expect(answered.statusCode).toBe(400);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('what is not HTTP is answered too', async () => {
    const { app } = await testApi(store, { routes: [sample] });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    const bytes = Buffer.concat(await socket.toArray()).toString();
    expect(bytes).toMatch(/^HTTP\/1.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
    expect(JSON.parse(bytes.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400 });
  });

  test('S9 headers without end are cut off', async () => {
    const { app } = await testApi(store, { routes: [sample] });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const outgoing = request({ port, host: '127.0.0.1', headers: { 'x-long': 'x'.repeat(20_000) } }).end();
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(431);
  });
});

test('answers tell browsers to keep their hands off', async () => {
  const { ask } = await testApi(store, { routes: [sample] });
  expect((await ask('GET', '/nothing')).headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

test('S38 a route that does not say who may use it keeps the server from starting', async () => {
  const forgetful: FastifyPluginAsync = async (app) => void app.get('/forgotten', async () => 'secret');
  await expect(testApi(store, { routes: [forgetful] })).rejects.toThrow('GET /forgotten does not say who may use it');
});

test('the description is OpenAPI 3.1 made of the schemas that validate', async () => {
  const { ask } = await testApi(store, { routes: [sample, documentationRoutes()] });
  const description = (await ask('GET', '/api/v1/openapi.json')).json();
  expect(description.openapi).toBe('3.1.0');
  const greet = description.paths['/greet/{name}'].post;
  expect(greet.requestBody.content['application/json'].schema.properties.word).toEqual({
    type: 'string',
    maxLength: 5,
  });
  expect(greet.responses.default.content['application/problem+json'].schema).toEqual({
    $ref: '#/components/schemas/Problem',
  });
  expect(Object.keys(description.components.schemas)).toContain('Finding');
});
