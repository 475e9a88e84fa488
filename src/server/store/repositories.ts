import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A repository as it is added; what lets one in stays in the configuration. */
export interface NewRepository {
  readonly id: string;
  readonly url: string;
  readonly forge: 'github' | 'gitea' | 'git';
  readonly fullName: string;
  /** Absent: as it is known; of a new one, what the remote's HEAD names as soon as it can be asked. */
  readonly defaultBranch?: string;
}

/**
 * Adds repositories, and brings those that are there in line. One that was removed starts anew: its refs are the
 * baseline again.
 */
export async function putRepositories(db: Kysely<Tables>, repositories: readonly NewRepository[]): Promise<void> {
  for (const { id, url, forge, fullName, defaultBranch } of repositories) {
    const row = {
      url,
      forge,
      full_name: fullName,
      ...(defaultBranch === undefined ? {} : { default_branch: defaultBranch }),
    };
    await db
      .insertInto('repositories')
      .values({ id, ...row })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          ...row,
          removed_at: null,
          baseline_at: sql<Date>`case when repositories.removed_at is null then repositories.baseline_at end`,
        }),
      )
      .execute();
  }
}
