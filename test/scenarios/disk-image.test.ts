import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { containersRig, type EngineRig } from '../rig/engines.ts';
import { startRegistry, type TestRegistry } from '../rig/registry.ts';
import { bootableFiles, noVirtualMachine, startDisk } from '../rig/virtual-machine.ts';

const rig = await containersRig('buildah');
const why = 'reason' in rig ? rig.reason : noVirtualMachine();

describe.skipIf(why !== undefined)(
  `a disk image of a small Debian system${why === undefined ? '' : ` (${why})`}`,
  { timeout: 120_000 },
  () => {
    const { environment, folder, close } = rig as EngineRig;
    let registry: TestRegistry;
    let root: string;

    beforeAll(async () => {
      registry = await startRegistry();
      root = mkdtempSync(join(tmpdir(), 'caskwright-disks-'));
      for (const [image, loader] of [
        ['alone', true],
        ['kernel', false],
      ] as const) {
        bootableFiles(join(root, 'images', image, 'files'), loader);
        writeFileSync(join(root, 'images', image, 'Dockerfile'), 'FROM scratch\nCOPY files /\n');
        writeFileSync(join(root, 'images', image, 'build.yaml'), 'version: 1.2.0\nexports: [{ type: qcow2 }]\n');
      }
      writeFileSync(join(root, 'caskwright.yaml'), `registry: ${registry.host}/fleet\n`);
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root });
      git('init', '-q', '-b', 'main');
      git('add', '-A');
      git('commit', '-q', '-m', 'first');
    });
    afterAll(async () => {
      rmSync(root, { recursive: true });
      await registry.stop();
      await close();
    });

    const caskwright = (...args: string[]) =>
      runCli(args, { cwd: root, env: { ...(environment as Record<string, string>), CASKWRIGHT_TMPDIR: folder } });
    const stored = (image: string) => {
      const own = join(root, '.caskwright/exports', image);
      const [disk = ''] = readdirSync(own).filter((name) => name.endsWith('.qcow2'));
      return { disk: join(own, disk), metadata: JSON.parse(readFileSync(join(own, `${disk}.json`), 'utf8')) };
    };

    test('is made when the image is published, and made no second time', async () => {
      const built = await caskwright('build', '--export', '--builder', 'buildah', '--json');
      expect(built, built.stderr).toMatchObject({ exitCode: 0 });
      expect(stored('alone').metadata).toMatchObject({
        image: 'alone',
        version: '1.2.0',
        type: 'qcow2',
        bootable: true,
      });
      expect(stored('kernel').metadata).toMatchObject({ bootable: false });
      const again = await caskwright('build', '--export', '--builder', 'buildah', '--json');
      const events = again.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(events.filter(({ type }) => type === 'export.finished').map(({ adopted }) => adopted)).toEqual([
        true,
        true,
      ]);
    });

    test('starts by itself where the image brings kernel and loader', async () => {
      expect(await startDisk({ disk: stored('alone').disk }, 'login:', 100_000)).toContain('Made by Caskwright');
    });

    test('says how it is started where the image has no loader, and starts so', async () => {
      const { disk, metadata } = stored('kernel');
      const [lacks, takeOut, start] = metadata.notes as string[];
      expect(lacks).toContain('no loader');
      const exported = await caskwright('export', 'kernel', '--type', 'tar', '--to', '.');
      expect(exported, exported.stderr).toMatchObject({ exitCode: 0 });
      execFileSync('sh', ['-c', takeOut?.split(' && ')[1] ?? 'false'], { cwd: root });
      const word = (option: string) =>
        new RegExp(`-${option} ("[^"]+"|\\S+)`).exec(start ?? '')?.[1]?.replaceAll('"', '') ?? '';
      const kernel = join(root, word('kernel'));
      const initrd = join(root, word('initrd'));
      expect(await startDisk({ disk, kernel, initrd, append: word('append') }, 'login:', 100_000)).toContain(
        'Made by Caskwright',
      );
    });
  },
);
