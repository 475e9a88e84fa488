import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import type { RepositoryRow } from '../runs/clones.ts';
import type { Tables } from '../store/tables.ts';
import { type Problem, problem } from './problem.ts';

/** The repository with an id; without one the only repository that there is. */
export async function chooseRepository(
  db: Kysely<Tables>,
  id: string | undefined,
): Promise<Result<RepositoryRow, Problem>> {
  const rows = await db.selectFrom('repositories').selectAll().where('removed_at', 'is', null).orderBy('id').execute();
  const found = id === undefined && rows.length === 1 ? rows[0] : rows.find((row) => row.id === id);
  if (found) return ok(found);
  if (id !== undefined) return err(problem('not-found', `there is no repository ${id}`));
  if (rows.length === 0) {
    return err(problem('conflict', 'there is no repository yet', { suggestion: 'add one: POST /api/v1/repositories' }));
  }
  const suggestion = `say which: ${rows.map((row) => row.id).join(', ')}`;
  return err(problem('unusable', `there are ${rows.length} repositories`, { suggestion }));
}
