import { join } from 'node:path';
import type { Selectable } from 'kysely';
import type { Result } from '../../base/result.ts';
import { cloneWith, removeHalfMade, updateClone } from '../../repository/clone.ts';
import type { Setting, Transport } from '../../repository/git.ts';
import type { GitRepository, RepositoryError } from '../../repository/open.ts';
import type { Environment } from '../../system/environment.ts';
import type { Tables } from '../store/tables.ts';

export type RepositoryRow = Selectable<Tables['repositories']>;

/** How a repository may be fetched: its credentials come from the configuration, never from the database. */
export interface GitAccess {
  readonly transports: readonly Transport[];
  /** What Git needs to be let in. */
  readonly settings: readonly Setting[];
}

/** The bare clones of one machine: `<data>/git/<id>.git`. */
export interface Clones {
  /** Fetches a ref; the commit must be reachable from it (S14). */
  update(repository: RepositoryRow, ref: string, commit: string): Promise<Result<GitRepository, RepositoryError>>;
  /** The clone with a commit that has been checked already, fetched where it is not there yet. */
  have(repository: RepositoryRow, ref: string, commit: string): Promise<Result<GitRepository, RepositoryError>>;
}

/** Clones below `folder`. In one process each is fetched by one at a time. */
export function createClones(
  folder: string,
  environment: Environment,
  access: (repository: RepositoryRow) => Promise<GitAccess>,
): Clones {
  let tidied: Promise<void> | undefined;
  const queues = new Map<string, Promise<unknown>>();
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const mine = (queues.get(id) ?? Promise.resolve()).then(work, work);
    queues.set(id, mine);
    return mine;
  };
  const directoryOf = ({ id }: RepositoryRow) => join(folder, `${id}.git`);
  const clones: Clones = {
    update: (repository, ref, commit) =>
      inTurn(repository.id, async () => {
        tidied ??= removeHalfMade(folder);
        await tidied;
        const request = { url: repository.url, ref, commit, ...(await access(repository)) };
        return updateClone(directoryOf(repository), request, environment);
      }),
    async have(repository, ref, commit) {
      const found = await cloneWith(directoryOf(repository), commit, environment);
      return found ? { ok: true, value: found } : clones.update(repository, ref, commit);
    },
  };
  return clones;
}
