import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

/** Takes an image out of the catalogue; its history stays, and it is back when it is registered again. */
export async function remove(db: Kysely<Tables>, repositoryId: string, name: string): Promise<void> {
  await db
    .updateTable('images')
    .set({ removed_at: sql`now()` })
    .where('repository_id', '=', repositoryId)
    .where('name', '=', name)
    .execute();
}
