import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { clusterToken, startCluster } from '../rig/cluster.ts';
import { containersRig, type EngineRig } from '../rig/engines.ts';
import { freePort, startRegistry, type TestRegistry, type TestRegistryOptions } from '../rig/registry.ts';
import { folderWith, temporaryDirectory } from '../rig/repository.ts';

const rig = await containersRig('buildah');
const login = { username: 'giteaAdmin', password: 'good' };
const user = { CASKWRIGHT_REGISTRY_USER: login.username, CASKWRIGHT_REGISTRY_PASSWORD: login.password };

describe.skipIf('reason' in rig)('a private registry with a certificate of its own', { timeout: 60_000 }, () => {
  const { environment, folder, close, leftovers } = rig as EngineRig;
  let registry: TestRegistry;
  const others: TestRegistry[] = [];

  beforeAll(async () => {
    registry = await startRegistry({ tls: true, login });
  });
  afterEach(async () => {
    for (const other of others.splice(0)) await other.stop();
  });
  afterAll(async () => {
    expect(await leftovers()).toEqual([]);
    await registry.stop();
    await close();
  });

  const another = async (options: TestRegistryOptions) => {
    const started = await startRegistry(options);
    others.push(started);
    return started;
  };
  const push = (
    host: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = user,
    from = 'scratch',
  ) => {
    const path = folderWith({ Dockerfile: `FROM ${from}\nCOPY Dockerfile /\n` });
    return runCli(['build', '.', '-t', `${host}/team/app:1.0`, '--builder', 'buildah', ...args], {
      cwd: path,
      env: { ...(environment as Record<string, string>), CASKWRIGHT_TMPDIR: folder, HOME: path, ...env },
    });
  };
  const ca = () => ['--tls-ca', registry.ca as string];

  test('the right authority and the right password push', async () => {
    const pushed = await push(registry.host, ca());
    expect(pushed.exitCode, pushed.log).toBe(0);
    expect(pushed.stdout).toMatch(/\/team\/app:1\.0@sha256:[0-9a-f]{64}\n$/);
  });

  test('no authority, and the wrong one, are told apart, with what to do', async () => {
    // Of this machine itself HTTP is expected; by this name it is a host like any other.
    const none = await push(registry.host.replace('127.0.0.1', '0.0.0.0'), []);
    expect(none.exitCode, none.log).toBe(3);
    const stranger = await another({ tls: true });
    const wrong = await push(registry.host, ['--tls-ca', stranger.ca as string]);
    expect(wrong.exitCode, wrong.log).toBe(3);
    for (const { stderr } of [none, wrong]) {
      expect(stderr).toContain('team/app  failed in push');
      expect(stderr).toContain('--tls-ca');
      expect(stderr).toContain('--tls-trust-on-first-use');
    }
    expect(none.stderr).toContain('has a certificate of an authority that is not trusted here');
    expect(wrong.stderr).toContain(`of another authority than that of ${stranger.ca}`);
  });

  test('a wrong password is found before anything is built, and says where it is from', async () => {
    const refused = await push(registry.host, ca(), { ...user, CASKWRIGHT_REGISTRY_PASSWORD: 'bad' });
    expect(refused.exitCode, refused.log).toBe(3);
    expect(refused.stderr).toContain('team/app  failed in push');
    expect(refused.stderr).toContain('credentials of CASKWRIGHT_REGISTRY_USER');
    expect(refused.stderr).toContain(`docker login ${registry.host}`);
    expect(refused.stderr).not.toContain('STEP');
    expect(refused.log).not.toContain('bad');
  });

  test('the login comes from Gitea’s secret in the cluster, for the push and for what the engine pulls', async () => {
    const cluster = await startCluster({
      'gitea/gitea-credential': login,
      'gitea/stale': { ...login, password: 'old' },
    });
    const env = { KUBECONFIG: join(folderWith({ config: cluster.kubeconfig({ token: clusterToken }) }), 'config') };
    expect((await push(registry.host, [...ca(), '--credentials', 'kubernetes'], env)).exitCode).toBe(0);
    const onItself = await push(
      registry.host,
      [...ca(), '--credentials', 'kubernetes'],
      env,
      `${registry.host}/team/app:1.0`,
    );
    expect(onItself.exitCode, onItself.log).toBe(0);

    const stale = await push(registry.host, [...ca(), '--credentials', 'kubernetes:gitea/stale'], { ...env, ...user });
    expect(stale.exitCode, stale.log).toBe(3);
    expect(stale.stderr).toContain('credentials of the secret gitea/stale');
    const absent = await push(registry.host, [...ca(), '--credentials', 'kubernetes:gitea/absent'], {
      ...env,
      ...user,
    });
    expect(absent.stderr).toContain('the secret gitea/absent: the cluster at 127.0.0.1');
    await cluster.stop();
  });

  test('a certificate that is over says so, and no first use makes it good', async () => {
    const expired = await another({ tls: 'expired', login });
    for (const args of [['--tls-ca', expired.ca as string], ['--tls-trust-on-first-use']]) {
      const refused = await push(expired.host, args);
      expect(refused.exitCode, refused.log).toBe(3);
      expect(refused.stderr).toContain('has a certificate that has expired');
      expect(refused.stderr).toContain(`renew it at ${expired.host}`);
    }
  });

  test('a repository that is missing is named, with the registry that was asked', async () => {
    const missing = await push(registry.host, ca(), user, `${registry.host}/team/gone:1`);
    expect(missing.exitCode, missing.log).toBe(1);
    expect(missing.stderr).toContain('team/app  failed in pull');
    expect(missing.stderr).toContain(`there is no ${registry.host}/team/gone:1`);
    expect(missing.stderr).toContain('check its name and tag');
  });

  test('a fingerprint is trusted when it is seen first, kept, used, and refused when it changes', async () => {
    const port = await freePort();
    const home = temporaryDirectory();
    const env = { ...user, XDG_CONFIG_HOME: home };
    const known = join(home, 'caskwright/known-registries');
    const first = await another({ tls: true, login, port });
    const trusted = await push(first.host, ['--tls-trust-on-first-use'], env);
    expect(trusted.exitCode, trusted.log).toBe(0);
    const [, fingerprint = ''] = /trusted from now on: \S+, (SHA256:[0-9A-F:]{95})/.exec(trusted.stderr) ?? [];
    const [file = ''] = readdirSync(known);
    expect(readFileSync(join(known, file), 'utf8')).toContain(`# ${fingerprint}\n-----BEGIN CERTIFICATE-----`);

    const later = await push(first.host, [], env);
    expect(later.exitCode, later.log).toBe(0);
    expect(later.stderr).not.toContain('trusted from now on');

    await first.stop();
    await another({ tls: true, login, port });
    for (const args of [[], ['--tls-trust-on-first-use']]) {
      const changed = await push(first.host, args, env);
      expect(changed.exitCode, changed.log).toBe(3);
      expect(changed.stderr).toContain('shows another certificate than the one that was trusted');
      expect(changed.stderr).toContain(`known: ${fingerprint}`);
      expect(changed.stderr).toContain(`rm ${join(known, file)}`);
    }
    writeFileSync(join(known, file), '');
    const broken = await push(first.host, [], env);
    expect(broken.exitCode, broken.log).toBe(3);
    expect(broken.stderr).toContain('holds no PEM certificate');
  });

  test('--insecure pushes, and warns', async () => {
    const pushed = await push(registry.host, ['--insecure']);
    expect(pushed.exitCode, pushed.log).toBe(0);
    expect(pushed.stderr).toContain('whoever stands between can replace the images');
    expect(existsSync('/nonexistent')).toBe(false);
  });
});
