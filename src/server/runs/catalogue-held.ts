import type { Registrar } from '../../build/ports/registrar.ts';
import type { Prepared } from '../../engine/prepare.ts';
import { publicTag } from '../../plan/plan.ts';
import { registrationFor } from '../../plan/registration.ts';
import type { Store } from '../store/store.ts';

/**
 * Registers what was published before this server knew the repository, or by a command beside it: the record in the
 * registry says that somebody was told, not that this catalogue was.
 */
export async function catalogueHeld(
  { planned: { plan }, facts, publish }: Prepared,
  registrar: Registrar,
  { db }: Pick<Store, 'db'>,
  repository: string,
  signal: AbortSignal,
): Promise<void> {
  const rows = await db
    .selectFrom('images')
    .select(['name', 'digest'])
    .where('repository_id', '=', repository)
    .where('removed_at', 'is', null)
    .execute();
  const known = new Map(rows.map(({ name, digest }) => [name, digest]));
  for (const { name, image, landing, record, tags, action } of plan.images) {
    const tag = publicTag(tags);
    if (action !== 'skip' || !landing || tag === undefined || publish?.has(name) === false) continue;
    if (record?.digest !== landing.digest || known.get(name) === landing.digest) continue;
    await registrar.register(registrationFor(image.definition, landing, tag, facts), signal);
  }
}
