import type { Logger } from 'pino';
import { BRANCHES_AND_TAGS } from '../../repository/remote-refs.ts';
import type { Store } from '../store/store.ts';
import { type Remotes, type Repository, takeBaseline } from './baseline.ts';
import type { NewDelivery } from './bind.ts';
import { effectOf } from './change.ts';
import { insertDeliveries } from './inbox.ts';

/** What the reconciler works with. */
export interface ReconcilerParts extends Remotes {
  readonly store: Store;
  readonly log: Logger;
}

const NO_COMMIT = '0'.repeat(40);

/**
 * Compares the refs of every repository with what runs were made of, and makes a delivery of each difference: of what
 * no webhook announced, be it that it was lost or that the forge sends none (F11). One round; the leader repeats it.
 * Returns how many differences there were.
 */
export async function reconcile(parts: ReconcilerParts, signal: AbortSignal): Promise<number> {
  const { store, log } = parts;
  const repositories = await store.db.selectFrom('repositories').selectAll().where('removed_at', 'is', null).execute();
  let found = 0;
  for (const repository of repositories) {
    if (signal.aborted) break;
    const outcome = await reconcileOne(parts, repository);
    if (typeof outcome === 'number') found += outcome;
    else log.warn({ repository: repository.id, why: outcome }, 'the refs of a repository could not be listed');
  }
  return found;
}

async function reconcileOne(parts: ReconcilerParts, repository: Repository): Promise<number | string> {
  const { store, list } = parts;
  if (repository.baseline_at === null) {
    const taken = await takeBaseline(store, repository, parts);
    return taken.ok ? 0 : taken.error;
  }
  const remembered = await rememberedRefs(store, repository.id);
  const listed = await list(repository, BRANCHES_AND_TAGS);
  if (!listed.ok) return listed.error.message;
  const differences = differencesOf(repository.id, remembered, listed.value);
  if (differences.length > 0) {
    await store.db.transaction().execute(async (trx) => {
      await insertDeliveries(trx, differences);
      await store.notify('deliveries', '', trx);
    });
  }
  return differences.length;
}

async function rememberedRefs(store: Store, id: string): Promise<ReadonlyMap<string, string>> {
  const rows = await store.db
    .selectFrom('refs')
    .select(['ref', 'commit'])
    .where('repository_id', '=', id)
    .where((where) => where.or([where('ref', 'like', 'refs/heads/%'), where('ref', 'like', 'refs/tags/%')]))
    .execute();
  return new Map(rows.map(({ ref, commit }) => [ref, commit]));
}

function differencesOf(
  repository: string,
  remembered: ReadonlyMap<string, string>,
  listed: ReadonlyMap<string, string>,
): readonly NewDelivery[] {
  const refs = new Set([...listed.keys(), ...remembered.keys()]);
  return [...refs].flatMap((ref) => {
    const before = remembered.get(ref) ?? NO_COMMIT;
    const after = listed.get(ref) ?? NO_COMMIT;
    return before === after ? [] : [deliveryFor(repository, ref, before, after)];
  });
}

function deliveryFor(repository: string, ref: string, before: string, after: string): NewDelivery {
  const change = { kind: 'ref', ref, before, after } as const;
  return {
    forge: 'reconciler',
    guid: '',
    repository_id: repository,
    event: 'reconcile',
    action: null,
    effect: effectOf(repository, change),
    change,
    sender_id: null,
    state: 'received',
    reason: null,
  };
}
