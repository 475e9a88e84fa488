import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithEngines, storageConfiguration } from '../rig/fleet.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { testRepository } from '../rig/repository.ts';
import { SECRET, startTestServer } from '../rig/server.ts';

describeWithEngines('a server as people start it', 120_000, () => {
  let registry: TestRegistry;
  let data: string;
  beforeAll(async () => {
    registry = await startRegistry();
    data = mkdtempSync('/var/tmp/cw-server-');
  });
  afterAll(async () => {
    await registry.stop();
    rmSync(data, { recursive: true });
  });

  test('makes images, a catalogue and logs of a push', async () => {
    const repository = testRepository({
      'caskwright.yaml': `registry: { host: "${registry.host}", namespace: fleet, insecure: ["${registry.host}"] }\n`,
      'images/hello/build.yaml': 'category: greetings\n',
      'images/hello/Dockerfile': 'FROM scratch\nCOPY greeting /greeting\n',
      'images/hello/greeting': 'hello\n',
    });
    const before = repository.git('rev-parse', 'HEAD');
    const storage = join(data, 'storage.conf');
    writeFileSync(storage, storageConfiguration(data));
    const config = join(data, 'server.yaml');
    writeFileSync(config, `repositories: [{ url: ${repository.path}, forge: github, full_name: acme/images }]\n`);
    const server = await startTestServer({
      data: join(data, 'data'),
      args: ['--config', config],
      env: {
        HOME: data,
        CONTAINERS_STORAGE_CONF: storage,
        CASKWRIGHT_ANONYMOUS_READ: 'true',
        CASKWRIGHT_BUILDER: 'buildah',
      },
    });
    // biome-ignore lint/suspicious/noExplicitAny: the API as a script sees it
    const get = async (path: string): Promise<any> => (await fetch(`${server.url}/api/v1${path}`)).json();
    await expect.poll(async () => (await get('/repositories')).items, { timeout: 10_000 }).toHaveLength(1);

    const after = repository.commit({ 'images/hello/greeting': 'good morning\n' });
    const body = JSON.stringify({
      ref: 'refs/heads/main',
      before,
      after,
      commits: [],
      repository: { full_name: 'acme/images' },
      sender: { id: 1 },
    });
    const post = (signature: string) =>
      fetch(`${server.url}/webhooks/github`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'push',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': signature,
        },
      });
    expect((await post(`sha256=${'0'.repeat(64)}`)).status).toBe(401);
    expect((await post(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`)).status).toBe(202);

    await expect
      .poll(async () => (await get('/runs')).items[0]?.state, { timeout: 60_000, message: 'the run' })
      .toBe('succeeded');
    expect((await get('/images')).items).toMatchObject([{ name: 'hello', category: 'greetings' }]);
    const log = await (await fetch(`${server.url}/api/v1/builds/1/logs?follow`)).text();
    expect(log).toContain('COPY greeting');
    expect((await get('/builds/1/logs')).ended).toBe(true);
    server.kill('SIGTERM');
    const { exitCode, log: output } = await server.result;
    expect(exitCode, output).toBe(0);
    expect(readFileSync(join(data, 'data/admin-token'), 'utf8')).toMatch(/^cwt_/);
  });
});
