import { randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Identity } from './identity.ts';
import { hashOf, newSecret } from './secret.ts';

/** What may be told about a token: all but the token. */
export type TokenRecord = Omit<Selectable<Tables['tokens']>, 'hash'>;

/** What a new token is to be. */
export interface TokenRequest {
  readonly name: string;
  readonly role: TokenRecord['role'];
  readonly createdBy: string;
  /** Absent: it does not expire. */
  readonly expiresAt?: Date | undefined;
}

const COLUMNS = ['id', 'name', 'role', 'created_by', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'] as const;
/** Finds our tokens in texts where they should not be. */
const PREFIX = 'cwt_';
/** The id of the token that a new server starts with. */
const FIRST = 'admin';

/** Makes a token. The secret is told here and never again. */
export async function createToken(
  db: Kysely<Tables>,
  { name, role, createdBy, expiresAt }: TokenRequest,
): Promise<{ readonly token: TokenRecord; readonly secret: string }> {
  const secret = PREFIX + newSecret();
  const row = { id: randomBytes(4).toString('hex'), name, hash: hashOf(secret), role, created_by: createdBy };
  const token = await db
    .insertInto('tokens')
    .values({ ...row, expires_at: expiresAt ?? null })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return { token, secret };
}

/** Whom a token belongs to; undefined where it is unknown, revoked or expired. */
export async function identityOfToken(db: Kysely<Tables>, secret: string): Promise<Identity | undefined> {
  const stale = sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('stale');
  const token = await goodTokens(db)
    .select(['id', 'name', 'role', stale])
    .where('hash', '=', hashOf(secret))
    .executeTakeFirst();
  if (!token) return undefined;
  // Once a minute is enough for people, and reading stays reading.
  if (token.stale)
    await db.updateTable('tokens').set({ last_used_at: sql`now()` }).where('id', '=', token.id).execute();
  return { actor: `token:${token.id}`, name: token.name, role: token.role };
}

/** Whether the token with an id may still be used. */
export async function isTokenGood(db: Kysely<Tables>, id: string): Promise<boolean> {
  const token = await goodTokens(db).select('id').where('id', '=', id).executeTakeFirst();
  return token !== undefined;
}

function goodTokens(db: Kysely<Tables>) {
  return db
    .selectFrom('tokens')
    .where('revoked_at', 'is', null)
    .where(({ or, eb }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]));
}

/** All tokens, the newest first. */
export function listTokens(db: Kysely<Tables>): Promise<TokenRecord[]> {
  return db.selectFrom('tokens').select(COLUMNS).orderBy('created_at', 'desc').orderBy('id').execute();
}

/** Revokes a token; false where there is none, or it was revoked before. */
export async function revokeToken(db: Kysely<Tables>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tokens')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Sees to it that somebody can get in. A token that is `given` becomes the first token,
 * whatever it was before. Without one a server that has no token at all makes one and answers with it,
 * to be shown once: of two servers that start at the same time only one does.
 */
export async function ensureFirstToken(db: Kysely<Tables>, given?: string): Promise<string | undefined> {
  const secret = given ?? PREFIX + newSecret();
  const row = {
    id: FIRST,
    name: 'the first token',
    hash: hashOf(secret),
    role: 'admin',
    created_by: 'caskwright',
  } as const;
  const insert = db.insertInto('tokens').values(row);
  if (given !== undefined) {
    await insert.onConflict((c) => c.column('id').doUpdateSet({ hash: row.hash, revoked_at: null })).execute();
    return undefined;
  }
  const any = await db.selectFrom('tokens').select('id').limit(1).executeTakeFirst();
  if (any) return undefined;
  const made = await insert
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made ? secret : undefined;
}
