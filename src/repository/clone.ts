import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, type Result } from '../base/result.ts';
import type { Environment } from '../system/environment.ts';
import { ageOf, exists, makeDirectory, moveDirectory, remove } from '../system/files.ts';
import { openRunFolder, removeAbandoned } from '../system/run-folder.ts';
import { type FetchRequest, refusalOf } from './fetch.ts';
import { Git, type GitOutput, isObjectId, type Setting } from './git.ts';
import { type GitRepository, openRepository, type RepositoryError } from './open.ts';

/** What is to be in a clone, and how to get it. */
export interface CloneRequest extends FetchRequest {
  /** What Git needs to be let in; it stays out of arguments and of the clone's configuration. */
  readonly settings: readonly Setting[];
}

/** A lock that is older than this, in milliseconds, was left by a Git that was killed: it holds one for a moment only. */
const STALE = 5000;
const PATIENCE = 30_000;
/** Beside the clones: where they are made. */
const MAKING = '.making';

/**
 * Brings a ref up to date in a bare clone, which is made where there is none, and answers with the repository. The
 * commit must be reachable from what the ref is now (S14). Objects go through Git's own transport, never by link or
 * reference to another repository on the same disk (S15). Several processes may use one clone.
 */
export async function updateClone(
  directory: string,
  request: CloneRequest,
  environment: Environment,
): Promise<Result<GitRepository, RepositoryError>> {
  const { url, ref, commit, transports, settings } = request;
  const refusal = refusalOf(request);
  if (refusal !== undefined) return err(refusal);
  await makeClone(directory, request, environment);
  const git = new Git({ directory, environment, transports, settings });
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  const fetched = await patiently(() => git.run(['fetch', ...options, '--end-of-options', url, `+${ref}:${ref}`]));
  if (!fetched.ok) return err({ message: `cannot fetch ${ref}: ${lastLine(fetched)}`, suggestion: GONE });
  const reached = await git.run(['merge-base', '--is-ancestor', commit, `${ref}^{commit}`]);
  if (!reached.ok) {
    return err({
      message: `${commit} is not in the history of ${ref}`,
      suggestion: 'a force-push may have replaced it',
    });
  }
  return openClone(directory, commit, environment);
}

/** A clone that has a commit already; undefined where it has not. Nothing is fetched. */
export async function cloneWith(
  directory: string,
  commit: string,
  environment: Environment,
): Promise<GitRepository | undefined> {
  if (!isObjectId(commit) || !(await exists(`${directory}/HEAD`))) return undefined;
  const git = new Git({ directory, environment });
  if (!(await git.run(['cat-file', '-e', `${commit}^{commit}`])).ok) return undefined;
  const opened = await openClone(directory, commit, environment);
  return opened.ok ? opened.value : undefined;
}

/** A HEAD that leads to no commit is no repository to Git; which commit it is does not matter. */
async function openClone(
  directory: string,
  commit: string,
  environment: Environment,
): Promise<Result<GitRepository, RepositoryError>> {
  const git = new Git({ directory, environment });
  if (!(await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).ok) {
    await patiently(() => git.run(['update-ref', '--no-deref', 'HEAD', commit]));
  }
  return openRepository(directory, environment);
}

/**
 * Made elsewhere and moved to its place when it is whole: nobody ever sees half of it, and the next process removes what
 * one that was killed has left.
 */
async function makeClone(directory: string, { url, commit }: CloneRequest, environment: Environment): Promise<void> {
  if (await exists(`${directory}/HEAD`)) return;
  await makeDirectory(dirname(directory));
  const making = await openRunFolder(join(dirname(directory), MAKING));
  const beside = await making.make('clone');
  const git = new Git({ directory: beside, environment });
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  await git.bytes(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`]);
  await git.bytes(['config', 'remote.origin.url', url]);
  // No branch is checked out: refs come and go, and HEAD must not follow any.
  await git.bytes(['symbolic-ref', 'HEAD', 'refs/caskwright/none']);
  await moveDirectory(beside, directory);
  await making.remove();
}

/** Removes what processes that are dead have left below a folder of clones. */
export function removeHalfMade(folder: string): Promise<void> {
  return removeAbandoned(join(folder, MAKING));
}

/** Waits for another Git that holds a lock, and removes one that a killed Git has left. */
async function patiently(run: () => Promise<GitOutput>): Promise<GitOutput> {
  for (const started = performance.now(); ; await sleep(100)) {
    const output = await run();
    const lock = output.ok ? undefined : /'([^']+\.lock)'/.exec(output.stderr)?.[1];
    if (lock === undefined || performance.now() - started > PATIENCE) return output;
    if (((await ageOf(lock)) ?? 0) > STALE) await remove(lock);
  }
}

const GONE = 'see whether the ref still exists, and whether the server may read the repository';

function lastLine({ stderr }: GitOutput): string {
  return stderr.split('\n').at(-1) ?? '';
}
