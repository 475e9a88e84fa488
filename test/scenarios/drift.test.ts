import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { fakeBuildingCommand } from '../rig/command.ts';
import { platformIndex, push } from '../rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { type FileContent, type TestRepository, testRepository } from '../rig/repository.ts';

let registry: TestRegistry;
let count = 0;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const schema = new URL('../../schemas/drift.schema.json', import.meta.url);
const DAY = 86_400_000;

/** A drift as `drift --format json` prints it. */
interface Item {
  readonly kind: string;
  readonly text: string;
  readonly image?: string;
  readonly reference?: string;
  readonly [key: string]: unknown;
}

/** A published fleet: `base`, `app` that follows it, `tool` that pins it, and `other` on another base. */
class Stage {
  readonly repository: TestRepository;
  readonly bases: string;
  readonly ours: string;
  later = 0;
  readonly #command = fakeBuildingCommand(registry.host, { ...systemClock, now: () => Date.now() + this.later });

  constructor(configuration: string) {
    count += 1;
    this.bases = `${registry.host}/bases${count}`;
    this.ours = `${registry.host}/fleet${count}`;
    this.repository = testRepository({
      'caskwright.yaml': `registry: ${this.ours}\n${configuration}`,
      'images/base/build.yaml': 'name: base\nversion: "1.0"\n',
      'images/base/Dockerfile': `FROM ${this.bases}/debian:12\nRUN true\n`,
      'images/app/build.yaml': 'name: app\nversion: "3.0"\n',
      'images/app/Dockerfile': `FROM ${this.ours}/base\nRUN true\n`,
      'images/tool/build.yaml': 'name: tool\nversion: "7.9"\n',
      'images/tool/Dockerfile': `FROM ${this.ours}/base:1.0\nRUN true\n`,
      'images/other/build.yaml': 'name: other\nversion: "1.0"\n',
      'images/other/Dockerfile': `FROM ${this.bases}/alpine:3\nRUN true\n`,
    });
  }

  static async published(configuration = ''): Promise<Stage> {
    const stage = new Stage(configuration);
    for (const base of ['debian:12', 'alpine:3']) await stage.publish(base);
    await stage.build();
    return stage;
  }

  async publish(base: string, ...platforms: `${string}/${string}`[]): Promise<void> {
    const [name = '', tag = ''] = base.split(':');
    const to = { kind: 'registry', repository: `${this.bases}/${name}`, tag } as const;
    await push(platformIndex(...(platforms.length > 0 ? platforms : ['linux/amd64' as const])), to);
  }

  async build(...args: string[]): Promise<readonly string[]> {
    const before = this.#command.builder.builds.length;
    const run = await this.run('build', ...args);
    expect(run.exitCode, run.log).toBe(0);
    return this.#command.builder.builds.slice(before).map(({ id }) => /-([a-z]+)-linux-/.exec(id)?.[1] ?? id);
  }

  run(...args: string[]) {
    return this.#command.run(this.repository.path, ...args);
  }

  async drift(...args: string[]): Promise<readonly Item[]> {
    const run = await this.run('drift', '--format', 'json', ...args);
    const wire = JSON.parse(run.stdout) as { drift: Item[] };
    const check = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));
    check(wire);
    expect(check.errors ?? []).toEqual([]);
    expect(run.exitCode, run.log).toBe(wire.drift.length > 0 ? 1 : 0);
    return wire.drift;
  }

  /** Kind and subject of everything that has drifted. */
  async drifted(...args: string[]): Promise<readonly string[]> {
    const items = await this.drift(...args);
    return items.map(({ kind, image, reference }) =>
      `${kind} ${image ?? reference}`.replace(this.bases, 'bases').replace(this.ours, 'ours'),
    );
  }

  commit(files: Readonly<Record<string, FileContent>>): string {
    return this.repository.commit(files);
  }
}

describe('caskwright drift', { timeout: 60_000 }, () => {
  test('finds nothing right after a publication, and says so', async () => {
    const stage = await Stage.published();
    expect(await stage.drifted()).toEqual([]);
    const run = await stage.run('drift');
    expect(run.stdout).toContain('Nothing has drifted.');
  });

  test('a base that moved, with its digests, with a lock and without', async () => {
    const stage = await Stage.published();
    await stage.publish('debian:12');
    const [moved] = await stage.drift();
    expect(moved).toMatchObject({
      kind: 'base-moved',
      reference: `${stage.bases}/debian:12`,
      images: ['base'],
      locked: false,
    });
    await stage.build();
    expect(await stage.drifted()).toEqual([]);
    await stage.run('lock');
    stage.commit({});
    await stage.publish('debian:12');
    expect(await stage.drifted()).toEqual(['base-moved bases/debian:12']);
    expect(await stage.build()).toEqual([]);
    const pretty = await stage.run('drift');
    expect(pretty.stdout).toMatch(/debian:12 {2}has moved on from what is locked/);
    expect(pretty.stdout).toMatch(/linux\/amd64 {2}sha256:\w{6}… → sha256:\w{6}…/);
    expect(pretty.stdout).toContain('under base');
  });

  test('a base that lost a platform, and one that is gone', async () => {
    const stage = await Stage.published();
    await stage.publish('debian:12', 'linux/arm64');
    const [incomplete] = await stage.drift();
    expect(incomplete).toMatchObject({ kind: 'base-incomplete', missing: ['linux/amd64'], images: ['base'] });
    stage.commit({ 'images/other/Dockerfile': `FROM ${stage.bases}/gone:3\nRUN true\n` });
    expect(await stage.drifted()).toContain('base-unresolved bases/gone:3');
  });

  test('images that are older than policy.max_age, and a scheduled run builds them again, with their children', async () => {
    const stage = await Stage.published('policy: {max_age: 30d}\n');
    stage.later = 29 * DAY;
    expect(await stage.drifted()).toEqual([]);
    stage.later = 31 * DAY;
    expect(await stage.drifted()).toEqual(['image-old base', 'image-old app', 'image-old other', 'image-old tool']);
    expect(await stage.build()).toEqual([]);
    const plan = await stage.run('plan', '--scheduled');
    expect(plan.stdout).toMatch(/build +base 1\.0 +built \d{4}-\d\d-\d\d, older than policy\.max_age/);
    expect((await stage.build('--scheduled')).toSorted()).toEqual(['app', 'base', 'other', 'tool']);
    expect(await stage.drifted()).toEqual([]);
    expect(await stage.build('--scheduled')).toEqual([]);
  });

  test('a pin that its parent has left behind, with its place', async () => {
    const stage = await Stage.published();
    stage.commit({ 'images/base/build.yaml': 'name: base\nversion: "1.1"\n' });
    await stage.build();
    const drift = await stage.drift();
    expect(drift).toHaveLength(1);
    expect(drift[0]).toMatchObject({
      kind: 'pin-behind',
      image: 'tool',
      parent: 'base',
      pinned: '1.0',
      present: '1.1',
      file: 'images/tool/Dockerfile',
      line: 1,
      column: 6,
    });
  });

  test('a registry that is behind Git, and one that is ahead of it', async () => {
    const stage = await Stage.published();
    const old = stage.repository.git('rev-parse', 'HEAD');
    stage.commit({ 'images/base/Dockerfile': `FROM ${stage.bases}/debian:12\nRUN false\n` });
    expect(await stage.drifted()).toEqual(['version-content base']);
    stage.commit({ 'images/base/build.yaml': 'name: base\nversion: "1.1"\n' });
    expect(await stage.drifted()).toEqual([
      'registry-behind base',
      'registry-behind app',
      'pin-behind tool',
      // What it stood on as a parent it stands on as a base from now on.
      'registry-behind tool',
    ]);
    await stage.build();
    expect(await stage.drifted()).toEqual(['pin-behind tool']);
    stage.repository.git('reset', '--quiet', '--hard', old);
    const ahead = await stage.drifted();
    expect(ahead).toContain('registry-ahead base');
    expect(ahead).not.toContain('registry-behind base');
  });

  test('tags that do not stand on what was published, and a version that somebody else pushed', async () => {
    const stage = await Stage.published();
    await push(platformIndex('linux/amd64'), { kind: 'registry', repository: `${stage.ours}/other`, tag: 'latest' });
    await push(platformIndex('linux/amd64'), { kind: 'registry', repository: `${stage.ours}/app`, tag: '3.0' });
    expect(await stage.drifted()).toEqual(['version-content app', 'tag-moved other']);
  });
});

/** The files of the fix that differ from the commit it stands on, with their texts. */
function fixedFiles({ repository }: Stage, branch = 'caskwright/drift'): Readonly<Record<string, string>> {
  const names = repository.git('diff', '--name-only', 'main', branch).split('\n').filter(Boolean);
  return Object.fromEntries(names.map((name) => [name, repository.git('show', `${branch}:${name}`)]));
}

describe('caskwright drift --fix', { timeout: 60_000 }, () => {
  const raised = { 'images/base/build.yaml': 'name: base\nversion: "1.1"\n' };

  test('raises pins wherever their versions stand, and the lock, in one commit on a branch', async () => {
    const stage = await Stage.published('args: {COMMON: "1.0"}\n');
    const { ours, bases, repository } = stage;
    await stage.run('lock');
    stage.commit({
      ...raised,
      'images/tool/Dockerfile': `\uFEFFARG V=1.0\r\nFROM ${ours}/base:$V\r\nRUN true\r\n`,
      'images/own/build.yaml': 'name: own # 1.0\nargs: {V: 1.0}\n',
      'images/own/Dockerfile': `ARG V\nFROM ${ours}/base:\${V}\n`,
      'images/all/build.yaml': 'name: all\n',
      'images/all/Dockerfile': `ARG COMMON\nFROM ${ours}/base:$COMMON\n`,
      'images/here/build.yaml': 'name: here\n',
      'images/here/Dockerfile': `FROM ${bases}/alpine:3\nCOPY --from=${ours}/base:1.0 /1.0 /1.0\n`,
    });
    await stage.publish('debian:12');
    const head = repository.git('rev-parse', 'HEAD');
    repository.write({ 'images/base/build.yaml': 'not: committed' });

    const fixed = await stage.run('drift', '--fix');
    expect(fixed.exitCode, fixed.log).toBe(1);
    expect(fixed.stdout).toContain('git push origin caskwright/drift');
    const files = fixedFiles(stage);
    expect(Object.keys(files)).toEqual([
      'caskwright.lock',
      'caskwright.yaml',
      'images/here/Dockerfile',
      'images/own/build.yaml',
      'images/tool/Dockerfile',
    ]);
    expect(files['caskwright.yaml']).toContain('args: {COMMON: "1.1"}');
    expect(files['images/here/Dockerfile']).toContain(`COPY --from=${ours}/base:1.1 /1.0 /1.0`);
    expect(files['images/own/build.yaml']).toBe('name: own # 1.0\nargs: {V: 1.1}');
    expect(files['images/tool/Dockerfile']).toBe(`\uFEFFARG V=1.1\r\nFROM ${ours}/base:$V\r\nRUN true\r`);
    expect(repository.git('log', '--format=%H %an', 'caskwright/drift^..caskwright/drift')).toMatch(/^\w+ caskwright$/);
    expect(repository.git('rev-parse', 'caskwright/drift^')).toBe(head);
    // Nothing of the person's has moved.
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(repository.git('status', '--porcelain')).toBe(' M images/base/build.yaml');

    repository.git('checkout', '--quiet', '--force', 'caskwright/drift');
    const after = await stage.drifted('--branch', 'main');
    expect(after.filter((item) => /pin|base-moved/.test(item))).toEqual([]);
    expect((await stage.run('validate')).exitCode).toBe(0);
  });

  test('raises versions that may not change, and what pins those in turn', async () => {
    const stage = await Stage.published('policy: {versions: immutable}\n');
    stage.commit({
      'images/leaf/build.yaml': 'name: leaf\nversion: "1.9"\n',
      'images/leaf/Dockerfile': `FROM ${stage.ours}/tool:7.9\nRUN true\n`,
    });
    await stage.build();
    stage.commit({ ...raised, 'images/app/build.yaml': 'name: app\nversion: "3.1"\n' });
    // What pins the old version is another image now, which the policy does not let through under the same version.
    expect((await stage.run('build')).log).toContain('Published: base, app.');
    const run = await stage.run('drift', '--fix', '--format', 'json');
    const { fix } = JSON.parse(run.stdout) as { fix: { changes: { file: string; from: string; to: string }[] } };
    expect(fix.changes.map(({ file, from, to }) => `${file} ${from} ${to}`)).toEqual([
      'images/tool/Dockerfile 1.0 1.1',
      'images/tool/build.yaml 7.9 7.10',
      'images/leaf/Dockerfile 7.9 7.10',
      'images/leaf/build.yaml 1.9 1.10',
    ]);
    stage.repository.git('merge', '--quiet', 'caskwright/drift');
    expect((await stage.build()).toSorted()).toEqual(['leaf', 'tool']);
    expect(await stage.drifted()).toEqual([]);
  });

  test('raises a pinned digest to the one that is published', async () => {
    const stage = await Stage.published();
    const listed = await stage.run('list', 'base', '--format', 'json');
    const { digest } = (JSON.parse(listed.stdout) as { tag: string; digest: string }[])[0] ?? { digest: '' };
    const tool = `FROM ${stage.ours}/base@${digest}\nRUN true\n`;
    stage.commit({ 'images/tool/Dockerfile': tool });
    await stage.build();
    expect(await stage.drifted()).toEqual([]);
    stage.commit({ ...raised, 'images/base/Dockerfile': `FROM ${stage.bases}/debian:12\nRUN false\n` });
    await stage.build();
    expect(await stage.drifted('--fix')).toEqual(['pin-behind tool']);
    const present =
      (JSON.parse((await stage.run('list', 'base', '--format', 'json')).stdout) as { tag: string; digest: string }[]) // biome-ignore format: one line
        .find(({ tag }) => tag === '1.1')?.digest;
    expect(fixedFiles(stage)['images/tool/Dockerfile']).toBe(`FROM ${stage.ours}/base@${present}\nRUN true`);
  });

  test('changes nothing where nothing is to be raised, nor on a branch of somebody else', async () => {
    const stage = await Stage.published();
    const { repository } = stage;
    await stage.drifted('--fix');
    expect(repository.git('branch', '--list', 'caskwright/drift')).toBe('');
    stage.commit(raised);
    await stage.drifted('--fix');
    const first = repository.git('rev-parse', 'caskwright/drift');
    await stage.drifted('--fix');
    expect(repository.git('rev-parse', 'caskwright/drift')).toBe(first);
    stage.commit({ notes: 'more\n' });
    await stage.drifted('--fix');
    const second = repository.git('rev-parse', 'caskwright/drift');
    expect(second).not.toBe(first);

    repository.git('checkout', '--quiet', 'caskwright/drift');
    const mine = stage.commit({ 'images/base/build.yaml': 'name: base\nversion: "1.2"\n' });
    expect((await stage.run('drift', '--fix', '--branch', 'main')).log).toContain('caskwright/drift is checked out');
    repository.git('checkout', '--quiet', 'main');
    const refused = await stage.run('drift', '--fix');
    expect(refused.exitCode, refused.log).toBe(2);
    expect(refused.log).toContain('with commits of others');
    expect(repository.git('rev-parse', 'caskwright/drift')).toBe(mine);
    expect((await stage.run('drift', '--fix', 'raise/it')).exitCode).toBe(1);
    expect(repository.git('rev-parse', 'raise/it^')).toBe(repository.git('rev-parse', 'main'));
  });
});
