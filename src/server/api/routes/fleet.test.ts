import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { testApi } from '../../../../test/rig/http-api.ts';
import { startRegistry, type TestRegistry } from '../../../../test/rig/registry.ts';
import { gitParts } from '../../../../test/rig/remote.ts';
import { chain, type Parents, serverStage } from '../../../../test/rig/server-stage.ts';
import type { Failure } from '../../../build/failure.ts';
import type { FakeSteering } from '../../../builders/fake.ts';
import type { FleetImage } from '../../catalogue/fleet.ts';
import { retryRun } from '../../runs/retry.ts';
import { fleetRoutes } from './fleet.ts';
import { lineageRoutes } from './lineage.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const failure: Failure = { phase: 'build', reason: 'command-failed', message: 'make failed', lastLines: [] };

/** Fails the builds of an image as long as `broken` says so. */
function breakable(image: string) {
  const switched = { broken: true };
  const steering: FakeSteering = {
    onBuild: async ({ id }) => (switched.broken && id.includes(`-${image}-`) ? failure : undefined),
  };
  return { switched, steering };
}

async function asked(parents: Parents, steering?: FakeSteering) {
  const stage = await serverStage(registry, parents);
  const server = await stage.serve(steering ? { steering } : {});
  onTestFinished(() => server.stop());
  const { db } = stage.store;
  const api = await testApi(stage.store, {
    routes: [fleetRoutes({ db, drift: 0 }), lineageRoutes({ db, git: gitParts() })],
  });
  const fleet = async () => {
    const answered = await api.ask('GET', '/api/v1/repositories/fleet/fleet', { as: 'viewer' });
    const { images } = answered.json() as { images: FleetImage[] };
    return Object.fromEntries(images.map((image) => [image.name, image]));
  };
  const states = async () =>
    Object.fromEntries(Object.values(await fleet()).map(({ name, state }) => [name, state] as const));
  return { stage, api, fleet, states };
}

const inStep = { aside: 'in-step', base: 'in-step', leaf: 'in-step', mid: 'in-step' };

test('a fleet is what the newest plan says, what became of it, and what is published', async () => {
  const { switched, steering } = breakable('mid');
  const { stage, fleet, states } = await asked(chain, steering);
  expect(await states()).toEqual({});
  const first = await stage.push();
  await stage.ended(first);
  expect(await states()).toEqual({ ...inStep, mid: 'failed', leaf: 'blocked' });
  const { base, mid } = await fleet();
  expect(base).toMatchObject({ parents: [], children: ['mid'], run: first, digest: expect.stringMatching(/^sha256:/) });
  expect(mid).toMatchObject({ parents: ['base'], children: ['leaf'], digest: null, reason: 'not in the registry yet' });

  switched.broken = false;
  const again = await stage.store.db.transaction().execute((trx) => retryRun(trx, first, 'test', { onlyFailed: true }));
  await stage.ended(Number(again));
  expect(await states()).toEqual(inStep);
  expect((await fleet()).aside?.run).toBe(first);
  expect((await fleet()).mid?.run).toBe(again);
});

test('a pull request changes nothing of how the fleet stands', async () => {
  const { switched, steering } = breakable('aside');
  switched.broken = false;
  const { stage, states } = await asked(chain, steering);
  await stage.ended(await stage.push());
  switched.broken = true;
  await stage.ended(
    await stage.push({
      files: stage.change('aside'),
      kind: 'pull_request',
      trust: 'internal',
      ref: 'refs/pull/1/head',
    }),
  );
  expect(await states()).toEqual(inStep);
});

test('whoever has the answer already is not sent it again', async () => {
  const { api } = await asked(chain);
  const url = '/api/v1/repositories/fleet/fleet';
  const first = await api.ask('GET', url, { as: 'viewer' });
  const headers = { 'if-none-match': String(first.headers.etag) };
  expect((await api.ask('GET', url, { as: 'viewer', headers })).statusCode).toBe(304);
  expect((await api.ask('GET', '/api/v1/repositories/none/fleet', { as: 'viewer' })).statusCode).toBe(404);
});

test('a version knows what it was built on, and what was built on it', async () => {
  const { stage, api } = await asked(chain);
  await stage.ended(await stage.push());
  const second = await stage.push({ files: stage.change('leaf') });
  await stage.ended(second);
  const lineage = async (image: string) => {
    const answered = await api.ask('GET', `/api/v1/images/fleet%2F${image}/lineage`, { as: 'viewer' });
    return (answered.json() as { items: { run: number; digest: string; parents: object[]; children: object[] }[] })
      .items;
  };
  const [base] = await lineage('base');
  const [mid] = await lineage('mid');
  const [newest, oldest] = await lineage('leaf');
  const named = (name: string, of: { digest: string } | undefined) => ({ name, version: 'latest', digest: of?.digest });
  expect(mid?.parents).toEqual([named('base', base)]);
  expect(newest).toMatchObject({ run: second, parents: [named('mid', mid)], children: [] });
  expect(newest?.digest).not.toBe(oldest?.digest);
  expect(mid?.children).toEqual([named('leaf', newest)]);

  const inputs = await api.ask('GET', '/api/v1/images/fleet%2Fleaf/inputs', { as: 'viewer' });
  expect(inputs.json()).toMatchObject({
    dockerfile: 'images/leaf/Dockerfile',
    files: [{ path: 'file', mode: 'file' }],
    references: [`${registry.host}/${stage.namespace}/mid`],
  });
});
