import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { catalogueLogin, closeCatalogue } from '../rig/closed-catalogue.ts';
import { pushBusybox } from '../rig/images.ts';
import { dockerImage, platformIndex, push } from '../rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { folderWith, testRepository } from '../rig/repository.ts';

const login = {
  CASKWRIGHT_REGISTRY_USER: catalogueLogin.username,
  CASKWRIGHT_REGISTRY_PASSWORD: catalogueLogin.password,
};
const many = Array.from({ length: 60 }, (_, at) => `giteaadmin/app${String(at).padStart(2, '0')}`);

describe('list of a registry', { timeout: 60_000 }, () => {
  let registry: TestRegistry;
  let busybox: string;

  beforeAll(async () => {
    registry = await startRegistry();
    busybox = await pushBusybox(registry.host, 'octo/tools/busybox', '1');
    const at = (repository: string, tag: string) =>
      ({ kind: 'registry', repository: `${registry.host}/${repository}`, tag }) as const;
    await push(dockerImage({ created: '2026-02-03T04:05:06Z' }), at('octo/web', '1.0'));
    await push(dockerImage({ created: '2026-03-03T04:05:06Z' }), at('octo/web', 'latest'));
    await push(dockerImage({ created: '2026-04-03T04:05:06Z' }), at('octo/web', `fp-${'0'.repeat(40)}`));
    await push(platformIndex('linux/amd64', 'linux/arm64'), at('octo/multi', '2'));
    await push(dockerImage(), at('else/where', '1'));
    for (const name of many.slice(0, 2)) await push(dockerImage(), at(name, 'latest'));
  });
  afterAll(() => registry.stop());

  const list = (args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = folderWith({})) =>
    runCli(['list', ...args], { cwd, env });
  const rows = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const listed = await list([...args, '--json'], env);
    expect(listed.exitCode, listed.log).toBe(0);
    return JSON.parse(listed.stdout) as {
      image: string;
      tag: string;
      digest: string;
      size: number;
      createdAt?: string;
    }[];
  };

  test('shows images, tags, digests, sizes and ages of a namespace, without what only we need', async () => {
    const listed = await list(['--registry', `${registry.host}/octo`]);
    expect(listed.exitCode, listed.log).toBe(0);
    const [head, ...lines] = listed.stdout.trimEnd().split('\n');
    expect(head?.split(/\s+/)).toEqual(['image', 'tag', 'digest', 'size', 'made']);
    expect(lines.map((line) => line.split(/\s+/).slice(0, 2).join(':'))).toEqual([
      'octo/multi:2',
      'octo/tools/busybox:1',
      'octo/web:latest',
      'octo/web:1.0',
    ]);
    const all = await rows(['--registry', `${registry.host}/octo`]);
    expect(all.find(({ image }) => image === 'octo/tools/busybox')?.digest).toBe(busybox);
    expect(all.find(({ tag }) => tag === '1.0')?.createdAt).toBe('2026-02-03T04:05:06.000Z');
    for (const { size } of all) expect(size).toBeGreaterThan(100);
  });

  test('one image, the whole host, and the registry of caskwright.yaml outside of any repository', async () => {
    expect((await rows(['web', '--registry', `${registry.host}/octo`])).map(({ tag }) => tag)).toEqual([
      'latest',
      '1.0',
    ]);
    expect(new Set((await rows(['--registry', registry.host])).map(({ image }) => image))).toContain('else/where');
    const configured = folderWith({ 'caskwright.yaml': `registry: ${registry.host}/else\n` });
    expect((await list([], {}, configured)).stdout).toContain('else/where');
    const nowhere = await list([]);
    expect(nowhere.exitCode, nowhere.log).toBe(2);
    expect(nowhere.stderr).toContain('--registry host/namespace');
  });

  test('inside a repository it is that repository’s images, unless --registry says otherwise', async () => {
    const repository = testRepository({
      'caskwright.yaml': `registry: ${registry.host}/octo\n`,
      'images/web/Dockerfile': 'FROM scratch\n',
    });
    expect((await list([], {}, repository.path)).stdout).not.toContain('busybox');
    expect((await list(['--registry', `${registry.host}/octo`], {}, repository.path)).stdout).toContain('busybox');
  });

  test.each([
    ['Gitea', 'gitea', 'giteaAdmin', many.slice(0, 2), 2],
    ['Harbor', 'harbor', 'octo', ['octo/web', 'octo/tools/busybox'], 3],
  ] as const)('%s lists its packages where the catalogue is closed', async (_, kind, owner, names, count) => {
    const closed = await closeCatalogue(registry, kind, kind === 'gitea' ? many : names);
    const namespace = kind === 'gitea' ? owner.toLowerCase() : owner;
    const all = await rows(['--registry', `${closed.host}/${namespace}`], login);
    expect([...new Set(all.map(({ image }) => image))]).toEqual([...names].sort());
    expect(all).toHaveLength(count);
    if (kind === 'gitea') expect(closed.requests.filter((path) => path.includes('page='))).toHaveLength(3);
    await closed.stop();
  });

  test('GitHub’s packages are listed by its API', async () => {
    const closed = await closeCatalogue(registry, 'github', ['octo/web']);
    const cwd = folderWith({
      'caskwright.yaml': `registry: { host: "${closed.host}", namespace: octo, kind: ghcr }\n`,
    });
    const env = { ...login, GITHUB_API_URL: `http://${closed.host}` };
    const listed = await list([], env, cwd);
    expect(listed.stdout, listed.log).toContain('octo/web');
    await closed.stop();
  });

  test('a registry that tells nothing says what to do', async () => {
    const closed = await closeCatalogue(registry, 'gitea', []);
    const refused = await list(['--registry', closed.host], login);
    expect(refused.exitCode, refused.log).toBe(3);
    expect(refused.stderr).toContain('does not tell which images it has');
    expect(refused.stderr).toContain(`--registry ${closed.host}/<owner>`);
    await closed.stop();
  });
});
