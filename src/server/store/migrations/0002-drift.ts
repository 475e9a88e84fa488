import { type Kysely, sql } from 'kysely';

/** What the last check of each repository found to have drifted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table drifts (
    repository_id text primary key references repositories,
    commit text not null,
    checked_at timestamptz not null default now(),
    drift jsonb not null default '[]',
    problem text
  )`.execute(db);
}
