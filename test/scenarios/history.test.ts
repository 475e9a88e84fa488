import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Fleet, fleetScenarios, readRun } from '../rig/fleet.ts';
import { openRecords, parentsOutOfStep } from '../rig/fleet-standing.ts';

fleetScenarios('clones and commits', (stage) => {
  describe('clones of one fleet', () => {
    async function planOf(fleet: Fleet): Promise<string> {
      const plan = await fleet.run(['plan', '--format', 'json']);
      expect(plan.exitCode, plan.log).toBe(0);
      return plan.stdout;
    }

    test('plan the same, byte for byte: full, shallow, dirty and clean again', async () => {
      const origin = stage.empty();
      origin.change('images/site/pages/index.html', 'Cast off', 'Cast off slowly');
      const full = origin.in(origin.repository.clone());
      const shallow = origin.in(origin.repository.clone('--depth=1'));
      expect(shallow.repository.git('rev-parse', '--is-shallow-repository')).toBe('true');
      const plan = await planOf(full);
      expect(JSON.parse(plan).images).toHaveLength(10);
      expect(await planOf(shallow)).toBe(plan);
      expect(await planOf(origin)).toBe(plan);

      const file = 'images/web/www/index.html';
      const clean = full.read(file);
      full.edit(file, 'Everything is afloat', 'Nothing is afloat');
      expect(await planOf(full)).not.toBe(plan);
      writeFileSync(join(full.repository.path, file), clean);
      writeFileSync(join(full.repository.path, 'images/web/www/untracked.html'), 'not in Git');
      expect(await planOf(full)).toBe(plan);
      rmSync(join(full.repository.path, 'images/web/www/untracked.html'));

      const atCommit = await full.run(['plan', '--rev', 'HEAD', '--branch', 'main', '--format', 'json']);
      expect(atCommit.stdout, atCommit.log).toBe(plan);
    });

    test('plan the same for an image that is published, too', async () => {
      const origin = await stage.published();
      const plan = await planOf(origin.in(origin.repository.clone('--depth=1')));
      expect(JSON.parse(plan).images.map(({ action }: { action: string }) => action)).toEqual(Array(10).fill('skip'));
      expect(await planOf(origin)).toBe(plan);
    });
  });

  describe('commits that come in any order', () => {
    const site = async () => (await stage.standing()).site?.tags ?? {};

    function changeSite(fleet: Fleet): void {
      fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.12"');
      fleet.change('images/site/pages/index.html', 'before dark', 'before the rain');
    }

    test('I9 an older commit moves no tag back; a revert, which is newer, does, and builds nothing', async () => {
      const fleet = await stage.published();
      const old = await site();
      changeSite(fleet);
      const newer = await fleet.carryOut(['build']);
      expect(newer.built, newer.log).toEqual(['site']);
      const published = await site();
      const older = await fleet.carryOut(['build', '--rev', 'HEAD~1']);
      expect(older.exitCode, older.log).toBe(0);
      expect(older.built, older.log).toEqual([]);
      expect(await site()).toEqual(published);

      fleet.repository.git('revert', '--no-edit', 'HEAD');
      const reverted = await fleet.carryOut(['build']);
      expect(reverted.exitCode, reverted.log).toBe(0);
      expect(reverted.built, reverted.log).toEqual([]);
      expect(reverted.outcomes.site).toBe('promoted');
      expect(await site()).toEqual({ ...published, latest: old.latest });
      expect(stage.control.records.get('site')).toMatchObject({ version: '2026.11', digest: old.latest });
    });

    test('a shallow clone publishes its tip as a full one does', async () => {
      const fleet = await stage.published();
      changeSite(fleet);
      const shallow = fleet.in(fleet.repository.clone('--depth=1'));
      const run = await shallow.carryOut(['build']);
      expect(run.exitCode, run.log).toBe(0);
      expect(run.built).toEqual(['site']);
      const { latest, '2026.12': version } = await site();
      expect(latest, run.log).toBe(version);
      const full = await fleet.carryOut(['build']);
      expect(new Set(Object.values(full.outcomes)), full.log).toEqual(new Set(['in-step']));
    });

    test('F9 a force-push is published; what it takes away moves nothing any more', async () => {
      const fleet = await stage.published();
      changeSite(fleet);
      const pushed = await fleet.carryOut(['build']);
      expect(pushed.exitCode, pushed.log).toBe(0);
      const taken = fleet.repository.git('rev-parse', 'HEAD');
      fleet.repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      fleet.edit('images/site/build.yaml', '"2026.11"', '"2026.13"');
      fleet.change('images/site/pages/index.html', 'before dark', 'before the snow');
      const forced = await fleet.carryOut(['build']);
      expect(forced.built, forced.log).toEqual(['site']);
      const after = await site();
      expect(after.latest, forced.log).toBe(after['2026.13']);
      const late = await fleet.carryOut(['build', '--rev', taken]);
      expect(late.exitCode, late.log).toBe(0);
      expect(await site(), late.log).toEqual(after);
    });

    test('a detached head publishes nothing unless its branch is named', async () => {
      const fleet = await stage.published();
      const before = await stage.standing();
      changeSite(fleet);
      fleet.repository.git('checkout', '--quiet', '--detach');
      const alone = await fleet.carryOut(['build']);
      expect(alone.exitCode, alone.log).toBe(0);
      expect(alone.built).toEqual(['site']);
      expect(alone.stderr).toContain('--branch');
      expect(await stage.standing()).toEqual(before);
      const named = await fleet.carryOut(['build', '--branch', 'main']);
      expect(named.exitCode, named.log).toBe(0);
      const { latest, '2026.12': version } = await site();
      expect(latest).toBe(version);
    });

    test('I2 two runs at once agree on one digest for each image, or the next run brings them in line', async () => {
      const fleet = await stage.published();
      fleet.edit('images/runtime/build.yaml', '3.1.0', '3.2.0');
      fleet.change('images/runtime/requirements.txt', 'redis==5.0.8', 'redis==5.2.0');
      const other = fleet.in(fleet.repository.clone());
      const runs = await Promise.all([fleet, other].map((each) => each.carryOut(['build'])));
      // Two that settle an image in the same instant each stand on a digest of their own until then (docs/known-gaps.md).
      runs.push(await fleet.carryOut(['build']));
      for (const run of runs) expect(run.exitCode, run.log).toBe(0);
      const log = runs.map((run) => run.log).join('\n');
      const standing = await stage.standing();
      expect(parentsOutOfStep(standing), log).toEqual([]);
      expect(openRecords(standing), log).toEqual([]);
      expect(standing.runtime?.tags.latest).toBe(standing.runtime?.tags['3.2.0']);
      for (const [image, { tags }] of Object.entries(standing)) {
        expect(stage.control.records.get(image)?.digest, `${image} in the control API\n${log}`).toBe(tags.latest);
      }
      const last = await fleet.carryOut(['build']);
      expect(new Set(Object.values(last.outcomes)), last.log).toEqual(new Set(['in-step']));
      expect(await stage.leftovers()).toEqual([]);
    });

    test('a landing tag that was cleaned away is put back, and nothing is built', async () => {
      const fleet = await stage.published();
      const before = await stage.standing();
      const [landing = ''] = Object.keys(before.site?.landings ?? {});
      const tags = join(stage.registry.storage, 'docker/registry/v2/repositories/fleet/site/_manifests/tags');
      rmSync(join(tags, landing), { recursive: true });
      const run = await fleet.carryOut(['build']);
      expect(run.exitCode, run.log).toBe(0);
      expect(run.built, run.log).toEqual([]);
      expect((await stage.standing()).site?.landings).toEqual(before.site?.landings);
    });

    test.each(['SIGINT', 'SIGTERM'] as const)(
      'F15 %s ends a plan that waits for a silent registry with 130',
      async (signal) => {
        const fleet = stage.empty();
        const silent = createServer().listen(0, '127.0.0.1');
        await once(silent, 'listening');
        const address = silent.address();
        const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
        fleet.edit('caskwright.yaml', 'insecure: [', `insecure: ["${host}", `);
        const running = fleet.start(['build', '--allow-dirty', '--json', '--registry', `${host}/fleet`]);
        const [socket] = await once(silent, 'connection');
        running.kill(signal);
        const ended = await running.result;
        socket.destroy();
        silent.close();
        expect(ended.exitCode, ended.log).toBe(130);
        expect(readRun(ended).events).toEqual([]);
        expect(await stage.leftovers()).toEqual([]);
      },
    );
  });
});
