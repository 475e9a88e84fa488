import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, type FleetStage, missingEngines, startFleetStage } from '../rig/fleet.ts';

describe.skipIf(missingEngines.length > 0)('a version that is published', { timeout: 240_000 }, () => {
  let stage: FleetStage;
  beforeAll(async () => {
    stage = await startFleetStage();
  });
  afterAll(() => stage.stop());

  async function published(policy?: string): Promise<Fleet> {
    const fleet = await stage.published();
    if (policy !== undefined) fleet.change('caskwright.yaml', 'policy:', `policy:\n  versions: ${policy}`);
    return fleet;
  }

  const changeSite = (fleet: Fleet) => fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
  const raiseSite = (fleet: Fleet) => fleet.change('images/site/build.yaml', '"2026.11"', '"2026.12"');
  const site = async () => (await stage.standing()).site?.tags;

  test('by default is refused other files before anything is built, and built when it is raised', async () => {
    const fleet = await published();
    const before = await stage.standing();
    changeSite(fleet);
    for (const args of [['plan'], ['build'], ['build', '--no-push']]) {
      const refused = await fleet.run(args);
      expect(refused.exitCode, refused.log).toBe(1);
      expect(refused.log).toContain('2026.11');
      expect(refused.log).toMatch(/raise|version/);
    }
    expect(await stage.standing()).toEqual(before);
    raiseSite(fleet);
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(['site']);
    const tags = await site();
    expect(tags?.['2026.11']).toBe(before.site?.tags['2026.11']);
    expect(tags?.latest).toBe(tags?.['2026.12']);
  });

  test('as mutable takes other files', async () => {
    const fleet = await published('mutable');
    const before = await site();
    changeSite(fleet);
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.built).toEqual(['site']);
    const after = await site();
    expect(after?.['2026.11']).not.toBe(before?.['2026.11']);
    expect(after?.latest).toBe(after?.['2026.11']);
  });

  test('as immutable never changes, not for a parent and not by --force', async () => {
    const fleet = await published('immutable');
    const before = await site();
    fleet.edit('images/toolchain/build.yaml', '0.9.2', '0.9.3');
    fleet.change('images/toolchain/bundle.sh', '# bundle <source>', '# bundle  <source>');
    const refused = await fleet.run(['build', 'site']);
    expect(refused.exitCode, refused.log).toBe(1);
    expect(refused.log).toContain('2026.11');
    expect(Object.keys((await stage.standing()).toolchain?.tags ?? {}), 'what is not refused').toContain('0.9.3');
    expect(await site()).toEqual(before);

    raiseSite(fleet);
    const raised = await fleet.carryOut(['build', 'site']);
    expect(raised.exitCode, raised.log).toBe(0);
    expect(raised.built).toEqual(['site']);
    const standing = await site();
    const forced = await fleet.carryOut(['build', 'site', '--force']);
    expect(forced.exitCode, forced.log).toBe(0);
    expect(forced.built).toContain('site');
    expect((await site())?.['2026.12']).toBe(standing?.['2026.12']);
    expect((await site())?.['2026.11']).toBe(before?.['2026.11']);
  });
});
