import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FleetRuns, mortal, type RunSketch, type Standing } from '../../test/rig/fleet-runs.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import { systemClock } from '../base/clock.ts';
import { amd64, arm64, configuration } from '../plan/images.fixture.ts';
import { type Fleet, release } from '../plan/plans.fixture.ts';
import { createRegistry } from '../registry/registry.ts';
import { createHttp } from '../system/http.ts';
import type { Failure } from './failure.ts';
import type { BuildRequest } from './ports/builder.ts';

const ours = 'registry.example/fleet';
const fleet: Fleet = {
  base: { version: '1.0' },
  mid: { from: `${ours}/base` },
  leaf: { from: `${ours}/mid`, copyFrom: [`${ours}/base`] },
  aside: {},
};
const failure: Failure = { phase: 'build', reason: 'command-failed', message: 'make failed', lastLines: ['no rule'] };

let runs: FleetRuns;
beforeEach(async () => {
  runs = await FleetRuns.open();
});
afterEach(() => runs.close());

/** `run-team-app-linux-amd64` → `team-app`. */
const imageOf = ({ id }: Pick<BuildRequest, 'id'>) => id.replace(/^run-(.*?)-linux-.*$/, '$1');
const failing = (image: string): RunSketch => ({
  builder: { onBuild: async (request) => (imageOf(request) === image ? failure : undefined) },
});
const outcomes = ({ summary }: Awaited<ReturnType<FleetRuns['run']>>) =>
  Object.fromEntries(summary.images.map(({ image, outcome }) => [image, outcome]));
const built = ({ builder }: Awaited<ReturnType<FleetRuns['run']>>) => builder.builds.map(imageOf);

describe('an undisturbed run', () => {
  test('builds, lands and publishes everything; the next one does nothing', async () => {
    const first = await runs.run(fleet);
    expect(first.summary.outcome).toBe('succeeded');
    expect(outcomes(first)).toEqual({ aside: 'built', base: 'built', mid: 'built', leaf: 'built' });
    expect(first.summary.images.map(({ size = 0 }) => size > 0)).toEqual([true, true, true, true]);
    const standing = await runs.standing(fleet);
    for (const [name, { tags, records, landing }] of Object.entries(standing)) {
      expect(landing).toBeDefined();
      expect(tags).toEqual({ latest: landing?.digest, ...(name === 'base' ? { '1.0': landing?.digest } : {}) });
      expect(records).toMatchObject({ 'cw-main': { state: 'closed', digest: landing?.digest } });
    }
    expect(standing.leaf?.landing?.parents).toEqual({
      base: standing.base?.landing?.digest,
      mid: standing.mid?.landing?.digest,
    });
    const second = await runs.run(fleet);
    expect(outcomes(second)).toEqual({ aside: 'in-step', base: 'in-step', mid: 'in-step', leaf: 'in-step' });
    expect(built(second)).toEqual([]);
    expect(await runs.standing(fleet)).toEqual(standing);
  });

  test('gives every child its parents by exact digest, under the references as they are written', async () => {
    const { builder, events } = await runs.run(fleet);
    const settled = new Map(
      events.flatMap((event) => (event.type === 'node.settled' ? [[event.image, event.digest]] : [])),
    );
    const leaf = builder.builds.find((request) => imageOf(request) === 'leaf');
    expect(leaf?.namedContexts.map(({ written, source }) => [written, source.digest])).toEqual([
      [`${ours}/mid`, settled.get('mid' as never)],
      [`${ours}/base`, settled.get('base' as never)],
    ]);
  });

  test('numbers its events from one without gaps, from its start to its end', async () => {
    const { events, summary } = await runs.run(fleet, failing('mid'));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    expect(events[0]?.type).toBe('run.started');
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', result: summary });
  });

  test('builds the longest chain first', async () => {
    const chains: Fleet = { a: {}, b: {}, x1: {}, x2: { from: `${ours}/x1` }, x3: { from: `${ours}/x2` } };
    expect(built(await runs.run(chains, { slots: 1 }))).toEqual(['x1', 'x2', 'a', 'b', 'x3']);
  });

  test('keeps to its slots, and uses them', async () => {
    let active = 0;
    const most: number[] = [];
    const both = Promise.withResolvers<void>();
    const onBuild = async () => {
      most.push(++active);
      if (active === 2) both.resolve();
      await both.promise;
      active -= 1;
      return undefined;
    };
    await runs.run({ a: {}, b: {}, c: {}, d: {}, e: {} }, { slots: 2, builder: { onBuild } });
    expect(Math.max(...most)).toBe(2);
    expect(most).toHaveLength(5);
  });

  test('a change to a leaf builds the leaf', async () => {
    await runs.run(fleet);
    expect(built(await runs.run({ ...fleet, leaf: { ...fleet.leaf, run: 'RUN new' } }))).toEqual(['leaf']);
  });

  test('a build-only run publishes nothing', async () => {
    await runs.run(fleet, { event: { kind: 'build-only', why: 'a pull request' } });
    for (const { tags, records } of Object.values(await runs.standing(fleet)))
      expect({ tags, records }).toEqual({ tags: {}, records: {} });
  });

  test('every build has a name of its own', async () => {
    const { builder } = await runs.run({ 'team/app': {}, 'team-app': {}, 'team.app': {}, team_app: {} });
    expect(new Set(builder.builds.map(({ id }) => id)).size).toBe(4);
  });
});

describe('failures', () => {
  test('F17 one stops its descendants and nothing else; the next run builds exactly what is missing', async () => {
    const first = await runs.run(fleet, failing('mid'));
    expect(first.summary.outcome).toBe('failed');
    expect(outcomes(first)).toEqual({ aside: 'built', base: 'built', mid: 'failed', leaf: 'blocked' });
    expect(first.events.find(({ type }) => type === 'image.failed')).toMatchObject({
      image: 'mid',
      failure,
      blocks: ['leaf'],
    });
    expect(first.events.find(({ type }) => type === 'image.blocked')).toMatchObject({ image: 'leaf', by: 'mid' });
    const { base, mid } = await runs.standing(fleet);
    expect([Object.keys(base?.tags ?? {}), Object.keys(mid?.tags ?? {})]).toEqual([['1.0', 'latest'], []]);
    const second = await runs.run(fleet);
    expect(built(second)).toEqual(['mid', 'leaf']);
    expect(second.summary.outcome).toBe('succeeded');
  });

  test('after the first one nothing new is started where the run shall not keep going', async () => {
    const run = await runs.run({ a: {}, b: {}, c: {} }, { ...failing('a'), slots: 1, keepGoing: false });
    expect(built(run)).toEqual(['a']);
    expect(outcomes(run)).toEqual({ a: 'failed', b: 'cancelled', c: 'cancelled' });
  });

  test('a platform that is built is kept when another one fails', async () => {
    const two: Fleet = { app: { platforms: [amd64, arm64] } };
    const onBuild = async ({ platform }: BuildRequest) => (platform === arm64 ? failure : undefined);
    expect(outcomes(await runs.run(two, { builder: { onBuild } }))).toEqual({ app: 'failed' });
    const second = await runs.run(two);
    expect(second.builder.builds.map(({ platform }) => platform)).toEqual([arm64]);
    expect(Object.keys((await runs.standing(two)).app?.landing?.platforms ?? {})).toEqual([amd64, arm64]);
  });

  test('a test that fails keeps the image from landing, and is run again without a build', async () => {
    const tested: Fleet = { app: { test: ['check'] } };
    const onTest = async (): Promise<Failure> => ({ ...failure, phase: 'test', reason: 'test-failed' });
    const first = await runs.run(tested, { builder: { onTest } });
    expect(first.summary.images[0]).toMatchObject({ outcome: 'failed', failure: { phase: 'test' } });
    expect((await runs.standing(tested)).app).toEqual({ tags: {}, records: {} });
    const second = await runs.run(tested);
    expect(built(second)).toEqual([]);
    expect(second.builder.tests.map(({ command }) => command)).toEqual([['check']]);
    expect((await runs.standing(tested)).app?.landing).toBeDefined();
  });

  test('a secret that is missing is said before anything is built', async () => {
    const secret: Fleet = { app: { secrets: ['pip_token', 'npm_token'] } };
    const without = await runs.run(secret, { secrets: { npm_token: 'n' } });
    expect(without.summary.images[0]?.failure).toMatchObject({
      reason: 'secret-missing',
      suggestion: expect.stringContaining('PIP_TOKEN'),
    });
    expect(built(without)).toEqual([]);
    const secrets = { npm_token: 'n', pip_token: 'p' };
    expect((await runs.run(secret, { secrets })).builder.builds[0]?.secrets).toEqual(secrets);
  });

  test('a registry that fails is the failure of the image', async () => {
    const broken: Failure = { ...failure, phase: 'push', reason: 'registry-error', message: '503' };
    const publisher: RunSketch['publisher'] = (real) => ({ ...real, join: async () => ({ ok: false, error: broken }) });
    const { summary } = await runs.run({ app: {} }, { publisher });
    expect(summary.images[0]).toMatchObject({ outcome: 'failed', failure: broken, tags: [] });
  });
});

describe('cancel', () => {
  test('F15 ends what runs, starts nothing new, keeps what is there; the next run goes on', async () => {
    const controller = new AbortController();
    const onBuild = async (request: BuildRequest) => {
      if (imageOf(request) === 'mid') controller.abort(new Error('cancelled'));
      return undefined;
    };
    const first = await runs.run(fleet, { builder: { onBuild }, signal: controller.signal, slots: 1 });
    expect(first.summary.outcome).toBe('cancelled');
    expect(outcomes(first)).toMatchObject({ mid: 'cancelled', leaf: 'cancelled' });
    expect(first.events.filter(({ type }) => type === 'image.failed')).toEqual([]);
    const second = await runs.run(fleet);
    expect(second.summary.outcome).toBe('succeeded');
    expect(built(second)).not.toContain('base');
  });
});

describe('force', () => {
  test('builds an image and its descendants again, as one set', async () => {
    await runs.run(fleet);
    const before = await runs.standing(fleet);
    const forced = await runs.run(fleet, { forced: ['mid'], commit: 'd'.repeat(40) });
    expect(built(forced)).toEqual(['mid', 'leaf']);
    const after = await runs.standing(fleet);
    expect(after.base).toEqual(before.base);
    expect(after.mid?.tags.latest).not.toBe(before.mid?.tags.latest);
    expect(after.mid?.landing?.platforms, 'the bytes of the build before').not.toEqual(before.mid?.landing?.platforms);
    expect(after.leaf?.landing?.parents).toEqual({
      base: after.base?.landing?.digest,
      mid: after.mid?.landing?.digest,
    });
    expect(built(await runs.run(fleet))).toEqual([]);
  });
});

describe('registration', () => {
  test('F7 a failure is reported, undoes nothing, and is repeated by the next run alone', async () => {
    const failed: Failure = { ...failure, phase: 'register', reason: 'unreachable', message: 'refused' };
    const first = await runs.run(fleet, { register: ({ name }) => (name === 'mid' ? failed : undefined) });
    expect(first.summary.outcome).toBe('succeeded');
    expect(first.events.filter(({ type }) => type === 'image.registration-failed')).toMatchObject([
      { image: 'mid', failure: failed },
    ]);
    expect((await runs.standing(fleet)).mid?.tags).toHaveProperty('latest');
    const sent: string[] = [];
    const register = ({ name }: { name: string }) => {
      sent.push(name);
      return undefined;
    };
    const second = await runs.run(fleet, { register });
    expect([sent, built(second)]).toEqual([['mid'], []]);
    await runs.run(fleet, { register });
    expect(sent).toEqual(['mid']);
  });

  test('one that is required fails the run', async () => {
    const { summary } = await runs.run({ app: {} }, { register: () => failure, required: true });
    expect(summary).toMatchObject({ outcome: 'failed', images: [{ outcome: 'built' }] });
  });

  test('I4 only what is published is registered, with the digest that stands there', async () => {
    const sent = new Map<string, string>();
    const register = ({ name, digest }: { name: string; digest: string }) => {
      sent.set(name, digest);
      return undefined;
    };
    await runs.run(fleet, { ...failing('mid'), register });
    const { aside, base } = await runs.standing(fleet);
    expect(Object.fromEntries(sent)).toEqual({ aside: aside?.tags.latest, base: base?.tags.latest });
  });
});

test('I9 a commit that may not move tags lands, and leaves the tags where they are', async () => {
  await runs.run(fleet);
  const before = await runs.standing(fleet);
  const edited: Fleet = { ...fleet, aside: { run: 'RUN old' } };
  const run = await runs.run(edited, { movement: async () => ({ move: false, why: 'it is old' }) });
  expect(run.events.find(({ type }) => type === 'image.held-back')).toMatchObject({ image: 'aside', why: 'it is old' });
  const after = await runs.standing(edited);
  expect(after.aside?.tags).toEqual(before.aside?.tags);
  expect(after.aside?.landing?.digest).not.toBe(before.aside?.tags.latest);
});

describe('layers for the next machine', () => {
  const http = createHttp({});
  let server: TestRegistry;
  beforeAll(async () => {
    server = await startRegistry();
  });
  afterAll(() => Promise.all([server.stop(), http.close()]));
  const caches = async (on: FleetRuns, sketch: RunSketch) => {
    const { builder } = await on.run({ 'team/app': { platforms: [amd64, arm64] } }, sketch);
    // Two platforms of an image start at once: which is first is nobody's affair.
    const builds = builder.builds.toSorted((a, b) => a.platform.localeCompare(b.platform));
    return builds.map(({ layerCache }) => layerCache);
  };

  test('S24 are kept beside each image and platform under the name of their trust level, where asked for', async () => {
    const place = { host: server.host, namespace: 'fleet', insecure: [server.host], ca: {}, mirrors: {} };
    const published = await FleetRuns.open(createRegistry({ ...place, http, clock: systemClock, environment: {} }));
    const repository = `${server.host}/fleet/team/app`;
    expect(await caches(published, { layerCache: true })).toEqual([
      { repository, tag: 'fp-cache-trusted-linux-amd64' },
      { repository, tag: 'fp-cache-trusted-linux-arm64' },
    ]);
    expect(await caches(published, { forced: ['team/app'] })).toEqual([undefined, undefined]);
    await published.close();
  });

  test('S26 are neither read nor written by what lands in a folder, as a pull request does', async () => {
    expect(await caches(runs, { layerCache: true })).toEqual([undefined, undefined]);
  });
});

describe('I2 two runs at once, on one registry', () => {
  let server: TestRegistry;
  const http = createHttp({});
  beforeAll(async () => {
    server = await startRegistry();
  });
  afterAll(() => Promise.all([server.stop(), http.close()]));
  let shared: FleetRuns;
  beforeEach(async () => {
    const place = { host: server.host, namespace: randomUUID(), insecure: [server.host], ca: {}, mirrors: {} };
    shared = await FleetRuns.open(createRegistry({ ...place, http, clock: systemClock, environment: {} }));
  });
  afterEach(() => shared.close());

  test('the later one adopts a node that the earlier one has settled', async () => {
    const settled = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const held: RunSketch['publisher'] = (real) => ({
      ...real,
      async join(...args) {
        settled.resolve();
        await go.promise;
        return real.join(...args);
      },
    });
    const only: Fleet = { app: {} };
    const earlier = await shared.start(only, { publisher: held });
    await settled.promise;
    const later = await shared.run(only, { commit: 'd'.repeat(40) });
    expect([built(later), outcomes(later)]).toEqual([[], { app: 'built' }]);
    go.resolve();
    await earlier.summary;
    const { app } = await shared.standing(only);
    const nodes = [earlier, later].map(({ events }) => events.find(({ type }) => type === 'node.settled'));
    expect(nodes[0]).toMatchObject({ digest: Object.values(app?.landing?.platforms ?? {})[0] });
    expect(nodes[1]).toMatchObject({ digest: Object.values(app?.landing?.platforms ?? {})[0], adopted: true });
  });

  test('the later one adopts a landing that came about since its plan', async () => {
    const planned = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const onBuild = async () => {
      planned.resolve();
      await go.promise;
      return undefined;
    };
    const only: Fleet = { app: {} };
    const slow = await shared.start(only, { builder: { onBuild }, commit: 'd'.repeat(40) });
    await planned.promise;
    const quick = await shared.run(only);
    go.resolve();
    const summary = await slow.summary;
    expect(summary.images).toMatchObject([{ outcome: 'adopted', digest: quick.summary.images[0]?.digest }]);
    expect((await shared.standing(only)).app?.tags).toEqual({ latest: quick.summary.images[0]?.digest });
  });
});

describe('F6 a crash between any two writes', () => {
  const small: Fleet = { base: { version: '1.0' }, leaf: { from: `${ours}/base` } };
  const register = () => undefined;
  /** Some thirty runs each. */
  const timeout = 90_000;

  /** On a copy of `prepared`: a run that crashes before its write number `at`, and the next one. */
  async function crashed(at: number, prepared: FleetRuns, of: Fleet, sketch: RunSketch, next: RunSketch = sketch) {
    await using own = await prepared.copy();
    const process = mortal(at);
    const dying = await own.start(of, { ...sketch, process });
    const ended = await Promise.race([dying.summary.then(() => 'ended'), process.died.then(() => 'died')]);
    await dying.quiet();
    const between = await own.standing(of);
    const again = await own.run(of, next);
    return { at, ended, between, again, after: await own.standing(of), calls: process.calls() };
  }

  /** What `crashed` finds for every write of the run. */
  async function everyCrash(prepared: FleetRuns, of: Fleet, sketch: RunSketch, next: RunSketch = sketch) {
    const undisturbed = await crashed(Number.POSITIVE_INFINITY, prepared, of, sketch, next);
    expect(undisturbed.calls).toBeGreaterThan(5);
    const found: Awaited<ReturnType<typeof crashed>>[] = [];
    for (let at = 0; at < undisturbed.calls; at++) found.push(await crashed(at, prepared, of, sketch, next));
    expect(found.filter(({ ended }) => ended !== 'died')).toEqual([]);
    return { undisturbed, found };
  }

  test('of a push: the next run ends where an undisturbed one does', { timeout }, async () => {
    const { undisturbed, found } = await everyCrash(runs, small, { register });
    for (const { at, after, again } of found) {
      expect({ at, outcome: again.summary.outcome, after }).toEqual({
        at,
        outcome: 'succeeded',
        after: undisturbed.after,
      });
    }
  });

  test('of a push over an older one: a closed record says where latest stands', { timeout }, async () => {
    const edited: Fleet = { base: { version: '1.1', run: 'RUN new' }, leaf: { from: `${ours}/base` } };
    await runs.run(small);
    const { undisturbed, found } = await everyCrash(runs, edited, {});
    for (const { at, after, between } of found) {
      expect({ at, after }).toEqual({ at, after: undisturbed.after });
      for (const { tags, records } of Object.values(between)) {
        const record = records['cw-main'];
        if (record?.state === 'closed') expect({ at, tag: tags.latest }).toEqual({ at, tag: record.digest });
      }
    }
  });

  test('of a forced push: an immutable version stays where it is', { timeout }, async () => {
    const { policy } = configuration();
    const immutable = configuration({ policy: { ...policy, versions: 'immutable' } });
    await runs.run(small, { configuration: immutable });
    const version = (await runs.standing(small)).base?.tags['1.0'];
    const forced: RunSketch = { configuration: immutable, forced: ['base'], commit: 'd'.repeat(40) };
    const { found } = await everyCrash(runs, small, forced, { configuration: immutable });
    for (const { at, between, after } of found) {
      const seen = [between, after].map(({ base }) => base?.tags['1.0']);
      expect({ at, seen }).toEqual({ at, seen: [version, version] });
    }
  });

  test('I3 of a release: its tags are on one set or on nothing, unless its record is open', { timeout }, async () => {
    await runs.run(small, { register });
    const { undisturbed, found } = await everyCrash(runs, small, { event: release('v1'), register });
    const tags = Object.values(undisturbed.after).map((standing) => Object.keys(standing.tags));
    expect(tags).toEqual([
      ['1.0', 'latest', 'v1'],
      ['latest', 'v1'],
    ]);
    for (const { at, after, between } of found) {
      const all = Object.values(between);
      const open = all.some(({ records }) => records['cw-releases']?.state === 'open');
      if (!open) expect({ at, whole: isWhole(all, 'v1') }).toEqual({ at, whole: true });
      expect({ at, after }).toEqual({ at, after: undisturbed.after });
    }
  });

  test('I3 of a release, followed by another one: the first is whole or withdrawn, and closed', {
    timeout,
  }, async () => {
    await runs.run(small);
    const { found } = await everyCrash(runs, small, { event: release('v1') }, { event: release('v2') });
    for (const { at, after } of found) {
      const all = Object.values(after);
      expect({ at, whole: isWhole(all, 'v1') }).toEqual({ at, whole: true });
      for (const { tags, records, landing } of all) {
        const state = records['cw-releases']?.state;
        expect({ at, v2: tags.v2, state }).toEqual({ at, v2: landing?.digest, state: 'closed' });
      }
    }
  });

  function isWhole(all: readonly Standing[], tag: string): boolean {
    return new Set(all.map(({ tags }) => tag in tags)).size === 1;
  }
});
