import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FleetRuns, type RunSketch } from '../../test/rig/fleet-runs.ts';
import type { Platform } from '../names/platform.ts';
import { amd64, arm64 } from '../plan/images.fixture.ts';
import type { Fleet } from '../plan/plans.fixture.ts';
import type { Failure } from './failure.ts';

const ours = 'registry.example/fleet';
const platforms = [amd64, arm64];
const fleet: Fleet = { base: { platforms }, web: { from: `${ours}/base`, platforms, test: ['check'] }, aside: {} };
const failure: Failure = { phase: 'test', reason: 'command-failed', message: 'check failed', lastLines: [] };

let runs: FleetRuns;
beforeEach(async () => {
  runs = await FleetRuns.open();
});
afterEach(() => runs.close());

/** A run that may build these images on this platform, and lands nothing. */
const nodesOf = (images: readonly string[], platform: Platform): RunSketch['share'] => ({
  builds: (image, on) => images.includes(image) && on === platform,
  lands: false,
});
/** The run at the end of all. */
const last: RunSketch = { share: { builds: () => false, lands: true } };
const outcomes = ({ summary }: Awaited<ReturnType<FleetRuns['run']>>) =>
  Object.fromEntries(summary.images.map(({ image, outcome }) => [image, outcome]));
const built = ({ builder }: Awaited<ReturnType<FleetRuns['run']>>) =>
  builder.builds.map(({ id, platform }) => `${id.split('-')[1]} ${platform}`);

describe('runs that share a plan', () => {
  test('each builds and tests its nodes and stands on those of others; the last joins and publishes without a build', async () => {
    const images: string[] = [];
    for (const level of [['base', 'aside'], ['web']]) {
      for (const platform of platforms) {
        const run = await runs.run(fleet, { share: nodesOf(level, platform) });
        images.push(...built(run));
        expect(run.builder.tests.map((test) => test.platform)).toEqual(level.includes('web') ? [platform] : []);
      }
    }
    expect(images.toSorted()).toEqual([
      'aside linux/amd64',
      'base linux/amd64',
      'base linux/arm64',
      'web linux/amd64',
      'web linux/arm64',
    ]);
    const between = await runs.standing(fleet);
    expect(Object.values(between).map(({ tags, landing }) => [tags, landing])).toEqual(Array(3).fill([{}, undefined]));
    const end = await runs.run(fleet, last);
    expect([end.summary.outcome, built(end)]).toEqual(['succeeded', []]);
    const standing = await runs.standing(fleet);
    expect(Object.keys(standing.web?.landing?.platforms ?? {})).toEqual(platforms);
    expect(standing.web?.landing?.parents).toEqual({ base: standing.base?.landing?.digest });
    expect(standing.web?.tags).toEqual({ latest: standing.web?.landing?.digest });
  });

  test('a node that nobody built blocks what stands on it, here and at the end, and nothing else', async () => {
    await runs.run(fleet, { share: nodesOf(['base', 'aside'], amd64) });
    const other = await runs.run(fleet, { share: nodesOf(['web'], arm64) });
    expect([other.summary.outcome, outcomes(other).web, built(other)]).toEqual(['failed', 'blocked', []]);
    expect(outcomes(await runs.run(fleet, { share: nodesOf(['web'], amd64) })).web).toBe('built');
    const end = await runs.run(fleet, last);
    expect(outcomes(end)).toEqual({ aside: 'built', base: 'blocked', web: 'blocked' });
    expect((await runs.standing(fleet)).web?.tags).toEqual({});
  });

  test('a test that fails is the failure of the run that has built the node; again it is tested, not built', async () => {
    await runs.run(fleet, { share: nodesOf(['base'], amd64) });
    const share = nodesOf(['web'], amd64);
    const failed = await runs.run(fleet, { share, builder: { onTest: async () => failure } });
    expect(outcomes(failed).web).toBe('failed');
    const again = await runs.run(fleet, { share });
    expect([outcomes(again).web, built(again), again.builder.tests.length]).toEqual(['adopted', [], 1]);
  });

  test('forced nodes take the place of those that were landed before, at the end too', async () => {
    await runs.run(fleet);
    const forced = { forced: ['base'] };
    const at = (images: readonly string[], platform: Platform) =>
      runs.run(fleet, { ...forced, share: nodesOf(images, platform) });
    for (const images of [['base'], ['web']])
      for (const platform of platforms) expect(built(await at(images, platform))).toHaveLength(1);
    const end = await runs.run(fleet, { ...forced, ...last });
    expect([end.summary.outcome, built(end)]).toEqual(['succeeded', []]);
    const landed = end.events.flatMap((event) => (event.type === 'image.landed' ? [[event.image, event.adopted]] : []));
    expect(landed.toSorted()).toEqual([
      ['base', false],
      ['web', false],
    ]);
  });
});
