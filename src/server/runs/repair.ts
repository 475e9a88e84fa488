import { type Kysely, sql } from 'kysely';
import type { Publisher, RegistryReader } from '../../build/ports/registry.ts';
import { movableFixed } from '../../build/publish.ts';
import type { Prepared } from '../../engine/prepare.ts';
import { recordFrom } from '../../plan/holding.ts';
import { recordTag } from '../../plan/tags.ts';
import type { Tables } from '../store/tables.ts';
import { channel } from './claim.ts';
import { requestRun } from './requests.ts';

/**
 * Queues a run of the newest commit of a run's channel that also looks at every tag: for when a holder finds that it has
 * written something after its lease was over (F12). One that is queued already does for this one too.
 */
export async function requestRepair(db: Kysely<Tables>, run: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const newest = await trx
      .selectFrom('runs as o')
      .innerJoin('runs as r', 'r.repository_id', 'o.repository_id')
      .selectAll('o')
      .where('r.id', '=', run)
      .where('o.kind', '!=', 'pull_request')
      .where(sql<boolean>`${channel('o')} = ${channel('r')}`)
      .orderBy('o.id', 'desc')
      .executeTakeFirst();
    if (!newest || (newest.state === 'queued' && newest.request.verify === true)) return;
    const { repository_id: repository, kind, trust, ref, commit } = newest;
    await requestRun(trx, { repository, kind, trust, ref, commit, request: { verify: true }, createdBy: 'repair' });
  });
}

/**
 * Puts every tag of every closed record back to where the record says. Answers with the tags that had stood elsewhere.
 */
export async function restoreTags(
  { planned: { plan } }: Prepared,
  { reader, publisher }: { readonly reader: RegistryReader; readonly publisher: Publisher },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const channelTag = recordTag(plan.event);
  if (channelTag === undefined) return [];
  const restored: string[] = [];
  for (const { name } of plan.images) {
    const found = await reader.manifest(name, channelTag, signal);
    const record = found.ok && found.value ? recordFrom(found.value.annotations) : undefined;
    if (record?.state !== 'closed') continue;
    for (const tag of [...movableFixed(record), ...record.tags.moving]) {
      const standing = await reader.manifest(name, tag, signal);
      if (!standing.ok || standing.value?.digest === record.digest) continue;
      const moved = await publisher.tag(name, record.digest, tag, signal);
      if (moved.ok) restored.push(`${name}:${tag}`);
    }
  }
  return restored;
}
