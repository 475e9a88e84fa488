import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { StoreError } from './connection.ts';
import { up as first } from './migrations/0001-first.ts';
import { up as drift } from './migrations/0002-drift.ts';
import { up as authors } from './migrations/0003-authors.ts';
import { up as exports } from './migrations/0004-exports.ts';
import type { Tables } from './tables.ts';

/** Every step from an empty database to the present one, in order. A step that has been released is never changed. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': { up: first },
  '0002-drift': { up: drift },
  '0003-authors': { up: authors },
  '0004-exports': { up: exports },
};

/**
 * Brings the tables up to date, each step once, whoever else starts at the same time (the migrator holds an advisory
 * lock), and all steps or none. There is no way back. Throws a `StoreError` where the database is newer than this
 * program, or a step fails.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (isConnectionFailure(error)) {
    throw new StoreError(
      `the database cannot be reached (${error.message || error.code}): see whether it runs, and whether DATABASE_URL is right`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (/previously executed migration/.test(reason)) {
    throw new StoreError(
      `the database was used by a newer version of caskwright (${reason}): start that version, or restore a copy of the database from before it`,
    );
  }
  throw new StoreError(`the tables of the database cannot be brought up to date: ${reason}`, { cause: error });
}

/** The operating system's answer, or the database's before it lets anybody in: classes 08, 28, 3D and 57 of SQLSTATE. */
function isConnectionFailure(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return 'syscall' in error || /^(08|28|3D|57P)/.test(code) || /timeout|terminated/.test(error.message);
}
