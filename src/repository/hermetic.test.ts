import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cleanEnvironment,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import { isRefName, isRevision } from './git.ts';
import { commitTime, lastCommitFor, readHead, remoteUrl, resolveCommit, tagCommit, tipOf } from './history.ts';
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
  await readHead(repository);
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
    const expected = listing((await bothTrees(clone)).commit);
    const wire = tripwire();
    const settings = {
      'core.fsmonitor': wire.program('fsmonitor'),
      'core.hooksPath': join(wire.marks, '..', 'hooks'),
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
    mkdirSync(join(wire.marks, '..', 'hooks'));
    for (const hook of ['post-index-change', 'reference-transaction']) wire.program(`hooks/${hook}`);
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
    writeFileSync(join(clone.path, '.git', 'info', 'attributes'), '*.txt filter=evil\n');
    clone.write(files);
    clone.git('status');
    expect(markedPrograms(wire.marks)).toEqual(['clean', 'fsmonitor']);
  });
});

function markedPrograms(marks: string): string[] {
  return readdirSync(marks).toSorted();
}
