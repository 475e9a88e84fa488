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

/**
 * Takes out of the catalogue all images of a repository but these. `ref` is the branch that they were found on: what
 * another branch has registered stays, because that branch may still have it.
 */
export async function removeOthers(
  db: Kysely<Tables>,
  repositoryId: string,
  names: readonly string[],
  ref: string,
): Promise<void> {
  const source = sql<string>`registration #>> '{source,ref}'`;
  await db
    .updateTable('images')
    .set({ removed_at: sql`now()` })
    .where('repository_id', '=', repositoryId)
    .where('removed_at', 'is', null)
    .where(sql<boolean>`name <> all(${[...names]}::text[])`)
    .where(({ or, eb }) => or([eb(source, '=', ref), eb(source, 'not like', 'refs/heads/%')]))
    .execute();
}
