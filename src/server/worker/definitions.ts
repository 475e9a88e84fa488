import { err, ok, type Result } from '../../base/result.ts';
import { type LoadedRepository, loadRepository } from '../../engine/load.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { SourceHash } from '../../plan/fingerprint.ts';
import { hashSources } from '../../plan/fingerprint.ts';
import type { GitRepository, RepositoryError } from '../../repository/open.ts';
import { commitTree } from '../../repository/source.ts';

/** A commit as a worker has read it. */
export interface Definitions {
  readonly repository: GitRepository;
  readonly loaded: LoadedRepository;
  readonly sources: ReadonlyMap<ImageName, SourceHash>;
}

/** Reads commits, each once for all the builds that use it at the same time. */
export class DefinitionReader {
  readonly #open = new Map<string, { users: number; readonly read: Promise<Result<Definitions, RepositoryError>> }>();

  /** Hands the definitions of a commit to `work`, and closes them when nobody works with them any more. */
  async use<T>(
    key: string,
    commit: string,
    clone: () => Promise<Result<GitRepository, RepositoryError>>,
    work: (definitions: Result<Definitions, RepositoryError>) => Promise<T>,
  ): Promise<T> {
    const entry = this.#open.get(key) ?? { users: 0, read: read(commit, clone) };
    this.#open.set(key, entry);
    entry.users += 1;
    try {
      return await work(await entry.read);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) {
        this.#open.delete(key);
        const done = await entry.read.catch(() => undefined);
        if (done?.ok) await done.value.loaded.tree.close();
      }
    }
  }
}

async function read(
  commit: string,
  clone: () => Promise<Result<GitRepository, RepositoryError>>,
): Promise<Result<Definitions, RepositoryError>> {
  const repository = await clone();
  if (!repository.ok) return err(repository.error);
  const loaded = await loadRepository(await commitTree(repository.value, commit));
  return ok({ repository: repository.value, loaded, sources: hashSources(loaded.graph) });
}
