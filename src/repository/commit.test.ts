import { describe, expect, test } from 'vitest';
import { cleanEnvironment, testRepository } from '../../test/rig/repository.ts';
import { type FileEdit, isFilePath, makeCommit } from './commit.ts';
import { openRepository } from './open.ts';
import { type PushRequest, push } from './push.ts';

const person = { name: 'Ann', email: 'ann@example.invalid' };
const server = { name: 'Caskwright', email: 'caskwright@example.invalid' };

/** A remote, a bare clone of it, and a way to commit in the clone. */
async function clonePair() {
  const remote = testRepository({ 'images/a/Dockerfile': 'FROM scratch\n', 'run.sh': { executable: '#!/bin/sh\n' } });
  const clone = remote.clone('--bare');
  const opened = await openRepository(clone.path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  const { git, head } = opened.value;
  const commit = (edits: readonly FileEdit[], author = person, message = 'edit') =>
    makeCommit(git, { parent: head, edits, message, author, committer: server, time: 1_700_000_000 });
  const pushed = (...requests: readonly PushRequest[]) =>
    push(clone.path, { url: remote.path, transports: ['file'], settings: [] }, requests, cleanEnvironment);
  // A remote with a work tree refuses to move the branch that is checked out.
  remote.git('checkout', '--quiet', '--detach');
  return { remote, clone, head, commit, pushed };
}

describe('making a commit', () => {
  test('changes what it says, keeps the rest, and names both people', async () => {
    const { clone, head, commit } = await clonePair();
    const edits = [
      { path: 'images/a/Dockerfile' },
      { path: 'images/b/Dockerfile', content: Buffer.from('FROM scratch\nLABEL a=b\n') },
      { path: 'images/b/run "it".sh', content: Buffer.from([0, 255, 10]), executable: true },
    ];
    const made = await commit(edits, person, 'Add b\n\nBecause.\n');
    expect(made.isEmpty).toBe(false);
    expect(clone.git('ls-tree', '-r', '-z', made.id).split('\0')).toEqual([
      expect.stringMatching(/^100644 blob \w+\timages\/b\/Dockerfile$/),
      expect.stringMatching(/^100755 blob \w+\timages\/b\/run "it".sh$/),
      expect.stringMatching(/^100755 blob \w+\trun.sh$/),
      '',
    ]);
    expect(clone.git('show', '-s', '--format=%P|%an <%ae>|%cn|%at|%B', made.id)).toBe(
      `${head}|Ann <ann@example.invalid>|Caskwright|1700000000|Add b\n\nBecause.\n`,
    );
  });

  test('what is as before makes an empty commit, and says so', async () => {
    const { commit } = await clonePair();
    expect(await commit([{ path: 'images/a/Dockerfile', content: Buffer.from('FROM scratch\n') }])).toMatchObject({
      isEmpty: true,
    });
  });

  test('nothing of it is left when it is released', async () => {
    const { clone, commit } = await clonePair();
    const before = clone.git('for-each-ref');
    const made = await commit([{ path: 'x', content: Buffer.from('x') }]);
    expect(clone.git('for-each-ref')).not.toBe(before);
    await made.release();
    expect(clone.git('for-each-ref')).toBe(before);
  });

  test('S10 a name cannot write more of the commit than a name', async () => {
    const { clone, commit } = await clonePair();
    const evil = { name: 'Eve <root@example.invalid> 0 +0000\ncommitter Root', email: 'e>\nfrom x' };
    const { id } = await commit([{ path: 'x', content: Buffer.from('x') }], evil);
    expect(clone.git('show', '-s', '--format=%an|%ae|%cn', id)).toBe(
      'Eve  root@example.invalid  0 +0000 committer Root|e from x|Caskwright',
    );
  });

  test.each(['../x', 'a/../x', '/x', 'a//b', '.git/config', 'a/.GIT/hooks/x', 'a\nM 100644 b', 'a\\b', '', '.'])(
    'S10 %j is no path',
    async (path) => {
      expect(isFilePath(path)).toBe(false);
      const { commit } = await clonePair();
      await expect(commit([{ path, content: Buffer.from('') }])).rejects.toThrow('no path');
    },
  );
});

describe('pushing', () => {
  const main = 'refs/heads/main';
  const edit = [{ path: 'x', content: Buffer.from('x') }];

  test('moves a branch from where it is', async () => {
    const { remote, head, commit, pushed } = await clonePair();
    const { id } = await commit(edit);
    expect(await pushed({ ref: main, commit: id, expected: head })).toEqual({ kind: 'pushed' });
    expect(remote.git('rev-parse', main)).toBe(id);
  });

  test.each([
    ['ahead', (remote: ReturnType<typeof testRepository>) => remote.git('update-ref', main, remote.commit({ y: 'y' }))],
    ['away', (remote: ReturnType<typeof testRepository>) => remote.git('update-ref', '-d', main)],
  ])('leaves a branch that has gone %s', async (_, change) => {
    const { remote, head, commit, pushed } = await clonePair();
    change(remote);
    const before = remote.git('for-each-ref');
    const { id } = await commit(edit);
    expect(await pushed({ ref: main, commit: id, expected: head })).toEqual({ kind: 'moved' });
    expect(remote.git('for-each-ref')).toBe(before);
  });

  test('leaves a branch that was set back, though a plain push would have moved it', async () => {
    const { remote, head, commit, pushed } = await clonePair();
    const first = await commit(edit);
    await pushed({ ref: main, commit: first.id, expected: head });
    remote.git('update-ref', main, head);
    const moved = await pushed({ ref: main, commit: first.id, expected: first.id });
    expect(moved).toEqual({ kind: 'moved' });
    expect(remote.git('rev-parse', main)).toBe(head);
  });

  test('tells why the far side refuses', async () => {
    const { remote, head, commit, pushed } = await clonePair();
    remote.git('config', 'receive.denyDeletes', 'true');
    await commit(edit);
    expect(await pushed({ ref: main, expected: head })).toEqual({
      kind: 'refused',
      message: '[remote rejected] (deletion prohibited)',
    });
  });

  test('moves all refs or none', async () => {
    const { remote, head, commit, pushed } = await clonePair();
    const { id } = await commit(edit);
    const outcome = await pushed({ ref: 'refs/heads/new', commit: id }, { ref: main, commit: id, expected: id });
    expect(outcome).toEqual({ kind: 'moved' });
    expect(remote.git('for-each-ref', '--format=%(refname) %(objectname)')).toBe(`${main} ${head}`);
  });
});
