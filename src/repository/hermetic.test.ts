import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cleanEnvironment,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import { BlobUnavailable } from './blobs.ts';
import { isRefName, isRevision } from './git.ts';
import { commitTime, isAncestor, lastCommitFor, remoteUrl, resolveCommit, tagCommit, tipOf } from './history.ts';
import { type GitRepository, openRepository } from './open.ts';
import { commitTree, readBytes, type Tree } from './source.ts';
import { workTree } from './work-tree.ts';

const files = {
  'images/a/build.yaml': 'name: a\n',
  'images/a/Dockerfile': 'FROM scratch\nCOPY . .\n',
  'images/a/run.sh': { executable: '#!/bin/sh\necho a\n' },
  'images/a/link': { link: 'run.sh' },
  'images/b/text.txt': 'one\ntwo\n',
} as const;

async function open(repository: { readonly path: string }, environment = cleanEnvironment): Promise<GitRepository> {
  const opened = await openRepository(repository.path, environment);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function bothTrees(repository: { readonly path: string }, environment = cleanEnvironment) {
  const opened = await open(repository, environment);
  return { commit: await commitTree(opened, opened.head), work: await workTree(opened) };
}

const listing = (tree: Tree) => tree.entries.map(({ mode, id, path }) => `${mode} ${id} ${path}`);

/** A folder whose programs leave a mark when something runs them. */
function tripwire() {
  const folder = temporaryDirectory();
  const marks = join(folder, 'marks');
  mkdirSync(marks);
  const program = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\ntouch "${marks}/${name}"\ncat\n`);
    chmodSync(path, 0o755);
    return path;
  };
  return { program, marks };
}

describe('clones of one commit have the same listing', () => {
  test('in another folder, shallow, with CRLF line ends, and dirty-then-clean', async () => {
    const origin = testRepository(files);
    origin.commit({ 'images/b/text.txt': 'one\ntwo\nthree\n' });
    const expected = listing((await bothTrees(origin)).commit);
    expect(expected).toHaveLength(5);
    const dirty = origin.clone();
    dirty.write({ 'images/a/run.sh': 'changed\n' });
    expect((await bothTrees(dirty)).work.dirty).toEqual(['images/a/run.sh']);
    dirty.write({ 'images/a/run.sh': files['images/a/run.sh'] });
    const clones = {
      plain: origin.clone(),
      shallow: origin.clone('--depth=1'),
      crlf: origin.clone('--config=core.autocrlf=true'),
      dirty,
    };
    for (const [name, clone] of Object.entries(clones)) {
      const { commit, work } = await bothTrees(clone);
      expect([name, listing(commit)]).toEqual([name, expected]);
      expect([name, listing(work)]).toEqual([name, expected]);
      expect([name, work.dirty]).toEqual([name, []]);
    }
  });

  test('a CRLF checkout whose files were all touched since', async () => {
    const origin = testRepository(files);
    const clone = origin.clone('--config=core.autocrlf=true');
    clone.git('config', 'core.autocrlf', 'false');
    for (const path of Object.keys(files)) clone.git('update-index', '--force-remove', '--', path);
    clone.git('read-tree', 'HEAD');
    const { work } = await bothTrees(clone);
    expect(listing(work)).toEqual(listing((await bothTrees(origin)).commit));
    expect(work.dirty).toEqual([]);
  });
});

/** Everything that this room asks Git, on one repository. */
async function askEverything(repository: GitRepository): Promise<void> {
  const trees = [await commitTree(repository, repository.head), await workTree(repository)];
  for (const tree of trees) {
    await readBytes(
      tree,
      tree.entries.filter(({ mode }) => mode !== '160000').map(({ id }) => id),
      1000,
    );
    await tree.including(['**']);
    await tree.close();
  }
  await tipOf(repository, 'main');
  await tagCommit(repository, 'v1');
  await commitTime(repository, repository.head);
  await lastCommitFor(repository, repository.head, ['images']);
  await remoteUrl(repository);
  await resolveCommit(repository, 'HEAD');
}

describe('a hostile repository', () => {
  test('S12 filters, hooks, fsmonitor, textconv, external diff and gpg of its own configuration run nothing', async () => {
    const clone = testRepository(files).clone();
    sign(clone);
    const expected = listing((await bothTrees(clone)).commit);
    const wire = tripwire();
    const settings = {
      'core.fsmonitor': wire.program('fsmonitor'),
      'core.hooksPath': join(wire.marks, '..'),
      'core.sshCommand': wire.program('ssh'),
      'core.pager': wire.program('pager'),
      'core.alternateRefsCommand': wire.program('alternates'),
      'diff.external': wire.program('external-diff'),
      'diff.evil.command': wire.program('diff-driver'),
      'diff.evil.textconv': wire.program('textconv'),
      'filter.evil.clean': wire.program('clean'),
      'filter.evil.smudge': wire.program('smudge'),
      'filter.evil.required': 'true',
      'filter.ev=il.process': wire.program('process'),
      'gpg.program': wire.program('gpg'),
      'log.showSignature': 'true',
      'alias.ls-tree': `!${wire.program('alias')}`,
      'credential.helper': wire.program('credential'),
    };
    for (const [key, value] of Object.entries(settings)) clone.git('config', key, value);
    mkdirSync(join(clone.path, '.git', 'info'), { recursive: true });
    writeFileSync(join(clone.path, '.git', 'info', 'attributes'), '*.txt filter=evil diff=evil\n*.sh filter=ev=il\n');
    for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout']) wire.program(hook);
    // Same bytes, new times: Git has to look at the content, where a filter would come in.
    clone.write(files);
    const { commit, work } = await bothTrees(clone);
    expect(listing(commit)).toEqual(expected);
    expect(listing(work)).toEqual(expected);
    expect(work.dirty).toEqual([]);
    await askEverything(await open(clone));
    expect(Object.keys(settings).length).toBeGreaterThan(10);
    expect(markedPrograms(wire.marks)).toEqual([]);
  });

  test('S12 the wires of the test above are live: plain Git trips them', () => {
    const clone = testRepository(files).clone();
    const wire = tripwire();
    clone.git('config', 'filter.evil.clean', wire.program('clean'));
    clone.git('config', 'core.fsmonitor', wire.program('fsmonitor'));
    clone.git('config', 'gpg.program', wire.program('gpg'));
    writeFileSync(join(clone.path, '.git', 'info', 'attributes'), '*.txt filter=evil\n');
    sign(clone);
    clone.write(files);
    clone.git('status');
    clone.git('log', '--show-signature');
    expect(markedPrograms(wire.marks)).toEqual(['clean', 'fsmonitor', 'gpg']);
  });
});

describe('what comes from outside', () => {
  test.each(['--all', '-n1', '^main', 'main..other', 'main:file', 'a b', 'a\nb', '', 'a\0b', 'x'.repeat(2000)])(
    'S10 %j is not a revision',
    async (text) => {
      expect(isRevision(text)).toBe(false);
      expect(isRefName(text)).toBe(false);
    },
  );

  test.each(['main', 'feature/x', 'v1.2.3', 'ünïcode'])('S10 %j is a ref', (text) =>
    expect(isRefName(text)).toBe(true),
  );

  test('S10 a revision that reads as an option reaches no Git command', async () => {
    const repository = testRepository(files);
    const output = join(temporaryDirectory(), 'output');
    const answer = await resolveCommit(await open(repository), `--output=${output}`);
    expect(answer.ok).toBe(false);
    expect(existsSync(output)).toBe(false);
  });

  test('S13 a submodule is listed and not entered', async () => {
    const inner = testRepository({ 'file.txt': 'inner\n' });
    const outer = testRepository(files);
    outer.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      'add',
      '--quiet',
      `file://${inner.path}`,
      'images/a/sub',
    );
    outer.commit();
    const wire = tripwire();
    writeFileSync(join(outer.path, 'images/a/sub/file.txt'), 'changed\n');
    outer.git('-C', 'images/a/sub', 'config', 'core.fsmonitor', wire.program('fsmonitor'));
    const { commit, work } = await bothTrees(outer);
    expect(commit.entries.find(({ path }) => path === 'images/a/sub')?.mode).toBe('160000');
    expect(listing(work)).toEqual(listing(commit));
    expect(work.dirty).toEqual([]);
    expect(markedPrograms(wire.marks)).toEqual([]);
  });

  test('S12 no replace ref and no graft changes what a commit holds or where it comes from', async () => {
    const repository = testRepository(files);
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit({ 'images/b/text.txt': 'other\n' });
    const opened = await open(repository);
    const expected = listing(await commitTree(opened, second));
    repository.git('replace', second, first);
    mkdirSync(join(repository.path, '.git/info'), { recursive: true });
    writeFileSync(join(repository.path, '.git/info/grafts'), `${second}\n`);
    expect(listing(await commitTree(opened, second))).toEqual(expected);
    expect(await isAncestor(opened, first, second)).toBe('yes');
  });

  test('S12 objects that a partial clone lacks are not fetched behind our back', async () => {
    const origin = testRepository(files);
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = origin.clone('--filter=blob:none', '--no-checkout');
    const opened = await open(clone);
    const tree = await commitTree(opened, opened.head);
    const ids = tree.entries.map(({ id }) => id);
    await expect(readBytes(tree, ids, 100)).rejects.toThrow(BlobUnavailable);
    await tree.close();
  });

  test('S16 core.worktree does not lead to another folder', async () => {
    const repository = testRepository(files);
    repository.git('config', 'core.worktree', '/');
    const opened = await openRepository(repository.path, cleanEnvironment);
    expect(opened.ok).toBe(false);
  });

  test('S12 user and system configuration takes no part', async () => {
    const repository = testRepository(files);
    const home = temporaryDirectory();
    const wire = tripwire();
    // Git gives up on a file that it cannot parse: one that it reads would show.
    writeFileSync(join(home, '.gitconfig'), '[broken\n');
    const environment = {
      ...cleanEnvironment,
      HOME: home,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: wire.program('fsmonitor'),
      GIT_DIR: '/nonexistent',
      GIT_INDEX_FILE: '/nonexistent',
    };
    repository.write(files);
    await askEverything(await open(repository, environment));
    expect(markedPrograms(wire.marks)).toEqual([]);
  });
});

/** Puts a signature on the last commit, so that whoever wants to see it checked has to run gpg. */
function sign(repository: TestRepository): void {
  const [headers = '', ...message] = repository.git('cat-file', 'commit', 'HEAD').split('\n\n');
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----';
  const signed = Buffer.from([`${headers}\n${signature}`, ...message].join('\n\n'));
  repository.git('update-ref', 'HEAD', repository.object('commit', signed));
}

function markedPrograms(marks: string): string[] {
  return readdirSync(marks).toSorted();
}
