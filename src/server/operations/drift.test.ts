import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { testApi } from '../../../test/rig/http-api.ts';
import { startRegistry, type TestRegistry } from '../../../test/rig/registry.ts';
import { cleanEnvironment } from '../../../test/rig/repository.ts';
import { type ServerStage, serverStage } from '../../../test/rig/server-stage.ts';
import { systemClock } from '../../base/clock.ts';
import { createConnections } from '../../main/connections.ts';
import { fleetRoutes } from '../api/routes/fleet.ts';
import type { FleetImage } from '../catalogue/fleet.ts';
import { createClones } from '../runs/clones.ts';
import { checkDrift } from './drift.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

async function published() {
  const stage = await serverStage(registry);
  const server = await stage.serve();
  onTestFinished(() => server.stop());
  await stage.ended(await stage.push());
  const commit = stage.repository.git('rev-parse', 'HEAD');
  await stage.store.db.insertInto('refs').values({ repository_id: 'fleet', ref: 'refs/heads/main', commit }).execute();
  const clones = createClones(`${stage.data}/git`, cleanEnvironment, async () => ({
    transports: ['file'],
    settings: [],
  }));
  const connect = () => createConnections({ ...cleanEnvironment, CASKWRIGHT_TMPDIR: `${stage.data}/tmp` }, stage.data);
  const log = pino({ level: 'silent' });
  const check = (every = 0) =>
    checkDrift({ store: stage.store, clones, connect, every, clock: systemClock, log }, new AbortController().signal);
  const api = await testApi(stage.store, { routes: [fleetRoutes({ db: stage.store.db, drift: 7_200_000 })] });
  const ask = async (path: string) =>
    (await api.ask('GET', `/api/v1/repositories/fleet/${path}`, { as: 'viewer' })).json();
  const states = async () => {
    const { images } = (await ask('fleet')) as { images: FleetImage[] };
    return images.filter(({ state }) => state !== 'in-step').map(({ name, state, reason }) => [name, state, reason]);
  };
  return { stage, check, ask, states };
}

/** Lets a tag stand on what another image has. */
async function moveTag({ namespace }: ServerStage, image: string): Promise<void> {
  const url = `http://${registry.host}/v2/${namespace}/${image}/manifests/`;
  const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
  const now = await fetch(`${url}latest`, { headers: { accept } });
  const other = { ...((await now.json()) as object), annotations: { moved: 'by hand' } };
  const type = now.headers.get('content-type') ?? '';
  const put = await fetch(`${url}latest`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body: JSON.stringify(other),
  });
  expect(put.status).toBe(201);
}

test('a tag that somebody has moved shows as drift until it is built again', async () => {
  const { stage, check, ask, states } = await published();
  await check();
  expect(await states()).toEqual([]);
  await moveTag(stage, 'mid');
  await check();
  expect(await states()).toEqual([['mid', 'drifted', 'the tag latest stands on other bytes']]);
  expect(await ask('drift')).toMatchObject({
    problem: null,
    every: 7200,
    drift: [{ kind: 'tag-moved', image: 'mid', remedy: 'caskwright build --force mid' }],
  });
  await stage.ended(await stage.push({ request: { images: ['mid'], force: true } }));
  expect(await states()).toEqual([]);
});

test('a repository is checked when it is due, and not while a run of it is under way', async () => {
  const { stage, check } = await published();
  expect(await check(3_600_000)).toBe(1);
  expect(await check(3_600_000)).toBe(0);
  await stage.store.db.updateTable('runs').set({ state: 'running' }).execute();
  expect(await check()).toBe(0);
});

test('a check that comes to nothing says why, and keeps what the one before found', async () => {
  const { stage, check, ask } = await published();
  await moveTag(stage, 'base');
  await check();
  await stage.store.db
    .updateTable('refs')
    .set({ commit: 'f'.repeat(40) })
    .execute();
  await check();
  expect(await ask('drift')).toMatchObject({ problem: expect.stringMatching(/\S/), drift: [{ image: 'base' }] });
});
