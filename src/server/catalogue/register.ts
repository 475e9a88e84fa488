import { type Kysely, sql } from 'kysely';
import type { Registration } from '../../plan/registration.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Puts a published image into the catalogue, and its version into the image's history. Doing it again changes nothing.
 * Answers whether the catalogue knew the image, and said the same of it.
 */
export async function register(
  trx: Kysely<Tables>,
  repositoryId: string,
  registration: Registration,
  runId?: number,
): Promise<'new' | 'changed' | 'same'> {
  const { name, version, digest, category, tags } = registration;
  const json = JSON.stringify(registration);
  const row = { repository_id: repositoryId, name, digest, registration: json };
  const [image] = await trx
    .insertInto('images')
    .values({ ...row, category, tags: [...tags] })
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'name'])
        .doUpdateSet((eb) => ({
          registration: eb.ref('excluded.registration'),
          digest: eb.ref('excluded.digest'),
          category: eb.ref('excluded.category'),
          tags: eb.ref('excluded.tags'),
          updated_at: sql<Date>`now()`,
          removed_at: null,
        }))
        .where(({ or, eb, ref }) =>
          or([
            eb('images.removed_at', 'is not', null),
            eb('images.registration', 'is distinct from', ref('excluded.registration')),
          ]),
        ),
    )
    // A row that this statement inserted has no older version (PostgreSQL, "System Columns").
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .execute();
  await trx
    .insertInto('image_versions')
    .values({ ...row, version, run_id: runId ?? null })
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'name', 'version', 'digest'])
        .doUpdateSet((eb) => ({ registration: eb.ref('excluded.registration') })),
    )
    .execute();
  if (!image) return 'same';
  return image.isNew ? 'new' : 'changed';
}
