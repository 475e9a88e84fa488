import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import { findImage } from '../catalogue/find.ts';
import type { RepositoryRow } from '../runs/clones.ts';
import type { Tables } from '../store/tables.ts';
import { noImage } from './no-image.ts';
import type { Problem } from './problem.ts';
import { chooseRepository } from './repository-choice.ts';

/** An image that Git may have, published or not. */
export interface Location {
  readonly repository: RepositoryRow;
  readonly name: string;
}

/**
 * Where the files of an image are: by its id (`repository/name`), by a name that the catalogue knows, or by a name
 * alone where there is one repository only.
 */
export async function locate(db: Kysely<Tables>, id: string): Promise<Result<Location, Problem>> {
  const published = await findImage(db, id);
  if (!published.ok && published.error.candidates.length > 0) return err(noImage(id, published.error));
  if (published.ok) return located(db, published.value.repository_id, published.value.name);
  const slash = id.indexOf('/');
  const prefixed = slash > 0 ? await located(db, id.slice(0, slash), id.slice(slash + 1)) : undefined;
  return prefixed?.ok ? prefixed : located(db, undefined, id);
}

async function located(
  db: Kysely<Tables>,
  repositoryId: string | undefined,
  name: string,
): Promise<Result<Location, Problem>> {
  const repository = await chooseRepository(db, repositoryId);
  return repository.ok ? ok({ repository: repository.value, name }) : repository;
}
