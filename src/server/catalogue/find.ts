import { type Kysely, type Selectable, sql } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import type { Registration } from '../../plan/registration.ts';
import type { Tables } from '../store/tables.ts';

/** An image as the catalogue has it, with what was last registered of it. */
export type CatalogueImage = Omit<Selectable<Tables['images']>, 'registration'> & {
  readonly registration: Registration;
  /** Null where it was made by a commit from elsewhere. */
  readonly created_by: string | null;
};

/** One publication of an image. */
export type CatalogueVersion = Omit<Selectable<Tables['image_versions']>, 'registration'> & {
  readonly registration: Registration;
};

/** Which images to list; all conditions hold at once. */
export interface ImageFilter {
  readonly repository?: string | undefined;
  readonly category?: string | undefined;
  /** The image has all of them. */
  readonly tags?: readonly string[] | undefined;
  /** Only those behind this id. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Why an id stands for no image: none has it, or several images of different repositories have the name. */
export interface NotFound {
  readonly candidates: readonly string[];
}

/** The id of an image: its repository's id, which has no slash, and its name. */
export function imageId(image: Pick<CatalogueImage, 'repository_id' | 'name'>): string {
  return `${image.repository_id}/${image.name}`;
}

/** Images in the order of their ids. */
export async function listImages(db: Kysely<Tables>, filter: ImageFilter): Promise<readonly CatalogueImage[]> {
  const { repository, category, tags = [], after, limit } = filter;
  let query = present(db);
  if (repository !== undefined) query = query.where('images.repository_id', '=', repository);
  if (category !== undefined) query = query.where('category', '=', category);
  if (tags.length > 0) query = query.where('tags', '@>', sql<string[]>`${[...tags]}::text[]`);
  if (after !== undefined) {
    const slash = after.indexOf('/');
    const place = sql`(${after.slice(0, slash)} collate "C", ${after.slice(slash + 1)} collate "C")`;
    query = query.where(sql<boolean>`(images.repository_id, images.name) > ${place}`);
  }
  const rows = await query
    .orderBy(sql`images.repository_id collate "C"`)
    .orderBy(sql`images.name collate "C"`)
    .limit(limit)
    .execute();
  return rows as CatalogueImage[];
}

/** The image that an id (`repository/name`) means, or a name alone while it is unique. */
export async function findImage(db: Kysely<Tables>, id: string): Promise<Result<CatalogueImage, NotFound>> {
  const rows = (await present(db)
    .where(({ or, eb }) =>
      or([eb('images.name', '=', id), eb(sql`images.repository_id || '/' || images.name`, '=', id)]),
    )
    .execute()) as CatalogueImage[];
  const [first] = rows.length === 1 ? rows : rows.filter((row) => imageId(row) === id);
  return first ? ok(first) : err({ candidates: rows.map(imageId).sort() });
}

/** What was ever published of an image, the newest first. */
export async function listVersions(
  db: Kysely<Tables>,
  { repository_id, name }: Pick<CatalogueImage, 'repository_id' | 'name'>,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly CatalogueVersion[]> {
  let query = db
    .selectFrom('image_versions')
    .selectAll()
    .where('repository_id', '=', repository_id)
    .where('name', '=', name);
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as CatalogueVersion[];
}

function present(db: Kysely<Tables>) {
  return db
    .selectFrom('images')
    .innerJoin('repositories', 'repositories.id', 'images.repository_id')
    .leftJoin('authors', (join) =>
      join.onRef('authors.repository_id', '=', 'images.repository_id').onRef('authors.name', '=', 'images.name'),
    )
    .selectAll('images')
    .select('authors.created_by')
    .where('images.removed_at', 'is', null)
    .where('repositories.removed_at', 'is', null);
}
