import { type Kysely, sql } from 'kysely';

/** When each run came to its disk images. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table runs add column exporting_at timestamptz`.execute(db);
}
