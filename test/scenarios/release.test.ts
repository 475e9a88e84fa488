import { describe, expect, test } from 'vitest';
import { startFaultProxy } from '../rig/fault-proxy.ts';
import { type Fleet, fleetScenarios } from '../rig/fleet.ts';
import { openRecords } from '../rig/fleet-standing.ts';

fleetScenarios('releases and versions', (stage) => {
  describe('a release of the fleet', () => {
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

    test('I3 F6 killed between its tags is finished by the next release', async ({ onTestFinished }) => {
      const fleet = await published();
      const before = await digestsOf('latest');
      const proxy = await startFaultProxy(stage.registry.host);
      onTestFinished(() => proxy.stop());
      fleet.change('caskwright.yaml', 'insecure: [', `insecure: ["${proxy.host}", `);
      fleet.repository.git('tag', 'v4.0.0');
      // The tag reaches the base, and no other image.
      proxy.use({ method: 'PUT', path: /\/(?!base\/)[^/]+\/manifests\/v4\.0\.0$/, fault: { kind: 'silent' } });
      const running = fleet.start(['release', 'v4.0.0', '--json', '--registry', `${proxy.host}/fleet`]);
      await stage.registry.next(/^PUT \/v2\/fleet\/base\/manifests\/v4\.0\.0$/);
      running.kill('SIGKILL');
      const killed = await running.result;
      expect(Object.keys(defined(await digestsOf('v4.0.0'))), killed.log).toEqual(['base']);
      expect(openRecords(await stage.standing())).toHaveLength(10);
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

  describe('a version that is published', () => {
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
});

function defined<T>(values: Readonly<Record<string, T | undefined>>): Record<string, T | undefined> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
