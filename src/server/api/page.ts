import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { integer, list, model, object, type Schema, text } from './schema.ts';

/** The keys of a query that ask for a page; no page is longer than `maximum` (S42). */
export function pageQuery(maximum: number, standard: number) {
  return {
    limit: integer({ minimum: 1, maximum, default: standard, description: 'Entries of a page at most.' }),
    after: text({ maxLength: 600, description: 'The `next` of the page before.' }),
  };
}

/** A page of a list; `next` is there while more follows. */
export function pageOf<T>(name: string, items: Schema<T>) {
  return model(name, object({ items: list(items) }, { next: text({ description: 'What to ask for as `after`.' }) }));
}

/** A page of rows that were asked for with one more than the limit; the cursor names the last row that is shown. */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
  cursor: (row: Row) => string,
): { readonly items: readonly Item[]; readonly next?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), ...(rows.length > limit && last !== undefined ? { next: cursor(last) } : {}) };
}

/** A page of rows that have a number, the newest first. */
export async function newestFirst<Table extends keyof Tables, Row extends { readonly id: number }, Item>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
  show: (row: Row) => Item,
): Promise<{ readonly items: readonly Item[]; readonly next?: string }> {
  const before = numberCursor(after);
  const older = before === undefined ? query : query.where(sql<boolean>`id < ${before}`);
  const rows = await older
    .orderBy(sql`id`, 'desc')
    .limit(limit + 1)
    .execute();
  return page(rows, limit, show, ({ id }) => String(id));
}

/** A cursor that is a row's number; what is none stands behind every row. */
export function numberCursor(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  return /^[0-9]{1,15}$/.test(after) ? Number(after) : 0;
}
