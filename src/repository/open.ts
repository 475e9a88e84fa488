import { err, ok, type Result } from '../base/result.ts';
import type { Environment } from '../system/environment.ts';
import { exists, realPath } from '../system/files.ts';
import { Git, type GitOutput } from './git.ts';

/** A Git repository at its root, with a commit in it. */
export interface GitRepository {
  readonly git: Git;
  /** Absolute folder of Git's own files for this work tree: nothing that a commit holds can be in it. */
  readonly gitDirectory: string;
  /** Absolute folder of the work tree; absent for a bare repository. */
  readonly root?: string;
  /** The commit that HEAD is at. */
  readonly head: string;
  /** The branch that is checked out; absent where HEAD is detached. */
  readonly branch?: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** History ends early: questions about it may have no answer. */
  readonly shallow: boolean;
}

/** Why a repository cannot be read, and what to do about it. */
export interface RepositoryError {
  readonly message: string;
  readonly suggestion: string;
}

/** Opens the repository that `directory` is in: any folder of a clone, a linked work tree, a bare repository. */
export async function openRepository(
  directory: string,
  environment: Environment,
): Promise<Result<GitRepository, RepositoryError>> {
  const here = await realPath(directory);
  if (here === undefined) return err({ message: `${directory} does not exist`, suggestion: 'name an existing folder' });
  const git = new Git({ directory: here, environment });
  const answer = await git.run(questions);
  const [bare, inside, shallow, format, ...rest] = text(answer).split('\n');
  if (format === undefined || format === '') return err(notARepository(here, answer));
  const prefix = inside === 'true' ? `${here}/${rest.shift() ?? ''}` : undefined;
  // The folder comes last: a name with line ends in it is whole then.
  const [head = '', name = '', ...folder] = rest;
  if (!answer.ok) {
    return err({ message: `${here} has no commit yet`, suggestion: 'git add . && git commit' });
  }
  const root = prefix === undefined ? undefined : await realPath(prefix);
  if (bare !== 'true' && root === undefined) {
    return err({ message: `${here} is outside its work tree`, suggestion: 'run in a folder of the work tree' });
  }
  // core.worktree could name any folder of the machine; a real work tree has its .git at the root.
  if (root !== undefined && !(await exists(`${root}/.git`))) {
    return err({ message: `${root} has no .git of its own`, suggestion: 'git config --unset core.worktree' });
  }
  return ok({
    git: new Git({ directory: root ?? here, environment }),
    gitDirectory: folder.join('\n').replace(/\n$/, ''),
    ...(root === undefined ? {} : { root }),
    head,
    ...(name.startsWith(BRANCHES) ? { branch: name.slice(BRANCHES.length) } : {}),
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    shallow: shallow === 'true',
  });
}

const BRANCHES = 'refs/heads/';

// --show-cdup prints a line only inside a work tree; HEAD comes last because it fails where there is no commit.
const questions = [
  'rev-parse',
  '--is-bare-repository',
  '--is-inside-work-tree',
  '--is-shallow-repository',
  '--show-object-format',
  '--show-cdup',
  'HEAD^{commit}',
  '--symbolic-full-name',
  'HEAD',
  '--absolute-git-dir',
];

function notARepository(directory: string, answer: GitOutput): RepositoryError {
  if (answer.exitCode === undefined) {
    return { message: `git cannot be started: ${answer.stderr}`, suggestion: 'install git 2.36 or newer' };
  }
  if (answer.stderr.includes('dubious ownership')) {
    return {
      message: `the repository of ${directory} belongs to another user`,
      suggestion: `if you trust it: CASKWRIGHT_SAFE_DIRECTORY=${/at '(.*)'/.exec(answer.stderr)?.[1] ?? directory}`,
    };
  }
  if (answer.stderr.includes('not a git repository')) {
    return { message: `${directory} is not in a Git repository`, suggestion: 'git init, or name another folder' };
  }
  return { message: `git cannot read ${directory}: ${answer.stderr}`, suggestion: 'git fsck tells more' };
}

function text(output: GitOutput): string {
  return Buffer.from(output.stdout).toString('utf8');
}
