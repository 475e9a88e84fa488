import { err, ok, type Result } from '../base/result.ts';
import type { Environment } from '../system/environment.ts';
import type { Remote } from './fetch.ts';
import { Git } from './git.ts';
import type { GitRepository, RepositoryError } from './open.ts';

/** A branch or tag of a clone. */
export interface CloneRef {
  /** In full. */
  readonly ref: string;
  /** The object that it names: a commit, or an annotated tag. */
  readonly id: string;
  /** The commit that it stands for. */
  readonly commit: string;
}

/** Where somebody may wait for a silent remote at most, in milliseconds. */
const DEADLINE = 300_000;

/** The branches and tags that a clone has, by name. */
export async function refsOfClone({ git }: GitRepository): Promise<readonly CloneRef[]> {
  const format = '--format=%(refname)%00%(objectname)%00%(*objectname)';
  const output = await git.bytes(['for-each-ref', format, 'refs/heads', 'refs/tags']);
  const lines = Buffer.from(output).toString('utf8').split('\n');
  return lines.flatMap((line) => {
    const [ref = '', id = '', peeled = ''] = line.split('\0');
    return ref === '' ? [] : [{ ref, id, commit: peeled || id }];
  });
}

/** Makes the branches and tags of a clone those of the remote: what is not there is dropped here too. */
export async function resetToRemote(
  { git: { directory } }: GitRepository,
  { url, transports, settings }: Remote,
  environment: Environment,
): Promise<Result<void, RepositoryError>> {
  const git = new Git({ directory, environment, transports, settings });
  const options = ['--quiet', '--prune', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--atomic'];
  const refspecs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  const deadline = AbortSignal.timeout(DEADLINE);
  const fetched = await git.run(['fetch', ...options, '--end-of-options', url, ...refspecs], undefined, deadline);
  if (fetched.ok) return ok(undefined);
  const [last = ''] = fetched.stderr.split('\n').slice(-1);
  const why = deadline.aborted ? `no answer in ${DEADLINE / 1000} s` : last;
  return err({ message: `the clone was not reset: ${why}`, suggestion: 'try again; nothing has changed' });
}
