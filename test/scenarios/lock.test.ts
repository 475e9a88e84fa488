import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import lockSchema from '../../schemas/lock.schema.json' with { type: 'json' };
import resultSchema from '../../schemas/lock-result.schema.json' with { type: 'json' };
import { runCli } from '../rig/cli.ts';
import { platformIndex, push } from '../rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { type TestRepository, testRepository } from '../rig/repository.ts';

let registry: TestRegistry;
let count = 0;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

/** Another repository and other bases for each test. */
interface Stage {
  readonly repository: TestRepository;
  /** Namespace of the bases. */
  readonly bases: string;
  /** Gives a base new bytes. */
  publish(base: string, ...platforms: `${string}/${string}`[]): Promise<void>;
  run(...args: string[]): ReturnType<typeof runCli>;
  lock(): string;
}

async function stage(configuration = ''): Promise<Stage> {
  count += 1;
  const bases = `${registry.host}/bases${count}`;
  const repository = testRepository({
    'caskwright.yaml': `registry: ${registry.host}/fleet${count}\n${configuration}`,
    'images/app/build.yaml': 'name: app\nversion: "1.0"\nplatforms: [linux/amd64, linux/arm64]\n',
    'images/app/Dockerfile': `FROM ${bases}/debian:12\nCOPY --from=${bases}/tools:1 /bin/tool /bin/\nRUN true\n`,
    'images/web/build.yaml': 'name: web\nversion: "1.0"\n',
    'images/web/Dockerfile': `FROM ${bases}/debian:12\nRUN true\n`,
  });
  const made: Stage = {
    repository,
    bases,
    async publish(base, ...platforms) {
      const [name = '', tag = ''] = base.split(':');
      await push(platformIndex(...platforms), { kind: 'registry', repository: `${bases}/${name}`, tag });
    },
    run: (...args) => runCli(args, { cwd: repository.path }),
    lock: () => readFileSync(join(repository.path, 'caskwright.lock'), 'utf8'),
  };
  await made.publish('debian:12', 'linux/amd64', 'linux/arm64', 'linux/s390x');
  await made.publish('tools:1', 'linux/amd64', 'linux/arm64');
  return made;
}

async function lockAndCommit(made: Stage): Promise<void> {
  const locked = await made.run('lock');
  expect(locked.exitCode, locked.log).toBe(0);
  made.repository.commit({}, 'lock');
}

const validate = async (made: Stage) => {
  const run = await made.run('validate', '--format', 'json');
  return (
    JSON.parse(run.stdout) as { file: string; line: number; column: number; code: string; severity: string }[]
  ).map(({ file, line, column, code, severity }) => `${file}:${line}:${column} ${code} ${severity}`);
};

const fingerprints = async (made: Stage) => {
  const run = await made.run('plan', '--format', 'json');
  expect(run.exitCode, run.log).toBe(0);
  const { images } = JSON.parse(run.stdout) as { images: { image: string; fingerprint: string }[] };
  return Object.fromEntries(images.map(({ image, fingerprint }) => [image, fingerprint]));
};

describe('caskwright lock', { timeout: 60_000 }, () => {
  test('writes every base with the digests of the platforms that are wanted, and nothing a second time', async () => {
    const made = await stage();
    const first = await made.run('lock');
    expect(first.exitCode, first.log).toBe(0);
    const text = made.lock();
    const locked = parse(text) as Record<string, object>;
    expect(Object.keys(locked)).toEqual(['version', `${made.bases}/debian:12`, `${made.bases}/tools:1`]);
    expect(Object.keys(locked[`${made.bases}/debian:12`] ?? {})).toEqual([
      'linux/amd64',
      'linux/arm64',
      'from',
      'locked',
    ]);
    expect(locked[`${made.bases}/debian:12`]).toMatchObject({ from: `${made.bases}/debian` });
    const check = new Ajv2020({ allErrors: true }).compile(lockSchema);
    check(locked);
    expect(check.errors ?? []).toEqual([]);

    const again = await made.run('lock');
    expect(again.stdout, again.log).toContain('up to date');
    expect(made.lock()).toBe(text);
  });

  test('a plan with a lock asks no registry for a base and stays the same when a tag moves, until the lock is raised', async () => {
    const made = await stage();
    await lockAndCommit(made);
    await registry.forget();
    const before = await fingerprints(made);
    const asked = await registry.requests();
    expect(asked.filter(({ path }) => path.startsWith(`/v2/bases${count}/`))).toEqual([]);

    await made.publish('debian:12', 'linux/amd64', 'linux/arm64');
    expect(await fingerprints(made)).toEqual(before);
    const kept = await made.run('lock');
    expect(kept.stdout, kept.log).toContain('up to date');

    const updated = await made.run('lock', '--update', `${made.bases}/debian`, '--format', 'json');
    expect(updated.exitCode, updated.log).toBe(0);
    const result = JSON.parse(updated.stdout) as { bases: { reference: string; change: string }[] };
    expect(result.bases.map(({ reference, change }) => [reference, change])).toEqual([
      [`${made.bases}/debian:12`, 'updated'],
      [`${made.bases}/tools:1`, 'kept'],
    ]);
    const check = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(resultSchema);
    check(result);
    expect(check.errors ?? []).toEqual([]);
    const after = await fingerprints(made);
    expect(after.app).not.toBe(before.app);
    expect(after.web).not.toBe(before.web);
  });

  test('missing, unused and stale entries are findings with places', async () => {
    const made = await stage();
    await lockAndCommit(made);
    expect(await validate(made)).toEqual([]);
    made.repository.commit({
      'images/web/Dockerfile': `FROM ${made.bases}/debian:13\nRUN true\n`,
      'images/web/build.yaml': 'name: web\nversion: "1.0"\nplatforms: [linux/amd64]\n',
      'images/app/Dockerfile': `FROM ${made.bases}/debian:12\nRUN true\n`,
      'images/app/build.yaml': 'name: app\nversion: "1.0"\nplatforms: [linux/amd64, linux/s390x]\n',
    });
    expect(await validate(made)).toEqual([
      'caskwright.lock:4:1 lock-stale warning',
      'caskwright.lock:4:1 lock-stale warning',
      'caskwright.lock:10:1 lock-unused warning',
      'images/web/Dockerfile:1:6 lock-missing warning',
    ]);
    const run = await made.run('validate', '--format', 'json');
    const messages = (JSON.parse(run.stdout) as { message: string }[]).map(({ message }) => message);
    expect(messages.join('\n').replaceAll(made.bases, 'bases')).toBe(
      [
        'bases/debian:12 is locked without linux/s390x',
        'no image needs bases/debian:12 for linux/arm64',
        'no image builds on bases/tools:1',
        'bases/debian:13 is not in caskwright.lock',
      ].join('\n'),
    );
    await made.publish('debian:13', 'linux/amd64');
    await lockAndCommit(made);
    expect(await validate(made)).toEqual([]);
  });

  test('policy.bases: locked makes what is missing an error, and nothing is planned', async () => {
    const made = await stage('policy: {bases: locked}\n');
    const plan = await made.run('plan');
    expect(plan.exitCode, plan.log).toBe(1);
    expect(plan.log).toContain('is not in caskwright.lock');
    expect(plan.log).toContain('caskwright lock');
    await lockAndCommit(made);
    expect((await made.run('plan')).exitCode).toBe(0);
  });

  test('policy.base_digests asks for a digest of each base, and the lock has it', async () => {
    const made = await stage('policy: {base_digests: error}\n');
    const plan = await made.run('plan');
    expect(plan.exitCode, plan.log).toBe(1);
    expect(plan.log).toContain('base-not-pinned');
    await lockAndCommit(made);
    expect((await made.run('plan')).exitCode).toBe(0);
  });

  test('a base that is not there for every platform keeps what was locked, and the exit code says so', async () => {
    const made = await stage();
    await lockAndCommit(made);
    const before = made.lock();
    await made.publish('tools:1', 'linux/amd64');
    const run = await made.run('lock', '--update');
    expect(run.exitCode, run.log).toBe(1);
    expect(run.stdout).toMatch(/unresolved.*tools:1.*not there for linux\/arm64/);
    expect(made.lock()).toBe(before);
  });

  test('two branches that lock different bases merge', async () => {
    const made = await stage();
    await made.publish('alpine:3', 'linux/amd64');
    await made.publish('zlib:1', 'linux/amd64');
    await lockAndCommit(made);
    const { repository, bases } = made;
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.commit({ 'images/web/Dockerfile': `FROM ${bases}/debian:12\nCOPY --from=${bases}/alpine:3 /a /a\n` });
    await lockAndCommit(made);
    repository.git('checkout', '--quiet', 'main');
    const app = `FROM ${bases}/debian:12\nCOPY --from=${bases}/tools:1 /a /a\nCOPY --from=${bases}/zlib:1 /b /b\n`;
    repository.commit({
      'images/app/Dockerfile': app,
      'images/app/build.yaml': 'name: app\nplatforms: [linux/amd64]\n',
    });
    await lockAndCommit(made);
    repository.git('merge', '--quiet', '-m', 'merge', 'other');
    expect(await validate(made)).toEqual([]);
    const merged = made.lock();
    await lockAndCommit(made);
    expect(made.lock()).toBe(merged);
  });

  test('a base that nothing builds on cannot be raised', async () => {
    const made = await stage();
    const run = await made.run('lock', '--update', `${made.bases}/debain:12`);
    expect(run.exitCode, run.log).toBe(2);
    expect(run.log).toContain(`did you mean ${made.bases}/debian:12?`);
  });
});
