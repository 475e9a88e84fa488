import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

/** Notes who has made an image; one that is made again after it was removed has a new author. */
export async function noteAuthor(
  db: Kysely<Tables>,
  repositoryId: string,
  name: string,
  createdBy: string,
): Promise<void> {
  await db
    .insertInto('authors')
    .values({ repository_id: repositoryId, name, created_by: createdBy })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'name']).doUpdateSet({ created_by: createdBy, created_at: sql<Date>`now()` }),
    )
    .execute();
}
