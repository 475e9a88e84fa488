import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, startCli } from '../rig/cli.ts';
import { containersRig, type EngineRig } from '../rig/engines.ts';
import { pushBusybox, readFromRegistry } from '../rig/images.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { type FileContent, folderWith } from '../rig/repository.ts';

const rig = await containersRig('buildah');

describe.skipIf('reason' in rig)('one folder, outside of any repository', { timeout: 60_000 }, () => {
  const { environment, folder, close, leftovers } = rig as EngineRig;
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await startRegistry();
    await pushBusybox(registry.host, 'library/busybox', '1');
  });
  afterAll(async () => {
    expect(await leftovers()).toEqual([]);
    await registry.stop();
    await close();
  });

  const build = (cwd: string, ...args: string[]) =>
    runCli(['build', ...args, '--builder', 'buildah'], {
      cwd,
      env: { ...(environment as Record<string, string>), CASKWRIGHT_TMPDIR: folder, GREETING: 'good morning' },
    });
  const app = (): Record<string, FileContent> => ({
    Dockerfile: [
      `FROM ${registry.host}/library/busybox:1 AS build`,
      'ARG GREETING=hello',
      'ARG NAME',
      'COPY . /src',
      'RUN --mount=type=secret,id=token echo "$GREETING $NAME $(cat /src/name.txt) $(cat /run/secrets/token)" > /said',
      'RUN touch /small-enough',
      'FROM scratch AS small',
      'COPY --from=build /small-enough /small-enough',
      `FROM ${registry.host}/library/busybox:1`,
      'COPY --from=build /said /said',
      'COPY . /src',
    ].join('\n'),
    'name.txt': 'Ada',
    'token.txt': '12345',
    '.dockerignore': '*.txt\n!name.txt\nlogs\n!logs/keep.log\n',
    'run.sh': { executable: '#!/bin/sh\n' },
    link: { link: 'name.txt' },
    'logs/drop.log': 'a',
    'logs/keep.log': 'b',
  });
  const pushed = async (repository: string, stdout: string) => {
    const [, digest = ''] = stdout.trimEnd().split('\n').at(-1)?.split('@') ?? [];
    return readFromRegistry(registry.host, repository, digest);
  };
  const headOf = async (repository: string, tag: string) => {
    const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${tag}`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    return answer.headers.get('docker-content-digest');
  };

  test('is built and pushed in one go, under every -t; the last line names it by its digest', async () => {
    const path = folderWith(app());
    const built = await build(
      path,
      '.',
      ...['-t', `${registry.host}/team/app:1.0`, '-t', `${registry.host}/team/app`],
      ...['--build-arg', 'GREETING', '--build-arg', 'NAME=dear', '--label', 'owner=me'],
      ...['--secret', 'id=token,src=token.txt'],
    );
    expect(built.exitCode, built.log).toBe(0);
    const image = await pushed('team/app', built.stdout);
    expect(built.stdout.trimEnd().split('\n').at(-1)).toBe(`${registry.host}/team/app:1.0@${image.digest}`);
    expect(await headOf('team/app', '1.0')).toBe(image.digest);
    expect(await headOf('team/app', 'latest')).toBe(image.digest);
    expect(image.files.get('said')).toBe('good morning dear Ada 12345\n');
    expect(image.config.config.Labels).toMatchObject({ owner: 'me' });
    const copied = [...image.files.keys()].filter((file) => file.startsWith('src/')).toSorted();
    expect(copied).toEqual(['src/.dockerignore', 'src/Dockerfile', 'src/logs/keep.log', 'src/name.txt', 'src/run.sh']);
    expect(existsSync(join(path, '.caskwright'))).toBe(false);
  });

  test('--target builds that stage and what it needs, and equal files give an equal digest', async () => {
    const path = folderWith(app());
    const args = ['.', '-t', `${registry.host}/team/small:1`, '--target', 'small', '--secret', 'id=token,env=GREETING'];
    const first = await build(path, ...args);
    expect(first.exitCode, first.log).toBe(0);
    expect([...(await pushed('team/small', first.stdout)).files.keys()]).toEqual(['small-enough']);
    const second = await build(path, ...args);
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain('Using cache');
  });

  test('--no-push keeps nothing, needs no name, and prints the digest alone', async () => {
    const path = folderWith({ 'build/Containerfile': `FROM ${registry.host}/library/busybox:1\nRUN echo built\n` });
    const built = await build(path, './build', '--no-push');
    expect(built.exitCode, built.log).toBe(0);
    expect(built.stdout).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect(built.stderr).toContain('built');
    const catalogue = await fetch(`http://${registry.host}/v2/_catalog`);
    expect(await catalogue.text()).not.toContain('image');
  });

  test('--json tells everything in events, the digest last', async () => {
    const path = folderWith({ 'a.Dockerfile': `FROM ${registry.host}/library/busybox:1\nRUN exit 7\n` });
    const built = await build(path, '.', '-f', 'a.Dockerfile', '-t', `${registry.host}/team/broken`, '--json');
    expect(built.exitCode, built.log).toBe(1);
    const events = built.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    expect(events.find(({ type }) => type === 'image.failed').failure).toMatchObject({
      phase: 'build',
      reason: 'command-failed',
      dockerfileLine: 2,
    });
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', result: { outcome: 'failed' } });
  });

  test('the example site is built as its page says, from a base of this machine', async () => {
    const base = `BASE=${registry.host}/library/busybox:1`;
    const site = fileURLToPath(new URL('../../examples/site', import.meta.url));
    const args = ['-t', `${registry.host}/team/site:1.0`, '--build-arg', base, '--build-arg', 'TITLE=Hello'];
    const built = await build('/', site, ...args);
    expect(built.exitCode, built.log).toBe(0);
    const image = await pushed('team/site', built.stdout);
    expect(image.files.get('www/index.html')).toContain('<h1>Hello</h1>');
    expect([...image.files.keys()].filter((file) => file.startsWith('in/'))).toEqual([]);
  });

  test('a command line that cannot be meant is refused with what to write instead', async () => {
    const path = folderWith({ Dockerfile: 'FROM scratch\n' });
    for (const [args, said] of [
      [['.'], 'a name is needed for what is pushed'],
      [['.', '-t', 'app'], '-t app does not say to which registry'],
      [['.', '-t', 'r.test/a', '-t', 'r.test/b'], 'names two repositories'],
      [['.', '-t', 'r.test/A'], 'lower-case'],
      [['.', '-t', 'r.test/a', '--force'], '--force is for the images of a repository'],
      [['web', '--target', 'x'], '--target is for building one folder'],
      [['.', '-t', 'r.test/a', '--build-arg', '=x'], 'KEY=VALUE'],
      [['.', '-t', 'r.test/a', '--platform', 'vax'], 'os/architecture'],
      [['.', '-t', 'r.test/a', '--secret', 'id=x,src=gone'], 'gone cannot be read'],
      [['.', '-t', 'r.test/a', '--credentials', 'vault:x'], 'kubernetes:<namespace>/<secret>'],
      [['./gone', '-t', 'r.test/a'], 'the context gone does not exist'],
      [['.', '-t', 'r.test/a', '-f', 'gone'], 'there is no Dockerfile at gone'],
    ] as const) {
      const refused = await build(path, ...args);
      expect(refused.exitCode, refused.log).toBe(2);
      expect(refused.stderr).toContain(said);
    }
    const target = await build(path, '.', '-t', 'r.test/a', '--target', 'gone');
    expect(target.exitCode, target.log).toBe(1);
    expect(target.stderr).toContain('the Dockerfile has no stage "gone"');
  });

  test('a name without a host goes to the registry of --registry or of caskwright.yaml beside', async () => {
    const path = folderWith({
      Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n',
      'caskwright.yaml': `registry: ${registry.host}/from/file\n`,
    });
    const byFile = await build(path, '.', '-t', 'app');
    expect(byFile.stdout, byFile.log).toContain(`${registry.host}/from/file/app:latest@sha256:`);
    const byFlag = await build(path, '.', '-t', 'app:2', '--registry', `${registry.host}/from/flag`);
    expect(byFlag.stdout, byFlag.log).toContain(`${registry.host}/from/flag/app:2@sha256:`);
  });

  test('cancelling ends it and leaves nothing', async () => {
    const path = folderWith({ Dockerfile: `FROM ${registry.host}/library/busybox:1\nRUN echo begun && sleep 100\n` });
    const env = { ...(environment as Record<string, string>), CASKWRIGHT_TMPDIR: folder };
    const args = ['build', '.', '-t', `${registry.host}/team/slow`, '--builder', 'buildah'];
    const running = startCli(args, { cwd: path, env });
    await running.line(/begun$/);
    running.kill('SIGTERM');
    const ended = await running.result;
    expect(ended.exitCode, ended.log).toBe(130);
    expect(await leftovers()).toEqual([]);
  });

  test('two platforms become one index; each stands on the base for itself', async () => {
    const path = folderWith({
      Dockerfile: 'FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /\n',
      amd64: 'a',
      arm64: 'b',
    });
    const built = await build(path, '.', '-t', `${registry.host}/team/both:1`, '--platform', 'linux/amd64,linux/arm64');
    expect(built.exitCode, built.log).toBe(0);
    const answer = await fetch(`http://${registry.host}/v2/team/both/manifests/1`, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json' },
    });
    const index = (await answer.json()) as { manifests: { digest: string; platform: { architecture: string } }[] };
    const files = await Promise.all(
      index.manifests.map(async ({ digest, platform }) => {
        const image = await readFromRegistry(registry.host, 'team/both', digest);
        return [platform.architecture, ...image.files.keys()];
      }),
    );
    expect(files).toEqual([
      ['amd64', 'amd64'],
      ['arm64', 'arm64'],
    ]);
    expect(built.stdout).toContain(answer.headers.get('docker-content-digest'));
  });
});
