import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ContainersStage, type Disturbance, hasPodman, serves, startContainersStage } from '../rig/containers.ts';
import { gitIn } from '../rig/repository.ts';

const stage = {} as ContainersStage;

/** Two containers of two images, and the folder that names the images. */
async function twoContainers(more: object = {}) {
  for (const name of ['acme/base', 'acme/dev']) await stage.push(name, serves.forEver('first'));
  const base = stage.start('shop', 'acme/base', '--env=MODE=night', '--label=dev.acme.role=shop', '--memory=64m');
  const dev = stage.start('bench', 'acme/dev', '--hostname=bench');
  const { host } = stage.registry;
  const containers = { base: `${host}/acme/base:latest`, dev: `${host}/acme/dev` };
  return { base, dev, folder: stage.folder({ containers, runtime: { settle: 1, ...more } }) };
}

/** Container → how it stands to the registry. */
async function standings(folder: string) {
  const listed = await stage.run(folder, 'containers', 'list', '--json');
  expect(listed.exitCode, listed.log).toBe(0);
  const rows = JSON.parse(listed.stdout) as { container: string; standing: string }[];
  return Object.fromEntries(rows.map(({ container, standing }) => [container, standing]));
}

describe.skipIf(!hasPodman())('those who use images, with podman', { timeout: 180_000 }, () => {
  beforeAll(async () => void Object.assign(stage, await startContainersStage()), 60_000);
  afterEach(() => stage.clear());
  afterAll(() => stage.stop(), 60_000);

  test('pull fetches what the configuration names, with a line for each layer', async () => {
    await stage.push('acme/fresh', serves.forEver('fresh'));
    const folder = stage.folder({ containers: { fresh: `${stage.registry.host}/acme/fresh` } });
    const first = await stage.run(folder, 'pull');
    expect(first.exitCode, first.log).toBe(0);
    expect(first.stdout).toMatch(
      /^Pulling fresh {3}\S+\/acme\/fresh:latest\n( {2}[0-9a-f]{12} {2}is fetched\n){2}✓ fresh {2}pulled/,
    );
    const again = await stage.run(folder, 'pull', 'fresh', '--json');
    const events = again.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(0)).toMatchObject({ type: 'pull.started', name: 'fresh' });
    expect(events.at(-1)).toMatchObject({ type: 'pull.finished', name: 'fresh', isNew: false });
  });

  test('a pull that fails names the image, the network and the command to try by hand', async () => {
    const folder = stage.folder({
      containers: { gone: `${stage.registry.host}/acme/gone`, far: '127.0.0.1:1/acme/far' },
    });
    const pulled = await stage.run(folder, 'pull');
    expect(pulled.exitCode, pulled.log).toBe(3);
    expect(pulled.stdout).toContain(`podman cannot pull ${stage.registry.host}/acme/gone:latest`);
    expect(pulled.stdout).toContain('check the network');
    expect(pulled.stdout.replaceAll(/\s+/g, ' ')).toContain('podman pull 127.0.0.1:1/acme/far:latest');
    const unknown = await stage.run(folder, 'pull', 'gnoe');
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean gone?')]);
  });

  test('list says which containers are behind once an image was pushed', async () => {
    const { folder } = await twoContainers();
    expect(await standings(folder)).toEqual({ shop: 'in-step', bench: 'in-step' });
    await stage.push('acme/base', serves.forEver('second'));
    expect(await standings(folder)).toEqual({ shop: 'behind', bench: 'in-step' });
    const listed = await stage.run(folder, 'containers', 'list');
    expect(listed.stdout).toMatch(/^! shop +base +\S+\/acme\/base:latest +sha256:[0-9a-f]{6}… +running +behind$/m);
    expect(listed.stdout).toContain('shop is behind: caskwright containers refresh');
  });

  test('refresh puts one container on the new image with the settings that it has', async () => {
    const { folder, dev } = await twoContainers();
    const digest = await stage.push('acme/base', serves.forEver('second'));
    const before = stage.inspect('shop');
    const refreshed = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(refreshed.exitCode, refreshed.log).toBe(0);
    const after = stage.inspect('shop');
    expect(after.Id).not.toBe(before.Id);
    expect(after.State.Running).toBe(true);
    expect(stage.podman('image', 'inspect', '--format={{.Digest}}', after.Image)).toBe(digest);
    expect(stage.podman('logs', 'shop')).toBe('second');
    expect(after.Config.Env).toContain('MODE=night');
    expect(after.Config.Labels).toMatchObject({ 'dev.acme.role': 'shop' });
    expect(after.HostConfig.Memory).toBe(64 * 1024 * 1024);
    expect(stage.inspect('bench').Id).toBe(dev);
    expect(stage.names()).toEqual(['bench', 'shop']);
  });

  test('refresh without a name puts every container on its image, and leaves those in step alone', async () => {
    const { folder, dev } = await twoContainers();
    await stage.push('acme/base', serves.forEver('second'));
    const refreshed = await stage.run(folder, 'containers', 'refresh');
    expect(refreshed.exitCode, refreshed.log).toBe(0);
    expect(refreshed.stdout).toContain('2 containers: 1 refreshed, 1 in step before.');
    expect(await standings(folder)).toEqual({ shop: 'in-step', bench: 'in-step' });
    expect(stage.inspect('bench').Id).toBe(dev);
    const forced = await stage.run(folder, 'containers', 'refresh', 'bench', '--force');
    expect(forced.exitCode, forced.log).toBe(0);
    expect(stage.inspect('bench').Id).not.toBe(dev);
    expect(stage.inspect('bench').Config.Hostname).toBe('bench');
  });

  test('a container that a session holds is not refreshed, by label', async () => {
    const { folder, base } = await twoContainers({ sessions: { label: 'dev.acme.session' } });
    await stage.push('acme/base', serves.forEver('second'));
    stage.start('visitor', 'acme/dev', '--label=dev.acme.session=shop');
    const refused = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(refused.exitCode, refused.log).toBe(1);
    expect(refused.stdout).toContain('visitor has the label dev.acme.session=shop');
    expect(stage.inspect('shop').Id).toBe(base);
    stage.podman('rm', '--force', '--time=0', 'visitor');
    const free = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(free.exitCode, free.log).toBe(0);
    expect(stage.inspect('shop').Id).not.toBe(base);
  });

  test('a container that a session holds is not refreshed, by a command, nor where that cannot tell', async () => {
    const sessions = { command: ['sh', '-c', 'cat sessions-of-$0', '{name}'] };
    const { folder, base } = await twoContainers({ sessions });
    await stage.push('acme/base', serves.forEver('second'));
    const untold = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect([untold.exitCode, untold.stdout]).toEqual([1, expect.stringContaining('runtime.sessions.command')]);
    writeFileSync(join(folder, 'sessions-of-shop'), 'alice since 9:00\n');
    const held = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect([held.exitCode, held.stdout]).toEqual([1, expect.stringContaining('alice since 9:00')]);
    expect(stage.inspect('shop').Id).toBe(base);
    writeFileSync(join(folder, 'sessions-of-shop'), '');
    const free = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(free.exitCode, free.log).toBe(0);
  });

  test('a new image that does not run leaves the old container running, the same one', async () => {
    const { folder, base } = await twoContainers();
    await stage.push('acme/base', serves.notAtAll);
    const failed = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(failed.exitCode, failed.log).toBe(1);
    expect(failed.stdout).toContain('shop  is as it was before');
    expect(failed.stdout).toContain('cannot serve');
    expect(stage.inspect('shop')).toMatchObject({ Id: base, State: { Running: true } });
    expect(stage.names()).toEqual(['bench', 'shop']);
  });

  test('a new image that cannot even be started leaves the old container running, the same one', async () => {
    const { folder, base } = await twoContainers();
    await stage.push('acme/base', '#!/bin/nothing\n');
    const failed = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(failed.exitCode, failed.log).toBe(1);
    expect(stage.inspect('shop')).toMatchObject({ Id: base, State: { Running: true } });
    expect(stage.names()).toEqual(['bench', 'shop']);
  });

  test('stop ends one container, or all of them', async () => {
    const { folder } = await twoContainers();
    stage.start('other', 'acme/dev');
    stage.podman('tag', `${stage.registry.host}/acme/dev:latest`, 'localhost/elsewhere:latest');
    stage.podman('rm', '--force', '--time=0', 'other');
    stage.podman('run', '--detach', '--name=other', '--network=none', 'localhost/elsewhere:latest', '/bin/serve');
    const none = await stage.run(folder, 'containers', 'stop');
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('a container or --all is needed')]);
    const one = await stage.run(folder, 'containers', 'stop', 'shop');
    expect([one.exitCode, one.stdout]).toEqual([0, 'shop is stopped\n']);
    expect(stage.inspect('bench').State.Running).toBe(true);
    const all = await stage.run(folder, 'containers', 'stop', '--all');
    expect([all.exitCode, all.stdout]).toEqual([0, 'bench is stopped\n']);
    expect(stage.inspect('bench').State.Running).toBe(false);
    expect(stage.inspect('other').State.Running).toBe(true);
  });

  test('while developing nothing is pulled, and what is missing is said with the command that builds it', async () => {
    const { folder } = await twoContainers();
    const developing = { CASKWRIGHT_DEV: '1' };
    await stage.push('acme/base', serves.forEver('pushed'));
    await stage.push('acme/local', serves.forEver('built here'));
    stage.podman('pull', '--quiet', '--tls-verify=false', `${stage.registry.host}/acme/local:latest`);
    stage.podman('tag', `${stage.registry.host}/acme/local:latest`, 'localhost/base:latest');
    stage.podman('rmi', '--force', `${stage.registry.host}/acme/local:latest`);
    await stage.registry.forget();
    const refreshed = await stage.runWith(developing, folder, 'containers', 'refresh', 'shop');
    expect(refreshed.exitCode, refreshed.log).toBe(0);
    expect(stage.podman('logs', 'shop')).toBe('built here');
    const listed = await stage.runWith(developing, folder, 'containers', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { container: 'bench' },
      { container: 'shop', standing: 'in-step' },
    ]);
    expect(await stage.registry.requests()).toEqual([]);
    const missing = stage.folder({ containers: { gone: 'ghcr.io/acme/gone:latest' } });
    const pulled = await stage.runWith(developing, missing, 'pull');
    expect(pulled.exitCode, pulled.log).toBe(3);
    expect(pulled.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'caskwright build gone --output oci:local-images && podman tag',
    );
    stage.podman('rmi', '--force', 'localhost/base:latest');
  });

  test('init fetches ahead what is named, and what fails is a warning', async () => {
    await stage.push('acme/ahead', serves.forEver('ahead'));
    const { host } = stage.registry;
    const folder = stage.folder({ containers: { ahead: `${host}/acme/ahead`, far: '127.0.0.1:1/acme/far' } });
    gitIn(folder, 'init', '--quiet');
    gitIn(folder, 'commit', '--quiet', '--allow-empty', '--message=start');
    const left = await stage.run(folder, 'init', '--no-pull');
    expect([left.exitCode, left.log.includes('Pulling')], left.log).toEqual([0, false]);
    const ahead = await stage.run(folder, 'init');
    expect(ahead.exitCode, ahead.log).toBe(0);
    expect(ahead.stderr).toContain('✓ ahead  pulled');
    expect(ahead.stderr).toContain('1 image of 2 not fetched yet\n  try: caskwright pull');
  });

  /** Every change that a refresh makes to the containers, in its order. */
  const steps = [
    { verb: 'create', count: 1 },
    { verb: 'stop', count: 1 },
    { verb: 'rename', count: 1 },
    { verb: 'rename', count: 2 },
    { verb: 'start', count: 1 },
    { verb: 'rm', count: 1 },
  ];
  const moments = steps.flatMap((step) => (['before', 'after'] as const).map((when) => ({ ...step, when })));

  test.each(moments)('F1 SIGKILL $when $verb $count of a refresh is mended by the next run', async (moment) => {
    const { folder, base } = await twoContainers();
    await stage.push('acme/base', serves.forEver('second'));
    const disturbance: Disturbance = { ...moment, signal: 'SIGKILL' };
    const killed = await stage.disturbed(disturbance, folder, 'containers', 'refresh', 'shop');
    expect(killed.signal, killed.log).toBe('SIGKILL');
    const after = await stage.run(folder, 'containers', 'list');
    expect(after.exitCode, after.log).toBe(0);
    expect(stage.names(), after.log).toEqual(['bench', 'shop']);
    const now = stage.inspect('shop');
    expect(now.State.Running).toBe(true);
    const isOld = now.Id === base;
    expect(stage.podman('logs', 'shop').split('\n').at(-1)).toBe(isOld ? 'first' : 'second');
    const again = await stage.run(folder, 'containers', 'refresh', 'shop');
    expect(again.exitCode, again.log).toBe(0);
    expect(stage.podman('logs', 'shop')).toBe('second');
    expect(stage.names()).toEqual(['bench', 'shop']);
  });

  test.each(moments)('F15 SIGINT $when $verb $count of a refresh leaves one container that runs', async (moment) => {
    const { folder, base } = await twoContainers();
    await stage.push('acme/base', serves.forEver('second'));
    const disturbance: Disturbance = { ...moment, signal: 'SIGINT' };
    const cancelled = await stage.disturbed(disturbance, folder, 'containers', 'refresh', 'shop');
    expect(cancelled.exitCode, cancelled.log).toBe(130);
    expect(stage.names(), cancelled.log).toEqual(['bench', 'shop']);
    expect(stage.inspect('shop').State.Running).toBe(true);
    // What is decided is carried to its end: only the removal of the old one was left.
    expect(stage.inspect('shop').Id === base).toBe(moment.verb !== 'rm');
  });
});
