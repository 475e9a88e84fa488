import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, type FleetStage, missingEngines, startFleetStage } from '../rig/fleet.ts';
import { openRecords, parentsOutOfStep } from '../rig/fleet-standing.ts';

describe.skipIf(missingEngines.length > 0)('an image that fails', { timeout: 240_000 }, () => {
  let stage: FleetStage;
  beforeAll(async () => {
    stage = await startFleetStage();
  });
  afterAll(() => stage.stop());

  const fail = 'RUN false && packages';

  /** Six images are due; `runtime` fails when a file of this machine says so. */
  async function broken(): Promise<Fleet> {
    const fleet = await stage.published();
    fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
    fleet.edit('images/site/pages/index.html', 'before dark', 'before the rain');
    fleet.edit('images/runtime/build.yaml', '3.1.0', '3.2.0');
    fleet.change('images/runtime/Dockerfile', 'RUN packages', fail);
    return fleet;
  }

  const blocked = { cron: 'blocked', smoke: 'blocked', web: 'blocked', worker: 'blocked' };

  test('F17 blocks its descendants alone; the next run, and the run after the fix, begin there', async () => {
    const fleet = await broken();
    const before = await stage.standing();
    const first = await fleet.carryOut(['build']);
    expect(first.exitCode, first.log).toBe(1);
    expect(first.outcomes).toEqual({
      base: 'in-step',
      toolchain: 'in-step',
      fleetctl: 'in-step',
      'log-shipper': 'in-step',
      runtime: 'failed',
      site: 'built',
      ...blocked,
    });
    const failure = first.events.find((event) => event.type === 'image.failed');
    expect(failure).toMatchObject({
      image: 'runtime',
      blocks: ['cron', 'smoke', 'web', 'worker'],
      failure: { phase: 'build', reason: 'command-failed', dockerfileLine: 6 },
    });
    expect(first.stderr).toContain('images/runtime/Dockerfile:6  RUN false');
    expect(first.stderr).toContain('The next run starts at runtime.');
    const after = await stage.standing();
    expect(after.site?.tags).toMatchObject({ '2026.12': after.site?.tags.latest });
    for (const image of ['runtime', ...Object.keys(blocked)]) expect(after[image], image).toEqual(before[image]);
    expect(await stage.leftovers()).toEqual([]);

    const second = await fleet.carryOut(['build']);
    expect(second.exitCode, second.log).toBe(1);
    expect(second.outcomes).toEqual({ ...first.outcomes, site: 'in-step' });

    fleet.change('images/runtime/Dockerfile', fail, 'RUN packages');
    const fixed = await fleet.carryOut(['build']);
    expect(fixed.exitCode, fixed.log).toBe(0);
    expect(fixed.built).toEqual(['cron', 'runtime', 'smoke', 'web', 'worker']);
    const standing = await stage.standing();
    expect(parentsOutOfStep(standing)).toEqual([]);
    expect(openRecords(standing)).toEqual([]);
  });

  test('with --no-keep-going starts nothing new; what runs is brought to its end', async () => {
    const fleet = await broken();
    fleet.change('images/runtime/Dockerfile', fail, `RUN sleep 1; false`);
    const run = await fleet.carryOut(['build', '--no-keep-going', '--concurrency', '1']);
    expect(run.exitCode, run.log).toBe(1);
    expect(run.outcomes).toMatchObject({ runtime: 'failed', ...blocked });
    expect(run.outcomes.site, run.log).not.toBe('failed');
    expect(await stage.leftovers()).toEqual([]);
  });

  test('in its own test lands nowhere and gets no public tag', async () => {
    const fleet = await stage.published();
    const before = await stage.standing();
    fleet.edit('images/smoke/build.yaml', '1.0.0', '1.1.0');
    fleet.change('images/smoke/build.yaml', '[smoke, --check]', '[sh, -c, "echo not today; exit 7"]');
    const run = await fleet.carryOut(['build']);
    expect(run.exitCode, run.log).toBe(1);
    const failure = run.events.find((event) => event.type === 'image.failed');
    expect(failure).toMatchObject({
      image: 'smoke',
      failure: { phase: 'test', reason: 'test-failed', exitCode: 7, lastLines: expect.arrayContaining(['not today']) },
    });
    const after = await stage.standing();
    expect(after.smoke?.landings).toEqual(before.smoke?.landings);
    expect(after.smoke?.tags).toEqual(before.smoke?.tags);
    expect(after.smoke?.records).toEqual(before.smoke?.records);

    fleet.change('images/smoke/build.yaml', 'exit 7', 'exit 0');
    const fixed = await fleet.carryOut(['build']);
    expect(fixed.exitCode, fixed.log).toBe(0);
    expect(Object.keys((await stage.standing()).smoke?.tags ?? {})).toContain('1.1.0');
  });
});
