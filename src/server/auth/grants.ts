import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { hashOf, newSecret } from './secret.ts';

type Kind = Tables['grants']['kind'];

/** Gives out a secret that stands for a value for so many seconds by the database's clock. */
export async function grant(db: Kysely<Tables>, kind: Kind, value: object, seconds: number): Promise<string> {
  const secret = newSecret();
  await db.deleteFrom('grants').where('expires_at', '<', sql<Date>`now()`).execute();
  await db
    .insertInto('grants')
    .values({
      hash: hashOf(secret),
      kind,
      value: JSON.stringify(value),
      expires_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .execute();
  return secret;
}

/** What a secret stands for; undefined where it is unknown or has expired. */
export async function granted<T extends object>(
  db: Kysely<Tables>,
  kind: Kind,
  secret: string,
): Promise<T | undefined> {
  const found = await db
    .selectFrom('grants')
    .select('value')
    .where('hash', '=', hashOf(secret))
    .where('kind', '=', kind)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return found?.value as T | undefined;
}

/** The same, once: whoever comes second finds nothing. */
export async function redeem<T extends object>(db: Kysely<Tables>, kind: Kind, secret: string): Promise<T | undefined> {
  const found = await db
    .deleteFrom('grants')
    .where('hash', '=', hashOf(secret))
    .where('kind', '=', kind)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('value')
    .executeTakeFirst();
  return found?.value as T | undefined;
}

/** Makes a secret stand for nothing; it may do so already. */
export async function end(db: Kysely<Tables>, kind: Kind, secret: string): Promise<void> {
  await db.deleteFrom('grants').where('hash', '=', hashOf(secret)).where('kind', '=', kind).execute();
}
