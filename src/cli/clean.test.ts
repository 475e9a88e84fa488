import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { land, type MadeLanding, writeRecord } from '../../test/rig/landings.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import {
  cleanEnvironment,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import { storedRevisions } from '../../test/rig/stored.ts';
import { systemClock } from '../base/clock.ts';
import type { ExportMetadata } from '../build/ports/export-storage.ts';
import { localStorage } from '../exporters/storage/folder.ts';
import { createConnections } from '../main/connections.ts';
import type { Digest } from '../names/digest.ts';
import { createRegistry } from '../registry/registry.ts';
import { createHttp } from '../system/http.ts';
import { runCommandLine } from './program.ts';

const DAY = 86_400_000;
const old = new Date(Date.now() - 60 * DAY);
const http = createHttp({});
let registry: TestRegistry;
let count = 0;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(async () => {
  http.close();
  await registry.stop();
});

/** A repository with one image, of which an old build and a published one are in the registry. */
async function stage(): Promise<{
  repository: TestRepository;
  namespace: string;
  unneeded: MadeLanding;
  published: MadeLanding;
}> {
  count += 1;
  const namespace = `t${count}`;
  const repository = testRepository({
    'caskwright.yaml': `registry: ${registry.host}/${namespace}\n`,
    'images/web/build.yaml': 'name: web\nversion: "1.0"\n',
    'images/web/Dockerfile': 'FROM scratch\nCOPY page /\n',
    'images/web/page': 'hello\n',
  });
  const publisher = createRegistry({
    http,
    clock: systemClock,
    environment: {},
    host: registry.host,
    namespace,
    insecure: [],
    ca: {},
    mirrors: {},
  });
  const unneeded = await land(publisher, { image: 'web', name: 'unneeded', built: old });
  const published = await land(publisher, { image: 'web', name: 'published', built: old, tags: ['latest', '1.0'] });
  await writeRecord(publisher, 'web', published);
  return { repository, namespace, unneeded, published };
}

/** A disk image of an image's version, as an export leaves it. */
async function storeDisk(folder: string, image: string, version: number): Promise<void> {
  const file = join(temporaryDirectory(), 'disk');
  const sha256 = createHash('sha256').update('disk').digest('hex');
  writeFileSync(file, 'disk');
  const metadata: ExportMetadata = {
    ...{ file: `${image}-${version}.qcow2`, image, digest: `sha256:${String(version).repeat(64)}` as Digest },
    ...{ size: 4, sha256, bootable: false, notes: [] },
    type: 'qcow2',
    architecture: 'x86_64',
    madeAt: `2026-01-0${version}T00:00:00.000Z`,
  };
  await localStorage(folder).store(metadata, file, new AbortController().signal);
}

const tagsIn = (namespace: string) => storedRevisions(registry, `${namespace}/web`).flatMap(({ tags }) => tags);
/** The command in this process, with everything real but its streams. */
async function clean({ path }: TestRepository, ...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
    size: () => ({ columns: 80, rows: 24 }),
  });
  const context = {
    environment: cleanEnvironment,
    directory: path,
    stdout: output('stdout'),
    stderr: output('stderr'),
    clock: systemClock,
    signal: new AbortController().signal,
    connect: async (root: string) =>
      createConnections(cleanEnvironment, root, { exporters: () => import('../main/exports.ts') }),
    consume: async () => {
      throw new Error('cleaning needs no engine');
    },
    server: async () => {
      throw new Error('cleaning needs no server');
    },
  };
  const exitCode = await runCommandLine(context, ['clean', ...args], '0.0.0');
  return { exitCode, ...written, log: `${written.stdout}${written.stderr}` };
}

describe('caskwright clean', { timeout: 60_000 }, () => {
  test('says what would go, then removes it, then has nothing to do', async () => {
    const { repository, namespace, unneeded, published } = await stage();
    const before = tagsIn(namespace).length;
    const dry = await clean(repository);
    expect(dry.exitCode, dry.log).toBe(0);
    expect(dry.stdout).toContain(`- ${unneeded.tags.slice(0, 2).join(', ')}  nothing needs it, built 60 days ago`);
    expect(dry.stdout).toContain('Nothing was removed: caskwright clean --apply does it.');
    expect(dry.stdout).not.toContain('latest');
    expect(tagsIn(namespace)).toHaveLength(before);

    const applied = await clean(repository, '--apply');
    expect(applied.exitCode, applied.log).toBe(0);
    expect(applied.stdout).toContain('✓');
    expect(tagsIn(namespace).toSorted()).toEqual(['1.0', 'cw-main', 'latest', ...published.tags].toSorted());

    const again = await clean(repository, '--apply', '--verbose');
    expect(again.exitCode, again.log).toBe(0);
    expect(again.stdout).toMatch(/· .*latest.* {2}stays: .* stands on it/);
    expect(again.stdout).toContain('0 removals');
  });

  test('--json has every manifest with its reason', async () => {
    const { repository, unneeded, published } = await stage();
    const { stdout, exitCode, log } = await clean(repository, '--json');
    expect(exitCode, log).toBe(0);
    const { applied, images } = JSON.parse(stdout);
    expect(applied).toBe(false);
    expect(images.map(({ image }: { image: string }) => image)).toEqual(['web']);
    const actions = Object.fromEntries(
      images[0].manifests.map((one: { digest: string; action: string }) => [one.digest, one.action]),
    );
    expect(actions).toMatchObject({
      [unneeded.digest]: 'remove',
      [unneeded.node]: 'remove',
      [published.digest]: 'keep',
    });
    expect(images[0].freed).toBeGreaterThan(0);
  });

  test('--keep names what runs; a line that is no reference refuses the whole list', async () => {
    const { repository, unneeded, namespace } = await stage();
    repository.write({
      running: `# pods\nother.example/x/web@${unneeded.digest}\n`,
      broken: 'web:1.0\nNOT A REFERENCE\n',
    });
    const kept = await clean(repository, '--apply', '--keep', 'running');
    expect(kept.exitCode, kept.log).toBe(0);
    expect(tagsIn(namespace)).toEqual(expect.arrayContaining([...unneeded.tags]));
    const refused = await clean(repository, '--apply', '--keep', 'broken');
    expect(refused.exitCode, refused.log).toBe(2);
    expect(refused.stderr).toContain('line 2, "NOT A REFERENCE"');
    const absent = await clean(repository, '--keep', 'nowhere');
    expect(absent.exitCode, absent.log).toBe(2);
  });

  test('retention.landings says how long', async () => {
    const { repository, unneeded, namespace } = await stage();
    repository.commit({ 'caskwright.yaml': `registry: ${registry.host}/${namespace}\nretention: { landings: 90d }\n` });
    const applied = await clean(repository, '--apply');
    expect(applied.exitCode, applied.log).toBe(0);
    expect(tagsIn(namespace)).toEqual(expect.arrayContaining([...unneeded.tags]));
  });

  test('an image that Git does not have any more is cleaned by its name alone', async () => {
    const { repository, unneeded, namespace } = await stage();
    repository.remove('images/web');
    repository.commit({
      'images/api/build.yaml': 'name: api\n',
      'images/api/Dockerfile': 'FROM scratch\n',
    });
    const others = await clean(repository, '--apply');
    expect(others.exitCode, others.log).toBe(0);
    expect(tagsIn(namespace)).toEqual(expect.arrayContaining([...unneeded.tags]));
    const named = await clean(repository, 'web', '--apply');
    expect(named.exitCode, named.log).toBe(0);
    expect(tagsIn(namespace)).not.toContain(unneeded.tags[0]);
    expect(tagsIn(namespace)).toContain('latest');
    const wrong = await clean(repository, '../web', '--apply');
    expect(wrong.exitCode, wrong.log).toBe(2);
  });

  test('disk images of older versions go where the configuration has exports', async () => {
    const { repository, namespace } = await stage();
    const disks = join(repository.path, '.caskwright/exports');
    for (const image of ['web', 'elsewhere']) for (const version of [1, 2]) await storeDisk(disks, image, version);
    const kept = () => readdirSync(join(disks, 'web')).filter((name) => !name.endsWith('.json'));
    const without = await clean(repository, '--apply');
    expect([without.exitCode, kept()], without.log).toEqual([0, ['web-1.qcow2', 'web-2.qcow2']]);

    repository.commit({ 'caskwright.yaml': `registry: ${registry.host}/${namespace}\nexports: { keep: 1 }\n` });
    const dry = await clean(repository);
    expect(dry.stdout).toContain('- web/web-1.qcow2  of an older version, 4 B');
    expect(dry.stdout).toContain('1 disk image, 4 B would go. Nothing was removed: caskwright clean --apply does it.');
    expect(JSON.parse((await clean(repository, '--json')).stdout).exports).toMatchObject([
      { image: 'web', file: 'web-1.qcow2', action: 'remove' },
    ]);
    expect(kept()).toEqual(['web-1.qcow2', 'web-2.qcow2']);

    const applied = await clean(repository, '--apply');
    expect(applied.exitCode, applied.log).toBe(0);
    expect(applied.stdout).toContain('✓ web/web-1.qcow2');
    expect(kept()).toEqual(['web-2.qcow2']);
    // Others may keep theirs in the same place.
    expect(readdirSync(join(disks, 'elsewhere'))).toHaveLength(4);
  });

  test('nothing is decided on a repository with errors, without a registry, or with one out of reach', async () => {
    const { repository } = await stage();
    repository.write({ 'images/web/build.yaml': 'nam: web\n' });
    expect((await clean(repository)).exitCode).toBe(1);
    repository.write({ 'images/web/build.yaml': 'name: web\n', 'caskwright.yaml': '' });
    expect((await clean(repository)).exitCode).toBe(2);
    const unreachable = await clean(repository, '--registry', '127.0.0.1:9/x');
    expect(unreachable.exitCode, unreachable.log).toBe(3);
  });
});
