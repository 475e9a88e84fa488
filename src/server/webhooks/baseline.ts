import { type Selectable, sql, type Transaction } from 'kysely';
import type { Result } from '../../base/result.ts';
import { BRANCHES_AND_TAGS } from '../../repository/remote-refs.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

export type Repository = Selectable<Tables['repositories']>;

/** Asks a repository's remote which commits refs are at; refs in full or `BRANCHES_AND_TAGS`. */
export type ListRefs = (
  repository: Repository,
  refs: readonly string[],
) => Promise<Result<ReadonlyMap<string, string>, { readonly message: string }>>;

/** What is asked of the remotes of repositories. */
export interface Remotes {
  readonly list: ListRefs;
  /** The branch that HEAD names; undefined where it names none, or where a person has said which one it is. */
  defaultBranch(repository: Repository): Promise<string | undefined>;
}

/**
 * Remembers the default branch and the refs of a repository that was just added: they are the baseline, not work. A ref that a delivery waits
 * for is left out, because that delivery came after the repository.
 */
export async function takeBaseline(
  store: Pick<Store, 'db'>,
  repository: Repository,
  { list, defaultBranch }: Remotes,
): Promise<Result<void, string>> {
  const listed = await list(repository, BRANCHES_AND_TAGS);
  if (!listed.ok) return { ok: false, error: listed.error.message };
  const default_branch = await defaultBranch(repository);
  const rows = [...listed.value].map(([ref, commit]) => ({ ref, commit }));
  await store.db.transaction().execute(async (trx) => {
    await lockRepository(trx, repository.id);
    await sql`
      insert into refs (repository_id, ref, commit)
      select ${repository.id}, ref, commit from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (ref text, commit text)
      where not exists (
        select from deliveries
        where repository_id = ${repository.id} and state = 'received' and change ->> 'ref' = row.ref
      )
      on conflict do nothing
    `.execute(trx);
    await trx
      .updateTable('repositories')
      .set({ baseline_at: sql`now()`, ...(default_branch === undefined ? {} : { default_branch }) })
      .where('id', '=', repository.id)
      .where('baseline_at', 'is', null)
      .execute();
  });
  return { ok: true, value: undefined };
}

/** What is remembered of a repository's refs is changed by one at a time, until the transaction ends. */
export async function lockRepository(trx: Transaction<Tables>, id: string): Promise<void> {
  await sql`select from repositories where id = ${id} for no key update`.execute(trx);
}
