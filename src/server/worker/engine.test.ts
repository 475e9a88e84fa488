import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { processesIn } from '../../../test/rig/engines.ts';
import type { FleetServer } from '../../../test/rig/fleet-server.ts';
import { layersOf } from '../../../test/rig/fleet-standing.ts';
import { pushBusybox } from '../../../test/rig/images.ts';
import { startRegistry, type TestRegistry } from '../../../test/rig/registry.ts';
import { type ServerStage, serverStage } from '../../../test/rig/server-stage.ts';
import { mountsBelow, removeFolder } from '../../system/run-folder.ts';
import { requestCancel } from '../runs/requests.ts';
import type { RegistryPlace } from '../runs/trial.ts';

const isThere = ['/usr/bin/buildah', '/bin/busybox'].every((file) => existsSync(file));
const TIMEOUT = 60_000;
const CREDENTIALS = 'postgres://caskwright:canary-3d81@db/caskwright';

describe.skipIf(!isThere)('a worker with buildah', () => {
  let registry: TestRegistry;
  let root: string;
  beforeAll(async () => {
    registry = await startRegistry();
    await pushBusybox(registry.host, 'busybox', '1');
    root = mkdtempSync(join(tmpdir(), 'caskwright-engine-'));
    const storage = `[storage]\ndriver = "overlay"\ngraphroot = "${root}/store"\nrunroot = "${root}/run"\n`;
    writeFileSync(join(root, 'storage.conf'), storage);
  });
  afterAll(async () => {
    await registry.stop();
    await removeFolder(root);
  });

  /** leaf on base on busybox; with `trials` the worker does not share the server's folder. */
  async function stageWith(
    leaf: string,
    trials?: RegistryPlace,
  ): Promise<ServerStage & { readonly server: FleetServer }> {
    const stage = await serverStage(
      registry,
      { base: `${registry.host}/busybox:1`, leaf: 'base' },
      'builder: { kind: buildah }\n',
    );
    const from = `FROM ${registry.host}/${stage.namespace}/base\n`;
    stage.repository.commit({ 'images/leaf/Dockerfile': `${from}${leaf}\n` });
    const server = await stage.serve({
      real: true,
      ...(trials ? { coordinator: { trials }, worker: { place: 'elsewhere' } } : {}),
      environment: { CONTAINERS_STORAGE_CONF: join(root, 'storage.conf'), DATABASE_URL: CREDENTIALS },
    });
    onTestFinished(() => server.stop());
    return { ...stage, server };
  }

  async function leftovers({ data }: ServerStage): Promise<readonly string[]> {
    const contexts = readdirSync(join(data, 'tmp'), { recursive: true }).map(String);
    return [
      ...(await mountsBelow(data)),
      ...processesIn(data).map((pid) => `process ${pid}`),
      ...contexts.filter((path) => /context-[^/]*$/.test(path)),
    ];
  }

  test('builds a child on the very layers of its parent, of a push and of a pull request', {
    timeout: TIMEOUT,
  }, async () => {
    const stage = await stageWith('RUN cat /file > /copied');
    const run = await stage.ended(await stage.push());
    expect(run, JSON.stringify(run)).toMatchObject({ state: 'succeeded' });
    const base = await layersOf(registry.host, `${stage.namespace}/base`, 'latest');
    const leaf = await layersOf(registry.host, `${stage.namespace}/leaf`, 'latest');
    expect(leaf.slice(0, base.length)).toEqual(base);
    const pull = { kind: 'pull_request', trust: 'internal', ref: 'refs/pull/1/head' } as const;
    const asked = await stage.ended(await stage.push({ ...pull, files: stage.change('base') }));
    expect(asked, JSON.stringify(asked)).toMatchObject({ state: 'succeeded' });
    expect(await leftovers(stage)).toEqual([]);
    await stage.server.stop();
    expect(readdirSync(join(stage.data, 'scratch'))).toEqual([]);
  });

  test('far from the server builds a child on its parent of the same pull request', { timeout: TIMEOUT }, async () => {
    const stage = await stageWith('RUN cat /file', { host: registry.host, namespace: 'trials' });
    const pull = { kind: 'pull_request', trust: 'internal', ref: 'refs/pull/1/head' } as const;
    const asked = await stage.ended(await stage.push({ ...pull, files: { 'images/base/file': 'of this request\n' } }));
    expect(asked, JSON.stringify(asked)).toMatchObject({ state: 'succeeded' });
    expect([...stage.server.lines.values()].flat()).toContain('of this request');
  });

  test('S41 lets no build see the credentials of the database', { timeout: TIMEOUT }, async () => {
    const stage = await stageWith('RUN env');
    await stage.ended(await stage.push());
    const lines = [...stage.server.lines.values()].flat();
    expect(lines.some((line) => line.includes('PATH='))).toBe(true);
    expect(lines.filter((line) => line.includes('canary-3d81'))).toEqual([]);
  });

  test('I5 leaves nothing of a build that is cancelled', { timeout: TIMEOUT }, async () => {
    const stage = await stageWith('RUN echo as${NO}leep && sleep 600');
    const sleeping = stage.server.line('asleep');
    const run = await stage.push();
    await sleeping;
    await stage.store.db.transaction().execute((trx) => requestCancel(trx, run, 'test'));
    expect(await stage.ended(run)).toMatchObject({ state: 'cancelled' });
    expect(await leftovers(stage)).toEqual([]);
  });
});
