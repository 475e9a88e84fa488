import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeBuildingCommand } from '../rig/command.ts';
import { platformIndex, push } from '../rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { type TestRepository, testRepository } from '../rig/repository.ts';

let registry: TestRegistry;
let count = 0;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

/** A published parent and child, on a locked base. */
async function published(): Promise<{
  readonly repository: TestRepository;
  readonly base: string;
  publishBase(): Promise<void>;
  run(...args: string[]): Promise<string>;
}> {
  count += 1;
  const command = fakeBuildingCommand(registry.host);
  const repositoryOfBase = `${registry.host}/bases${count}/debian`;
  const repository = testRepository({
    'caskwright.yaml': `registry: ${registry.host}/fleet${count}\npolicy: {context: used}\n`,
    'images/base/build.yaml': 'name: base\nversion: "1.0"\n',
    'images/base/Dockerfile': `FROM ${repositoryOfBase}:12\nCOPY app /app\n`,
    'images/base/app': 'one\ntwo\nthree\n',
    'images/base/README.md': 'text\n',
    'images/child/build.yaml': 'name: child\n',
    'images/child/Dockerfile': `FROM ${registry.host}/fleet${count}/base\nRUN true\n`,
  });
  const publishBase = async () => {
    await push(platformIndex('linux/amd64'), { kind: 'registry', repository: repositoryOfBase, tag: '12' });
  };
  const run = async (...args: string[]) => (await command.run(repository.path, ...args)).log;
  await publishBase();
  await run('lock');
  repository.commit({}, 'lock');
  await run('build');
  return { repository, base: `${repositoryOfBase}:12`, publishBase, run };
}

describe('reasons', { timeout: 60_000 }, () => {
  test('name the file, the line and the commit, at the end of the chain', async () => {
    const { repository, run } = await published();
    const files = { 'images/base/app': 'one\n2\nthree\n', 'images/base/build.yaml': 'name: base\nversion: "1.1"\n' };
    const commit = repository.commit(files, 'count on').slice(0, 7);
    const told = await run('explain', 'child');
    expect(told).toMatch(/child {2}build\n └ parent base/);
    expect(told).toMatch(new RegExp(`images/base/app\\n.*line 2 {2}two → 2 {3}${commit} "count on"`));
    const since = await run('explain', 'child', '--since', 'HEAD~1');
    expect(since).toMatch(new RegExp(`images/base/app\\n.*line 2 {2}two → 2 {3}${commit} "count on"`));
    expect(await run('plan', '--since', 'HEAD~1')).toContain(`app:2 two → 2, 1 more file   (${commit})`);
  });

  test('name the lock, its line and its commit', async () => {
    const { repository, base, publishBase, run } = await published();
    await publishBase();
    await run('lock', '--update');
    const commit = repository.commit({}, 'raise debian').slice(0, 7);
    const told = await run('explain', 'child');
    expect(told).toContain(`lock updated: base ${base} is sha256:`);
    expect(told).toMatch(
      new RegExp(
        `caskwright\\.lock\\n.*line 5 {2}linux/amd64 sha256:\\w{6}… → sha256:\\w{6}… {3}${commit} "raise debian"`,
      ),
    );
    const since = await run('plan', '--since', 'HEAD~1', '--format', 'json');
    const { images } = JSON.parse(since.slice(since.indexOf('{'))) as { images: { reasons: { kind: string }[] }[] };
    expect(images.map(({ reasons }) => reasons[0])).toMatchObject([
      { kind: 'base', locked: true, reference: base },
      { kind: 'parent', parent: 'base' },
    ]);
  });

  test('--why-not says how everything stands, and which changes make no difference', async () => {
    const { repository, base, run } = await published();
    const before = repository.git('rev-parse', 'HEAD').slice(0, 7);
    const dockerfile = `# a comment\nFROM ${base}\nCOPY app /app\n`;
    repository.commit({ 'images/base/README.md': 'more text\n', 'images/base/Dockerfile': dockerfile });
    const told = await run('explain', '--why-not', 'base');
    expect(told.split('\n').slice(1)).toEqual([
      'base  in step: nothing of it is to be built',
      ` ├ its Dockerfile, args and 1 file of its context: as published from ${before}`,
      expect.stringMatching(` └ base ${base}: sha256:\\w{6}…, as published from ${before}`),
      'changed since, and no part of it:',
      '   images/base/Dockerfile   comments, or stages that are not built',
      '   images/base/README.md   left out by .dockerignore, or nothing reads it',
      'caskwright build --force base builds it all the same',
      '',
    ]);
    const json = await run('explain', '--why-not', 'child', '--format', 'json');
    expect(JSON.parse(json.slice(json.indexOf('{')))).toMatchObject({
      image: 'child',
      action: 'skip',
      reasons: ['in step'],
      parents: [{ image: 'base', action: 'skip' }],
      uncounted: [],
    });
  });

  test('--why-not of an image that is built says that it is', async () => {
    const { repository, run } = await published();
    repository.commit({ 'images/child/Dockerfile': 'FROM scratch\nCOPY build.yaml /\n' });
    expect(await run('explain', 'child', '--why-not')).toContain('child  build: it is built\n └ Dockerfile changed');
  });
});
