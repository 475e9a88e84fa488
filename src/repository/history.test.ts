import { chownSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  cleanEnvironment,
  type TestRepository,
  temporaryDirectory,
  testRepository,
} from '../../test/rig/repository.ts';
import {
  branchesOf,
  changesBetween,
  commitTime,
  isAncestor,
  lastCommitFor,
  remoteUrl,
  resolveCommit,
  tagCommit,
  tipOf,
} from './history.ts';
import { type GitRepository, openRepository } from './open.ts';
import { commitTree } from './source.ts';
import { workTree } from './work-tree.ts';

async function open({ path }: { readonly path: string }): Promise<GitRepository> {
  const opened = await openRepository(path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Three commits on main: the ids, oldest first. */
function threeCommits(): { repository: TestRepository; ids: readonly [string, string, string] } {
  const repository = testRepository();
  const first = repository.commit({ a: '1', 'dir/b': '1' }, 'first');
  const second = repository.commit({ a: '2' }, 'second');
  const third = repository.commit({ 'dir/b': '3' }, 'third');
  return { repository, ids: [first, second, third] };
}

describe('head', () => {
  test('is on a branch, or detached', async () => {
    const { repository, ids } = threeCommits();
    repository.git('checkout', '--quiet', '-b', 'feature/x');
    expect(await open(repository)).toMatchObject({ head: ids[2], branch: 'feature/x' });
    repository.git('checkout', '--quiet', '--detach', ids[1]);
    const detached = await open(repository);
    expect([detached.head, detached.branch]).toEqual([ids[1], undefined]);
  });

  test('the default branch is that of the remote, else main, else master', async () => {
    const { repository } = threeCommits();
    expect((await branchesOf(await open(repository))).standard).toBe('main');
    repository.git('checkout', '--quiet', '-b', 'trunk');
    const clone = repository.clone();
    expect((await branchesOf(await open(clone))).standard).toBe('trunk');
    repository.git('branch', '--quiet', '-M', 'main', 'master');
    expect((await branchesOf(await open(repository))).standard).toBe('master');
    repository.git('branch', '--quiet', '-D', 'master');
    expect((await branchesOf(await open(repository))).standard).toBeUndefined();
  });
});

describe('the tip of a branch', () => {
  test('is that of the upstream where the local branch is behind it, else the local one', async () => {
    const { repository, ids } = threeCommits();
    const clone = repository.clone();
    expect(await tipOf(await open(clone), 'main')).toBe(ids[2]);
    const newer = repository.commit({ a: '4' });
    clone.git('fetch', '--quiet');
    expect(await tipOf(await open(clone), 'main')).toBe(newer);
    const own = clone.commit({ c: 'own' });
    expect(await tipOf(await open(clone), 'main')).toBe(own);
    expect(await tipOf(await open(clone), 'absent')).toBeUndefined();
    expect(await tipOf(await open(clone), '--all')).toBeUndefined();
  });

  test('is known where CI has checked out a detached head', async () => {
    const { repository, ids } = threeCommits();
    const clone = repository.clone();
    clone.git('checkout', '--quiet', '--detach', ids[1]);
    clone.git('branch', '--quiet', '-D', 'main');
    expect(await tipOf(await open(clone), 'main')).toBe(ids[2]);
  });
});

describe('ancestry', () => {
  test('in a full clone is yes or no', async () => {
    const { repository, ids } = threeCommits();
    const opened = await open(repository);
    const [first, , third] = ids;
    expect(await isAncestor(opened, first, third)).toBe('yes');
    expect(await isAncestor(opened, third, third)).toBe('yes');
    expect(await isAncestor(opened, third, first)).toBe('no');
    expect(await isAncestor(opened, '0'.repeat(40), third)).toBe('no');
  });

  test('in a shallow clone is unknown where history ends', async () => {
    const { repository, ids } = threeCommits();
    const opened = await open(repository.clone('--depth=2'));
    const [first, second, third] = ids;
    expect(opened.shallow).toBe(true);
    expect(await isAncestor(opened, second, third)).toBe('yes');
    expect(await isAncestor(opened, third, second)).toBe('no');
    expect(await isAncestor(opened, first, third)).toBe('unknown');
  });
});

describe('commits', () => {
  test('have a time, and the last one for a path a subject', async () => {
    const { repository, ids } = threeCommits();
    const opened = await open(repository);
    expect(await commitTime(opened, ids[0])).toBe(Date.UTC(2026, 0, 1, 0, 1) / 1000);
    const second = { id: ids[1], subject: 'second', time: Date.UTC(2026, 0, 1, 0, 2) / 1000 };
    expect(await lastCommitFor(opened, ids[2], ['a'])).toEqual(second);
    expect((await lastCommitFor(opened, ids[2], ['a', 'dir']))?.subject).toBe('third');
    expect((await lastCommitFor(opened, ids[1], ['dir']))?.subject).toBe('first');
    expect(await lastCommitFor(opened, ids[2], ['absent'])).toBeUndefined();
    expect(await lastCommitFor(opened, ids[2], [])).toBeUndefined();
  });

  test('S10 a path that reads as a pattern or an option is a path', async () => {
    const repository = testRepository({ ':(exclude)x': '1', '--all': '1', '*': '1' });
    const last = repository.commit({ other: '1' }, 'other');
    const opened = await open(repository);
    for (const path of [':(exclude)x', '--all', '*']) {
      expect((await lastCommitFor(opened, last, [path]))?.subject).toBe('change');
    }
  });

  test('that a shallow clone cannot be certain of are unknown', async () => {
    const { repository, ids } = threeCommits();
    const opened = await open(repository.clone('--depth=2'));
    expect((await lastCommitFor(opened, ids[2], ['dir']))?.subject).toBe('third');
    expect(await lastCommitFor(opened, ids[2], ['a'])).toBeUndefined();
  });

  test('are found by revision and by tag', async () => {
    const { repository, ids } = threeCommits();
    repository.git('tag', 'light', ids[0]);
    repository.git('tag', '--annotate', '--message=x', 'v1.0', ids[1]);
    const opened = await open(repository);
    expect(await resolveCommit(opened, 'HEAD~1')).toEqual({ ok: true, value: ids[1] });
    expect(await resolveCommit(opened, ids[0].slice(0, 10))).toEqual({ ok: true, value: ids[0] });
    expect((await resolveCommit(opened, 'HEAD:a')).ok).toBe(false);
    expect(await tagCommit(opened, 'light')).toBe(ids[0]);
    expect(await tagCommit(opened, 'v1.0')).toBe(ids[1]);
    expect(await tagCommit(opened, 'main')).toBeUndefined();
  });
});

test('changes between a commit and a dirty work tree', async () => {
  const { repository, ids } = threeCommits();
  repository.write({ a: '5', new: '' });
  repository.git('add', 'new');
  repository.remove('dir/b');
  const opened = await open(repository);
  const before = await commitTree(opened, ids[0]);
  const after = await workTree(opened);
  expect(changesBetween(before.entries, after.entries)).toEqual([
    { path: 'a', kind: 'changed' },
    { path: 'dir/b', kind: 'removed' },
    { path: 'new', kind: 'added' },
  ]);
});

test.each([
  ['https://user:secret@example.com/a/b.git', 'https://example.com/a/b.git'],
  ['https://token@example.com/a.git?key=secret#x', 'https://example.com/a.git'],
  ['ssh://git:secret@example.com:22/a.git', 'ssh://git@example.com:22/a.git'],
  ['git@example.com:a/b.git', 'git@example.com:a/b.git'],
  ['/srv/a.git', '/srv/a.git'],
])('the URL of a remote has no credentials: %s', async (url, expected) => {
  const { repository } = threeCommits();
  repository.git('config', 'url.ext::sh -c id;.insteadOf', 'https://');
  repository.git('remote', 'add', 'origin', url);
  expect(await remoteUrl(await open(repository))).toBe(expected);
});

describe('opening', () => {
  test('works from any folder below the root, and from a linked work tree', async () => {
    const { repository, ids } = threeCommits();
    expect(await open({ path: `${repository.path}/dir` })).toMatchObject({ root: repository.path, head: ids[2] });
    const linked = `${temporaryDirectory()}/linked`;
    repository.git('worktree', 'add', '--quiet', '--detach', linked, ids[0]);
    const opened = await open({ path: `${linked}/dir` });
    expect(opened).toMatchObject({ root: linked, head: ids[0] });
    expect((await workTree(opened)).entries.map(({ path }) => path)).toEqual(['a', 'dir/b']);
  });

  test('works on a bare repository', async () => {
    const { repository, ids } = threeCommits();
    const opened = await open(repository.clone('--bare'));
    expect(opened.root).toBeUndefined();
    expect((await commitTree(opened, ids[2])).entries).toHaveLength(2);
  });

  test('works with SHA-256', async () => {
    const repository = testRepository({ a: '1' }, '--object-format=sha256');
    repository.write({ a: '2' });
    const opened = await open(repository);
    expect(opened.objectFormat).toBe('sha256');
    const work = await workTree(opened);
    expect(work.entries[0]?.id).toBe(repository.git('hash-object', 'a'));
    expect(work.dirty).toEqual(['a']);
  });

  test('says what is wrong', async () => {
    const message = async (path: string) => {
      const opened = await openRepository(path, cleanEnvironment);
      return opened.ok ? '' : opened.error.message.replace(path, 'HERE');
    };
    expect(await message(temporaryDirectory())).toBe('HERE is not in a Git repository');
    expect(await message(testRepository().path)).toBe('HERE has no commit yet');
    expect(await message(`${temporaryDirectory()}/absent`)).toBe('HERE does not exist');
    const inside = `${testRepository({ a: '' }).path}/.git`;
    expect(await message(inside)).toBe('HERE is outside its work tree');
  });

  test('refuses the repository of another user until it is named as safe', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root can give a repository away');
    const { repository, ids } = threeCommits();
    chownSync(repository.path, 12345, 12345);
    const refused = await openRepository(repository.path, cleanEnvironment);
    expect(refused.ok ? '' : refused.error.message).toContain('belongs to another user');
    expect(refused.ok ? '' : refused.error.suggestion).toContain(`CASKWRIGHT_SAFE_DIRECTORY=${repository.path}`);
    const opened = await openRepository(repository.path, {
      ...cleanEnvironment,
      CASKWRIGHT_SAFE_DIRECTORY: repository.path,
    });
    expect(opened.ok && opened.value.head).toBe(ids[2]);
  });
});
