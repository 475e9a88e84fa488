import type { Kysely, Transaction } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import { isRefName } from '../../repository/git.ts';
import { remoteRefs } from '../../repository/remote-refs.ts';
import type { Environment } from '../../system/environment.ts';
import type { Identity } from '../auth/identity.ts';
import type { GitAccess, RepositoryRow } from '../runs/clones.ts';
import { requestRun } from '../runs/requests.ts';
import type { Tables } from '../store/tables.ts';
import { type Problem, problem } from './problem.ts';
import { chooseRepository } from './repository-choice.ts';

/** What a person may ask of a run. */
export interface ManualRequest {
  readonly repository?: string | undefined;
  readonly ref?: string | undefined;
  readonly commit?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly force?: boolean | undefined;
}

/** Runs that people start. */
export interface ManualRuns {
  /** Finds out what is to be run, which asks the remote; `request` then queues it. */
  prepare(
    wish: ManualRequest,
    by: Identity,
  ): Promise<Result<{ request(trx: Transaction<Tables>): Promise<number> }, Problem>>;
}

export interface ManualRunParts {
  readonly db: Kysely<Tables>;
  readonly access: (repository: RepositoryRow) => Promise<GitAccess>;
  readonly environment: Environment;
}

export function createManualRuns({ db, access, environment }: ManualRunParts): ManualRuns {
  return {
    async prepare(wish, { actor }) {
      const repository = await chooseRepository(db, wish.repository);
      if (!repository.ok) return repository;
      const ref = refOf(wish.ref ?? repository.value.default_branch);
      if (!ref.ok) return ref;
      const remote = { url: repository.value.url, ...(await access(repository.value)) };
      const refs = await remoteRefs(remote, [ref.value], environment);
      if (!refs.ok) return err(problem('remote-failed', refs.error.message, { suggestion: refs.error.suggestion }));
      const tip = refs.value.get(ref.value);
      if (tip === undefined) return err(problem('unusable', `the repository has no ${ref.value}`));
      const { images, force } = wish;
      const request = { ...(images ? { images } : {}), ...(force ? { force } : {}) };
      const isRelease = ref.value.startsWith('refs/tags/');
      return ok({
        request: (trx) =>
          requestRun(trx, {
            repository: repository.value.id,
            kind: isRelease ? 'release' : 'manual',
            // A branch that does not publish is built only: caskwright.yaml of the commit says which ones do.
            trust: 'trusted',
            ref: ref.value,
            commit: wish.commit ?? tip,
            request,
            createdBy: actor,
          }),
      });
    },
  };
}

/** A branch or tag in full. */
function refOf(text: string): Result<string, Problem> {
  const ref = text.startsWith('refs/') ? text : `refs/heads/${text}`;
  if (isRefName(ref) && /^refs\/(?:heads|tags)\//.test(ref)) return ok(ref);
  return err(problem('unusable', `"${text}" is no branch and no tag`, { suggestion: 'main, or refs/tags/v1.2.3' }));
}
