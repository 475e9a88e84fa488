import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Identity } from './identity.ts';

/** Writes down that somebody did something; within a transaction, if and only if it was done. */
export async function record(
  db: Kysely<Tables>,
  { actor }: Pick<Identity, 'actor'>,
  action: string,
  subject: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await db
    .insertInto('audit')
    .values({ actor, action, subject, details: JSON.stringify(details) })
    .execute();
}
