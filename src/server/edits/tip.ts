import { err, ok, type Result } from '../../base/result.ts';
import type { GitRepository } from '../../repository/open.ts';
import { remoteRefs } from '../../repository/remote-refs.ts';
import type { Environment } from '../../system/environment.ts';
import type { Clones, GitAccess, RepositoryRow } from '../runs/clones.ts';
import type { EditFault } from './fault.ts';

/** What reaches the repositories of this server. */
export interface GitParts {
  readonly clones: Clones;
  readonly access: (repository: RepositoryRow) => Promise<GitAccess>;
  readonly environment: Environment;
}

/** A branch as the remote has it at this moment. */
export interface Tip {
  readonly clone: GitRepository;
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  readonly commit: string;
}

/** Fetches the tip of a branch; absent: the default branch. */
export async function fetchTip(
  { clones, access, environment }: GitParts,
  repository: RepositoryRow,
  branch: string = repository.default_branch,
): Promise<Result<Tip, EditFault>> {
  const ref = `refs/heads/${branch}`;
  const remote = { url: repository.url, ...(await access(repository)) };
  const refs = await remoteRefs(remote, [ref], environment);
  if (!refs.ok) return err({ kind: 'remote', ...refs.error });
  const commit = refs.value.get(ref);
  if (commit === undefined) return err({ kind: 'unusable', message: `the repository has no branch ${branch}` });
  const clone = await clones.update(repository, ref, commit);
  return clone.ok ? ok({ clone: clone.value, ref, commit }) : err({ kind: 'remote', ...clone.error });
}
