import { isRefName } from './git.ts';
import type { GitRepository } from './open.ts';

/** Who makes commits of ours. */
export const OWN_IDENTITY = { name: 'caskwright', email: 'caskwright@localhost' };

/** What became of a branch. */
export type BranchMove = { readonly moved: true } | { readonly moved: false; readonly why: string };

/**
 * Points a branch at a commit of ours. A branch that others have committed to, or that is checked out, stays where it
 * is: nobody's work is lost.
 */
export async function pointOwnBranch(repository: GitRepository, branch: string, commit: string): Promise<BranchMove> {
  if (!isRefName(branch)) return { moved: false, why: `${branch} cannot be the name of a branch` };
  const ref = `refs/heads/${branch}`;
  const listed = await ask(repository, ['worktree', 'list', '--porcelain']);
  if (listed.split('\n').includes(`branch ${ref}`)) return { moved: false, why: `${branch} is checked out` };
  const line = await ask(repository, ['for-each-ref', '--format=%(objectname) %(committeremail:trim)', ref]);
  const [standing = '', email] = line.split(' ');
  if (standing !== '' && email !== OWN_IDENTITY.email) {
    return { moved: false, why: `${branch} is there already, with commits of others` };
  }
  // The id that was read is named, so that a commit which comes in between is not lost.
  await ask(repository, ['update-ref', ref, commit, standing === '' ? '0'.repeat(commit.length) : standing]);
  return { moved: true };
}

/** The commit that a branch stands at, where it has the same files and the same parent as `commit`. */
export async function sameAtBranch(
  repository: GitRepository,
  branch: string,
  commit: string,
): Promise<string | undefined> {
  if (!isRefName(branch)) return undefined;
  const format = '--format=%(objectname) %(tree) %(parent)';
  const [standing = '', ...content] = (await ask(repository, ['for-each-ref', format, `refs/heads/${branch}`])).split(
    ' ',
  );
  const ids = await ask(repository, ['rev-parse', `${commit}^{tree}`, `${commit}^`]);
  return content.join('\n') === ids ? standing : undefined;
}

async function ask({ git }: GitRepository, args: readonly string[]): Promise<string> {
  return Buffer.from(await git.bytes(args))
    .toString('utf8')
    .trim();
}
