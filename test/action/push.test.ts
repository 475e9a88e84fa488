import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journeys, raiseVersion } from '../rig/action-stage.ts';
import { runCli } from '../rig/cli.ts';
import { openRecords } from '../rig/fleet-standing.ts';
import { cleanEnvironment } from '../rig/repository.ts';
import { startMachine } from '../rig/runner.ts';

const IN_STEP = ['base', 'cron', 'fleetctl', 'log-shipper', 'runtime', 'site', 'smoke', 'toolchain', 'web', 'worker'];

journeys('a push', (stage) => {
  test('S30 to the default branch builds exactly what differs, publishes and registers it; then nothing is left to do', async () => {
    const { fleet, repository } = await stage.published();
    const before = await stage.digests('latest');
    expect(Object.keys(before)).toEqual(IN_STEP);
    fleet.change('images/log-shipper/build.yaml', 'version: 0.3.0', 'version: 0.4.0');
    const event = repository.push();
    const step = await stage.run(repository, event);
    expect(step.exitCode, step.log).toBe(0);
    expect(step.outputs.result).toBe('succeeded');
    expect(JSON.parse(step.outputs.changed ?? '')).toEqual(['log-shipper']);
    const after = await stage.digests('latest');
    expect(after).toEqual({ ...before, 'log-shipper': after['log-shipper'] });
    expect(after['log-shipper']).not.toBe(before['log-shipper']);
    expect(JSON.parse(step.outputs.digests ?? '')).toEqual({ 'log-shipper': after['log-shipper'] });
    expect(stage.fleet.control.records.get('log-shipper')).toMatchObject({ digest: after['log-shipper'] });
    expect(step.summary).toContain('log-shipper');
    expect(step.groups.some(({ title }) => title.includes('log-shipper'))).toBe(true);
    const delimiters = [...step.raw.matchAll(/^(?:plan|matrix|levels|changed|digests|result)<<(.+)$/gm)];
    expect(new Set(delimiters.map(([, delimiter]) => delimiter)).size, 'S30 a delimiter of its own for each').toBe(6);

    const again = await stage.run(repository, event);
    expect([again.exitCode, again.outputs.result, again.outputs.changed], again.log).toEqual([0, 'nothing', '[]']);
    expect(await stage.digests('latest')).toEqual(after);
    expect(openRecords(await stage.fleet.standing())).toEqual([]);
  });

  test.each([
    ['a push', 0],
    ['a shallow one', 1],
  ])('the plan of %s is byte for byte what the command prints', async (_, depth) => {
    const { fleet, repository } = await stage.published();
    fleet.edit('images/web/build.yaml', 'harbour', 'night');
    for (const image of ['web', 'cron']) raiseVersion(fleet, image);
    fleet.change('images/cron/crontab', '', '# nightly\n');
    const job = stage.job(repository, repository.push(), { depth });
    const step = await job.run({ command: 'plan' });
    expect(step.exitCode, step.log).toBe(0);
    const printed = await runCli(['plan', '--format', 'json'], { cwd: job.workspace });
    expect(readFileSync(step.outputs.plan ?? '', 'utf8')).toBe(printed.stdout);
    expect(JSON.parse(printed.stdout).images).toHaveLength(IN_STEP.length);
    expect(JSON.parse(step.outputs.changed ?? '')).toEqual(['cron', 'smoke', 'web']);
    await job.end();
  });

  test('a force-push goes back to what was published before, and builds nothing for that', async () => {
    const { fleet, repository } = await stage.published();
    const before = await stage.digests('latest');
    const old = fleet.repository.git('rev-parse', 'HEAD');
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    await stage.run(repository, repository.push());
    expect((await stage.digests('latest')).cron).not.toBe(before.cron);
    fleet.repository.git('reset', '--quiet', '--hard', old);
    fleet.repository.commit({ 'docs/notes.md': 'another way' });
    const event = repository.push();
    expect(event.payload).toMatchObject({ forced: true });
    const step = await stage.run(repository, event);
    expect(step.exitCode, step.log).toBe(0);
    expect(step.groups.filter(({ lines }) => lines.join().includes('STEP'))).toEqual([]);
    expect(await stage.digests('latest')).toEqual(before);
  });

  test('of a commit that is not the tip any more leaves the tags to the newer one', async () => {
    const { fleet, repository } = await stage.published();
    fleet.change('images/log-shipper/build.yaml', 'version: 0.3.0', 'version: 0.4.0');
    const first = repository.push();
    fleet.change('images/log-shipper/build.yaml', 'version: 0.4.0', 'version: 0.5.0');
    const second = repository.push();
    await stage.run(repository, second);
    const newest = await stage.digests('latest');
    const late = await stage.run(repository, first);
    expect(late.exitCode, late.log).toBe(0);
    expect(await stage.digests('latest')).toEqual(newest);
  });

  test('the first push of another branch is built and not published, unless it is configured', async () => {
    const { fleet, repository } = await stage.published();
    const before = await stage.fleet.standing();
    fleet.repository.git('checkout', '--quiet', '-b', 'feature/cron');
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    const event = repository.push('feature/cron');
    expect(event.payload).toMatchObject({ created: true });
    const built = await stage.run(repository, event);
    expect([built.exitCode, built.outputs.result], built.log).toEqual([0, 'succeeded']);
    expect(await stage.fleet.standing()).toEqual(before);

    const branches = `${fleet.read('caskwright.yaml')}branches:\n  publish: ["feature/*"]\n`;
    fleet.repository.commit({ 'caskwright.yaml': branches });
    const published = await stage.run(repository, repository.push('feature/cron'));
    expect(published.exitCode, published.log).toBe(0);
    const after = await stage.digests('latest');
    expect(after).toEqual(Object.fromEntries(Object.entries(before).map(([image, { tags }]) => [image, tags.latest])));
    expect(Object.keys((await stage.fleet.standing()).cron?.records ?? {})).toContainEqual(
      expect.stringMatching(/^cw-feature-cron-/),
    );
  });

  test('a deleted branch and a deleted tag are nothing to do', async () => {
    const { repository } = await stage.published();
    repository.push('short-lived');
    const step = await stage.run(repository, repository.deleteBranch('short-lived'));
    expect([step.exitCode, step.outputs.result], step.log).toEqual([0, 'nothing']);
    expect(step.annotations).toEqual([]);
  });

  test('a job that is run again continues where it stopped', async () => {
    const { fleet, repository } = await stage.published();
    raiseVersion(fleet, 'toolchain');
    raiseVersion(fleet, 'cron');
    fleet.edit('images/cron/crontab', '', '# nightly\n');
    fleet.change('images/toolchain/build.yaml', 'category: build', 'category: build\nsecrets: [fleet_token]');
    const event = repository.push();
    const failed = await stage.run(repository, event);
    expect([failed.exitCode, failed.outputs.result], failed.log).toEqual([1, 'failed']);
    expect(failed.summary).toContain('FLEET_TOKEN');
    const between = await stage.digests('latest');
    const again = await stage.run(repository, event, {}, { attempt: 2, env: { FLEET_TOKEN: 'given now' } });
    expect([again.exitCode, again.outputs.result], again.log).toEqual([0, 'succeeded']);
    expect(JSON.parse(again.outputs.changed ?? '')).not.toContain('cron');
    const after = await stage.digests('latest');
    expect(after.cron).toBe(between.cron);
    expect(after.toolchain).not.toBe(between.toolchain);
    expect(openRecords(await stage.fleet.standing())).toEqual([]);
  });

  test('I5 a cancelled one ends within the runner’s grace and leaves nothing behind', async () => {
    const { fleet, repository } = await stage.published();
    const before = await stage.digests('latest');
    fleet.edit('images/log-shipper/build.yaml', 'version: 0.3.0', 'version: 0.4.0');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const waits = `RUN busybox wget -q -O - http://127.0.0.1:${port}/`;
    fleet.change('images/log-shipper/Dockerfile', 'USER fleet', `USER root\n${waits}`);
    const job = stage.job(repository, repository.push());
    const running = job.start({});
    // The build asks, is never answered, and waits.
    await once(server, 'request');
    const step = await running.cancel();
    expect(step.signal, step.log).toBeUndefined();
    expect(step.exitCode).toBe(1);
    expect(step.outputs.result).toBe('cancelled');
    server.closeAllConnections();
    server.close();
    for (const post of await job.end()) expect(post.exitCode, post.log).toBe(0);
    expect(await stage.digests('latest')).toEqual(before);
  });

  test('with prune leaves nothing in the engine’s store', async () => {
    const machine = startMachine();
    const { fleet, repository } = await stage.published();
    raiseVersion(fleet, 'log-shipper');
    fleet.change('images/log-shipper/Dockerfile', 'USER fleet', 'USER root\nRUN echo more > /more\nUSER fleet');
    const event = repository.push();
    const stored = () => {
      const env = { ...cleanEnvironment, CONTAINERS_STORAGE_CONF: join(machine.folder, 'storage.conf') };
      return execFileSync('buildah', ['images', '--all', '--quiet'], { env, encoding: 'utf8' });
    };
    const kept = await stage.run(repository, event, {}, { machine });
    expect(kept.exitCode, kept.log).toBe(0);
    expect(stored()).not.toBe('');
    const pruned = await stage.run(
      repository,
      event,
      { force: 'true', images: 'log-shipper', prune: 'true' },
      { machine },
    );
    expect(pruned.exitCode, pruned.log).toBe(0);
    expect(stored()).toBe('');
    await machine.remove();
  });

  test('on a schedule a pin that its parent has left behind is drift, though nothing is to be built', async () => {
    const { fleet, repository } = await stage.published();
    raiseVersion(fleet, 'worker');
    fleet.repository.commit();
    const pushed = await stage.run(repository, repository.push());
    expect(pushed.exitCode, pushed.log).toBe(0);
    const drift = await stage.run(repository, repository.schedule());
    expect([drift.exitCode, drift.outputs.result, drift.outputs.changed], drift.log).toEqual([1, 'failed', '[]']);
    expect(drift.summary).toMatch(/cron.*worker/);
  });

  test('on a schedule tells what is not in step; started by hand it builds the chosen images', async () => {
    const { fleet, repository } = await stage.published();
    expect((await stage.run(repository, repository.schedule())).exitCode).toBe(0);
    fleet.edit('images/log-shipper/build.yaml', 'version: 0.3.0', 'version: 0.4.0');
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    repository.push();
    const drift = await stage.run(repository, repository.schedule());
    expect([drift.exitCode, drift.outputs.changed], drift.log).toEqual([1, '["cron","log-shipper"]']);
    expect(drift.summary).toContain('log-shipper');
    const before = await stage.digests('latest');
    const chosen = await stage.run(repository, repository.dispatch({ images: 'cron', force: 'false' }));
    expect(chosen.exitCode, chosen.log).toBe(0);
    const after = await stage.digests('latest');
    expect(after).toEqual({ ...before, cron: after.cron });
    expect(after.cron).not.toBe(before.cron);
  });
});
