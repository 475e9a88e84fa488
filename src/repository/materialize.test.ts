import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  cleanEnvironment,
  type FileContent,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import type { ContextFile, RepositoryImage } from '../plan/image.ts';
import { materialize } from './materialize.ts';
import { openRepository } from './open.ts';
import { readRepository } from './read.ts';
import { commitTree, type Tree } from './source.ts';
import { workTree } from './work-tree.ts';

const files: Readonly<Record<string, FileContent>> = {
  'images/a/build.yaml': '',
  'images/a/Dockerfile': 'FROM scratch\nCOPY sub /\n',
  'images/a/.dockerignore': 'ignored\n',
  'images/a/ignored': '',
  'images/a/sub/run.sh': { executable: 'echo\r\n' },
  'images/a/sub/deep/empty': '',
  'images/a/sub/out': { link: '/etc/passwd' },
  'images/a/sub/up': { link: '../..' },
  '.gitattributes': '*.sh text eol=lf\n',
};

async function read(repository: TestRepository, from: 'commit' | 'work tree' = 'commit') {
  const opened = await openRepository(repository.path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  const tree = from === 'commit' ? await commitTree(opened.value, opened.value.head) : await workTree(opened.value);
  onTestFinished(() => tree.close());
  const { images } = await readRepository(tree);
  return { tree, image: images[0] as RepositoryImage };
}

async function write(tree: Tree, image: RepositoryImage, directory = temporaryDirectory()) {
  const written = await materialize(tree, image, directory);
  if (!written.ok) throw new Error(written.error.message);
  return written.value;
}

/** What is below a folder, links not followed. */
const below = (directory: string) =>
  execFileSync('find', ['.', '-mindepth', '1', '-printf', '%P\n'], { cwd: directory, encoding: 'utf8' })
    .trim()
    .split('\n')
    .toSorted();

describe('a context', () => {
  test('is written out of blobs: fixed modes, one time, links as links, Dockerfile beside it', async () => {
    const repository = testRepository();
    repository.git('config', 'core.autocrlf', 'false');
    repository.commit({ ...files, '.gitattributes': '' });
    const { tree, image } = await read(repository);
    const { contextDirectory, dockerfile } = await write(tree, image);
    expect(below(contextDirectory)).toEqual(['sub', 'sub/deep', 'sub/deep/empty', 'sub/out', 'sub/run.sh', 'sub/up']);
    const facts = below(contextDirectory).map((path) => {
      const { mode, mtimeMs } = lstatSync(join(contextDirectory, path));
      return [path, (mode & 0o7777).toString(8), mtimeMs];
    });
    const time = Date.UTC(2000, 0, 1);
    expect(facts).toEqual([
      ['sub', '755', time],
      ['sub/deep', '755', time],
      ['sub/deep/empty', '644', time],
      ['sub/out', '777', time],
      ['sub/run.sh', '755', time],
      ['sub/up', '777', time],
    ]);
    expect(readlinkSync(join(contextDirectory, 'sub/out'))).toBe('/etc/passwd');
    expect(readFileSync(join(contextDirectory, 'sub/run.sh'), 'utf8')).toBe('echo\r\n');
    expect(readFileSync(dockerfile, 'utf8')).toBe('FROM scratch\nCOPY sub /\n');
    expect(readFileSync(`${dockerfile}.dockerignore`, 'utf8')).toBe('');
    expect(dockerfile.startsWith(contextDirectory)).toBe(false);
  });

  test('is the same from a commit and from a changed work tree that becomes it, large files too', async () => {
    const repository = testRepository(files);
    const large = Buffer.alloc(3_000_000, 'large ');
    repository.write({
      'images/a/sub/large': large,
      'images/a/sub/small': 'small\n',
      'images/a/sub/other': { link: 'small' },
    });
    repository.git('add', '--intent-to-add', '.');
    const dirty = await read(repository, 'work tree');
    const fromWorkTree = await write(dirty.tree, dirty.image);
    repository.commit();
    const clean = await read(repository);
    const fromCommit = await write(clean.tree, clean.image);
    expect(readFileSync(join(fromWorkTree.contextDirectory, 'sub/large')).equals(large)).toBe(true);
    expect(tarOf(fromWorkTree.contextDirectory)).toBe(tarOf(fromCommit.contextDirectory));
  });

  test('may be written many times at once', async () => {
    const { tree, image } = await read(testRepository(files));
    const all = await Promise.all(Array.from({ length: 20 }, () => write(tree, image)));
    expect(new Set(all.map(({ contextDirectory }) => tarOf(contextDirectory))).size).toBe(1);
  });

  test('is gone after dispose, which may be called twice', async () => {
    const { tree, image } = await read(testRepository(files));
    const directory = join(temporaryDirectory(), 'mine');
    const { dispose } = await write(tree, image, directory);
    await dispose();
    await dispose();
    expect(existsSync(directory)).toBe(false);
  });
});

describe('what is in the way', () => {
  test('S16 nothing is written through a link that is there already', async () => {
    const { tree, image } = await read(testRepository(files));
    const victim = temporaryDirectory();
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'context'));
    execFileSync('ln', ['-s', join(victim, 'file'), join(directory, 'Dockerfile')]);
    const written = await materialize(tree, image, directory);
    expect(written.ok).toBe(false);
    expect(readdirSync(victim)).toEqual([]);
  });

  test('S16 a tree that has a link and a folder of one name writes nothing through it', async () => {
    const victim = temporaryDirectory();
    const { tree, image } = await read(testRepository({ ...files, 'images/a/sub/evil': { link: victim } }));
    const link = image.context.find(({ path }) => path === 'sub/evil') as ContextFile;
    const below = image.context.map((file) => ({ ...file, path: `x/${file.path}` }));
    const written = await materialize(
      tree,
      { ...image, context: [{ ...link, path: 'x' }, ...below] },
      temporaryDirectory(),
    );
    expect(written.ok ? '' : written.error.message).toContain('EEXIST');
    expect(readdirSync(victim)).toEqual([]);
  });

  test('a file of the work tree that changes after it was listed is noticed', async () => {
    const repository = testRepository(files);
    repository.write({ 'images/a/sub/run.sh': 'first\n' });
    const { tree, image } = await read(repository, 'work tree');
    writeFileSync(join(repository.path, 'images/a/sub/run.sh'), 'other\n');
    const written = await materialize(tree, image, temporaryDirectory());
    expect(written.ok ? '' : written.error.message).toContain('changed while it was read');
  });

  test('a full disk is said to be one', async ({ skip }) => {
    const disk = temporaryDirectory();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    skip(mounted.status !== 0, 'a small disk takes the right to mount one');
    onTestFinished(() => {
      spawnSync('umount', [disk]);
    });
    const repository = testRepository({ ...files, 'images/a/sub/large': Buffer.alloc(1_000_000, 1) });
    const { tree, image } = await read(repository);
    const written = await materialize(tree, image, join(disk, 'context'));
    expect(written.ok ? '' : written.error.reason).toBe('disk-full');
  });
});

/** Everything that a builder could see of a folder: names, modes, times, owners, bytes. */
function tarOf(directory: string): string {
  return execFileSync('tar', ['--sort=name', '-C', directory, '-cf', '-', '.'], { maxBuffer: 1e8 }).toString('base64');
}
