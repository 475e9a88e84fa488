import { describe, expect, test } from 'vitest';
import { type Fleet, fleetScenarios } from '../rig/fleet.ts';
import { openRecords, parentsOutOfStep } from '../rig/fleet-standing.ts';

fleetScenarios('what fails', (stage) => {
  describe('an image that fails', () => {
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
        failure: {
          phase: 'test',
          reason: 'test-failed',
          exitCode: 7,
          lastLines: expect.arrayContaining(['not today']),
        },
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

  describe('a control API that is down', () => {
    test.each([
      { required: false, exitCode: 0 },
      { required: true, exitCode: 1 },
    ])('I4 F7 undoes no publication, is reported, and is told by the next run (required: $required)', async (row) => {
      const fleet = await stage.published();
      if (row.required) fleet.edit('caskwright.yaml', 'control:', 'control:\n  required: true');
      // Nobody listens at the discard port.
      const { url } = stage.control;
      fleet.edit('caskwright.yaml', url, 'http://127.0.0.1:9');
      fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
      fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
      const run = await fleet.carryOut(['build']);
      expect(run.exitCode, run.log).toBe(row.exitCode);
      expect(run.outcomes.site).toBe('built');
      const failure = run.events.find((event) => event.type === 'image.registration-failed');
      expect(failure).toMatchObject({ image: 'site', failure: { phase: 'register', reason: 'control-api' } });
      expect(run.stderr).toContain('site is not registered');
      const { tags } = (await stage.standing()).site ?? {};
      expect(tags?.latest).toBe(tags?.['2026.12']);

      fleet.change('caskwright.yaml', 'http://127.0.0.1:9', url);
      const next = await fleet.carryOut(['build']);
      expect(next.exitCode, next.log).toBe(0);
      expect(next.built).toEqual([]);
      expect(stage.control.requests.map(({ path }) => path)).toEqual(['/images/site']);
      expect(stage.control.records.get('site')).toMatchObject({ version: '2026.12', digest: tags?.latest });
      const last = await fleet.carryOut(['build']);
      expect(new Set(Object.values(last.outcomes)), last.log).toEqual(new Set(['in-step']));
      expect(stage.control.requests).toHaveLength(1);
    });

    test('F7 an answer lost after the record was stored is repeated, and leaves one record', async () => {
      const fleet = await stage.published();
      fleet.change('images/site/build.yaml', 'Static pages', 'Pages');
      stage.control.fail({ status: 502, afterCommit: true });
      const run = await fleet.carryOut(['build']);
      expect(run.exitCode, run.log).toBe(0);
      expect(stage.control.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'PUT /images/site',
        'PUT /images/site',
      ]);
      expect(stage.control.requests[1]?.body).toEqual(stage.control.requests[0]?.body);
    });

    test('wants its token, which stands in the environment', async () => {
      const fleet = await stage.published();
      fleet.change('images/site/build.yaml', 'Static pages', 'Pages');
      const run = await fleet.carryOut(['build'], { CASKWRIGHT_CONTROL_TOKEN: 'token-of-the-control-api' });
      expect(stage.control.requests[0]?.headers.authorization).toBe('Bearer token-of-the-control-api');
      expect(run.log).not.toContain('token-of-the-control-api');
    });
  });
});
