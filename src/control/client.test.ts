import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { swiftClock } from '../../test/rig/clock.ts';
import { type ControlApi, startControlApi } from '../../test/rig/control-api.ts';
import type { Registration } from '../build/ports/registrar.ts';
import { createHttp } from '../system/http.ts';
import { createRegistrar, type RegistrarOptions } from './client.ts';

const payload: Registration = {
  name: 'jupyter/ml-gpu',
  display_name: 'Deep Learning (GPU)',
  description: 'JupyterLab with PyTorch and GPU support',
  category: 'jupyter',
  tags: ['jupyter-compatible'],
  metadata: { gpu_required: true, cpu_limit: 8, mem_limit: '16G' },
  version: '2.4.1',
  registry_url: 'registry.example/library/jupyter/ml-gpu:2.4.1',
  digest: `sha256:${'a'.repeat(64)}`,
  platforms: ['linux/amd64'],
  size: 1234,
  fingerprint: 'b'.repeat(64),
  source: { repository: 'https://git.example/images', commit: 'c'.repeat(40), ref: 'refs/heads/main' },
  built_at: '2026-01-01T00:00:00Z',
};
const token = 'very-secret-token';
const signal = new AbortController().signal;
const http = createHttp({});
afterAll(() => http.close());

let api: ControlApi;
beforeEach(async () => {
  api = await startControlApi({ token });
});
afterEach(() => api.stop());

function registrar(over: Partial<RegistrarOptions> = {}) {
  const clock = swiftClock();
  const options = { http, clock, url: `${api.url}/`, method: 'PUT', path: '/images/{name}', token, ...over } as const;
  return {
    clock,
    register: (also: Partial<Registration> = {}, by = signal) =>
      createRegistrar(options).register({ ...payload, ...also }, by),
  };
}
const post = { method: 'POST', path: '/images' } as const;

describe('PUT', () => {
  test('sends the whole payload to the name as one path segment', async () => {
    expect(await registrar().register()).toEqual({ ok: true, value: undefined });
    expect(api.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'PUT', path: '/images/jupyter%2Fml-gpu', body: payload },
    ]);
    expect(api.records.get('jupyter/ml-gpu')).toEqual(payload);
  });

  test('I4 F7 a 500 after the commit is repeated and leaves one record', async () => {
    api.fail({ status: 500, afterCommit: true }, { status: 503 });
    expect((await registrar().register()).ok).toBe(true);
    expect(api.requests).toHaveLength(3);
    expect([...api.records.values()]).toEqual([payload]);
  });

  test.each([408, 429, 500, 502, 503, 504])('%i is repeated', async (status) => {
    api.fail({ status });
    expect((await registrar().register()).ok).toBe(true);
  });

  test('Retry-After is waited for', async () => {
    api.fail({ status: 429, headers: { 'retry-after': '7' } });
    const { clock, register } = registrar();
    expect((await register()).ok).toBe(true);
    expect(clock.pauses).toHaveLength(1);
    expect(clock.pauses[0]).toBeGreaterThanOrEqual(7000);
  });

  test('F7 an API that stays down is a named failure after a bounded number of attempts', async () => {
    api.fail(...Array.from({ length: 100 }, () => ({ status: 503, body: 'maintenance until noon\nsecond line' })));
    const result = await registrar().register();
    expect(result).toMatchObject({ ok: false, error: { phase: 'register', reason: 'control-api' } });
    expect(result).toMatchObject({
      error: { message: expect.stringMatching(/answered 503: maintenance until noon$/) },
    });
    expect(api.requests.length).toBeLessThan(10);
  });

  test.each([
    [400, 'metadata.gpu is not a boolean'],
    [422, 'unknown category'],
  ])('%i is told with its first line, and not repeated', async (status, body) => {
    api.fail({ status, body: `${body}\nand more` });
    const result = await registrar().register();
    expect(result).toMatchObject({
      error: { message: expect.stringContaining(`jupyter/ml-gpu is not registered`), suggestion: expect.any(String) },
    });
    expect(result).toMatchObject({ error: { message: expect.stringMatching(new RegExp(`${status}: ${body}$`)) } });
    expect(api.requests).toHaveLength(1);
  });

  test('a refused token is told with its setting, and never shown', async () => {
    const result = await registrar({ token: 'another-secret' }).register();
    expect(result).toMatchObject({
      error: { message: expect.stringContaining('401'), suggestion: expect.stringContaining('control.token_env') },
    });
    expect(JSON.stringify(result)).not.toContain('another-secret');
  });

  test('an API that is not there is a failure that names its host', async () => {
    await api.stop();
    const result = await registrar().register();
    expect(result).toMatchObject({
      error: { reason: 'control-api', message: expect.stringContaining('ECONNREFUSED') },
    });
    expect(result).toMatchObject({ error: { message: expect.stringContaining(new URL(api.url).host) } });
  });

  test('a URL that is none is told', async () => {
    const result = await registrar({ url: 'http://control.example:99999' }).register();
    expect(result).toMatchObject({ error: { reason: 'control-api', message: expect.stringContaining('control.url') } });
  });

  test('a path without its slash, below a URL with a path', async () => {
    await registrar({ url: `${api.url}/api/v1/`, path: 'images/{name}' }).register();
    expect(api.requests[0]?.path).toBe('/api/v1/images/jupyter%2Fml-gpu');
  });

  test('a cancelled registration says so', async () => {
    const result = await registrar().register({}, AbortSignal.abort());
    expect(result).toMatchObject({ error: { reason: 'cancelled' } });
  });
});

describe('POST', () => {
  test('carries a key that is the same for the same payload, and another for any other', async () => {
    const keys: unknown[] = [];
    for (const over of [{}, {}, { digest: `sha256:${'d'.repeat(64)}` }, { description: 'changed' }]) {
      await registrar(post).register(over);
      keys.push(api.requests.findLast(({ method }) => method === 'POST')?.headers['idempotency-key']);
    }
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });

  test('I4 F7 a 500 after the commit: the repeated POST meets its own record, and that is success', async () => {
    api.fail({ status: 500, afterCommit: true });
    expect((await registrar(post).register()).ok).toBe(true);
    expect(api.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect([...api.records.values()]).toEqual([payload]);
  });

  test('a 409 that does not tell the record is looked up', async () => {
    await registrar(post).register();
    api.fail({ status: 409, body: 'exists' });
    expect((await registrar(post).register()).ok).toBe(true);
    expect(api.requests.at(-1)).toMatchObject({ method: 'GET', path: '/images/jupyter%2Fml-gpu' });
  });

  test('a 409 of another record is a failure', async () => {
    await registrar(post).register();
    const result = await registrar(post).register({ digest: `sha256:${'d'.repeat(64)}` });
    expect(result).toMatchObject({
      error: { message: expect.stringContaining('409'), suggestion: expect.stringContaining('PUT') },
    });
  });
});
