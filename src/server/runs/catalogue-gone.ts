import type { Prepared } from '../../engine/prepare.ts';
import { tipOf } from '../../repository/history.ts';
import { removeOthers } from '../catalogue/remove.ts';
import type { Store } from '../store/store.ts';
import { holding } from './claim.ts';
import type { Claim } from './lease.ts';

/**
 * Takes out of the catalogue what the repository no longer has, after a run over all images of the default branch's
 * tip: a run of an older commit, or of some images, does not know what there is. The registry keeps what is published.
 */
export async function catalogueGone(
  { planned: { plan }, repository: clone, facts }: Prepared,
  { db }: Pick<Store, 'db'>,
  repository: string,
  run: Claim,
): Promise<void> {
  const { event, commit, byName, graph } = plan;
  if (event.kind !== 'push' || !event.isDefaultBranch || byName.size < graph.images.length) return;
  if ((await tipOf(clone, event.branch)) !== commit) return;
  await db.transaction().execute(async (trx) => {
    const held = await trx.selectFrom('runs').select('id').where(holding(run)).forShare().executeTakeFirst();
    if (held) await removeOthers(trx, repository, [...byName.keys()], facts.ref);
  });
}
