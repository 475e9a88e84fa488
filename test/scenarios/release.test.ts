import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, type FleetStage, missingEngines, startFleetStage } from '../rig/fleet.ts';
import { openRecords } from '../rig/fleet-standing.ts';

describe.skipIf(missingEngines.length > 0)('a release of the fleet', { timeout: 240_000 }, () => {
  let stage: FleetStage;
  beforeAll(async () => {
    stage = await startFleetStage();
  });
  afterAll(() => stage.stop());

  /** A fleet whose `latest` belongs to releases, and whose releases move `stable` as well. */
  async function published(): Promise<Fleet> {
    const fleet = await stage.published();
    const tags = 'tags:\n  latest: release\n  release: ["{release}", stable]\n';
    fleet.repository.commit({ 'caskwright.yaml': `${fleet.read('caskwright.yaml')}${tags}` });
    return fleet;
  }

  async function digestsOf(tag: string): Promise<Record<string, string | undefined>> {
    return Object.fromEntries(Object.entries(await stage.standing()).map(([image, { tags }]) => [image, tags[tag]]));
  }

  test('promotes what is published, builds nothing, and moves latest only upwards', async () => {
    const fleet = await published();
    fleet.repository.git('tag', 'v2.0.0');
    const before = await digestsOf('latest');
    const run = await fleet.carryOut(['release', 'v2.0.0']);
    expect(run.exitCode, run.log).toBe(0);
    expect(new Set(Object.values(run.outcomes)), run.log).toEqual(new Set(['promoted']));
    expect(await digestsOf('v2.0.0')).toEqual(before);
    expect(await digestsOf('stable')).toEqual(before);

    const again = await fleet.carryOut(['release', 'v2.0.0']);
    expect(new Set(Object.values(again.outcomes)), again.log).toEqual(new Set(['in-step']));

    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    for (const tag of ['v1.9.9', 'v2.1.0-rc.1', 'v2.1.0']) fleet.repository.git('tag', tag);
    const old = await fleet.carryOut(['release', 'v1.9.9']);
    expect(old.exitCode, old.log).toBe(0);
    expect(old.built, 'one image was not built yet').toEqual(['site']);
    const ofOld = await digestsOf('v1.9.9');
    expect(ofOld.site).not.toBe(before.site);
    expect({ ...ofOld, site: before.site }).toEqual(before);
    expect(await digestsOf('latest')).toEqual(before);
    expect(await digestsOf('stable')).toEqual(before);

    const candidate = await fleet.carryOut(['release', 'v2.1.0-rc.1']);
    expect(candidate.built, candidate.log).toEqual([]);
    expect(await digestsOf('v2.1.0-rc.1')).toEqual(ofOld);
    expect(await digestsOf('latest')).toEqual(before);

    const next = await fleet.carryOut(['release', 'v2.1.0']);
    expect(next.exitCode, next.log).toBe(0);
    expect(await digestsOf('latest')).toEqual(ofOld);
    expect(await digestsOf('stable')).toEqual(ofOld);
    expect(openRecords(await stage.standing())).toEqual([]);
  });

  test('moves no tag at all while one image cannot be built', async () => {
    const fleet = await published();
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    const before = await stage.standing();
    fleet.change('images/site/Dockerfile', 'RUN bundle', 'RUN false && bundle');
    fleet.repository.git('tag', 'v3.0.0');
    const failed = await fleet.carryOut(['release', 'v3.0.0']);
    expect(failed.exitCode, failed.log).toBe(1);
    expect(failed.outcomes.site).toBe('failed');
    const after = await stage.standing();
    for (const [image, { tags }] of Object.entries(after)) expect(tags, image).toEqual(before[image]?.tags);
    expect(openRecords(after)).toEqual([]);
    expect(failed.events.some(({ type }) => type === 'set.published')).toBe(false);
  });

  test('I3 F6 killed between its tags is finished by the next release', async () => {
    const fleet = await published();
    const before = await digestsOf('latest');
    fleet.repository.git('tag', 'v4.0.0');
    const running = fleet.start(['release', 'v4.0.0', '--json']);
    await stage.registry.next(/^PUT \/v2\/fleet\/[^/]+\/manifests\/v4\.0\.0$/);
    running.kill('SIGKILL');
    await running.result;
    fleet.repository.git('tag', 'v4.0.1');
    const next = await fleet.carryOut(['release', 'v4.0.1']);
    expect(next.exitCode, next.log).toBe(0);
    for (const tag of ['v4.0.0', 'v4.0.1', 'stable', 'latest']) expect(await digestsOf(tag), tag).toEqual(before);
    expect(openRecords(await stage.standing())).toEqual([]);
    expect(await stage.leftovers()).toEqual([]);
  });

  test('a tag that Git does not have is a wrong use', async () => {
    const fleet = await published();
    const refused = await fleet.run(['release', 'v9.9.9']);
    expect(refused.exitCode, refused.log).toBe(2);
    expect(refused.stderr).toContain('git tag v9.9.9');
  });
});
