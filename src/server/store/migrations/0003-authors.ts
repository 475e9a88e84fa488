import { type Kysely, sql } from 'kysely';

/** Who has made an image here: Git says it of every commit, and a list of images asks for all of them at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table authors (
      repository_id text not null references repositories,
      name text not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      primary key (repository_id, name)
    )`)
    .execute(db);
}
