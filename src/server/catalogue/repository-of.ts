import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import type { Registration } from '../../plan/registration.ts';
import type { Tables } from '../store/tables.ts';

/** Why it cannot be told whose image is registered, and what to do about it. */
export interface UnknownRepository {
  readonly detail: string;
  readonly more: { readonly suggestion: string };
}

/**
 * The repository that a registration belongs to: the one that the id (`repository/name`) names; else the one that
 * the payload's source names by its URL; else, where it names none, the only one that there is.
 */
export async function repositoryOf(
  db: Kysely<Tables>,
  id: string,
  { name, source }: Registration,
): Promise<Result<string, UnknownRepository>> {
  const rows = await db.selectFrom('repositories').select(['id', 'url']).where('removed_at', 'is', null).execute();
  const prefix = id === name ? undefined : id.slice(0, -name.length - 1);
  if (prefix !== undefined) {
    return rows.some((row) => row.id === prefix) ? ok(prefix) : unknown(`there is no repository ${prefix}`);
  }
  const place = placeOf(source.repository);
  const fitting = source.repository === '' ? rows : rows.filter((row) => placeOf(row.url) === place);
  const [only] = fitting;
  if (only && fitting.length === 1) return ok(only.id);
  if (source.repository === '') return unknown('the source names no repository');
  return unknown(`${source.repository} is ${fitting.length === 0 ? 'no repository' : 'several repositories'} here`);
}

function unknown(detail: string) {
  const suggestion = 'add it by POST /api/v1/repositories, or name it in the path: images/<repository>%2F<name>';
  return err({ detail, more: { suggestion } });
}

/** What a clone URL points to, however it is written: `git@host:a/b.git` and `https://host/a/b` are one place. */
export function placeOf(url: string): string {
  const short = /^[^/@]+@([^:/]+):(.*)$/.exec(url);
  const whole = !short && URL.canParse(url) ? new URL(url) : undefined;
  const [host, path] = short ? [short[1], short[2]] : whole ? [whole.host, whole.pathname] : ['', url];
  return `${host?.toLowerCase()}/${path
    ?.replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')}`;
}
