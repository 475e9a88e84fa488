import type { Selectable, Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { type RunWish, requestRun } from './requests.ts';

type Trx = Transaction<Tables>;

/** Why there is nothing to repeat. */
export type NoRetry = 'absent' | 'not-over' | 'nothing-failed';

/** Repeats a run that is over: all of it, or what failed and was blocked by that. Returns the new run's id. */
export async function retryRun(
  trx: Trx,
  run: number,
  by: string,
  { onlyFailed = false }: { readonly onlyFailed?: boolean } = {},
): Promise<number | NoRetry> {
  const old = await finished(trx, run);
  if (typeof old === 'string') return old;
  if (!onlyFailed) return repeat(trx, old, old.request, by);
  const images = await unsuccessful(trx, old);
  return images.length === 0 ? 'nothing-failed' : repeat(trx, old, { ...old.request, images }, by);
}

/** Repeats a build that failed or was cancelled, with those of its run that stand on it. */
export async function retryBuild(trx: Trx, build: number, by: string): Promise<number | NoRetry> {
  const row = await trx
    .selectFrom('builds')
    .select(['run_id', 'image', 'state'])
    .where('id', '=', build)
    .executeTakeFirst();
  if (!row) return 'absent';
  const old = await finished(trx, row.run_id);
  if (typeof old === 'string') return old;
  if (row.state === 'landed') return 'nothing-failed';
  const failed = new Set(await unsuccessful(trx, old));
  const images = [row.image, ...descendants(old.plan, row.image).filter((image) => failed.has(image))];
  return repeat(trx, old, { ...old.request, images }, by);
}

type Run = Selectable<Tables['runs']>;

async function finished(trx: Trx, run: number): Promise<Run | NoRetry> {
  const row = await trx.selectFrom('runs').selectAll().where('id', '=', run).executeTakeFirst();
  if (!row) return 'absent';
  return row.state === 'queued' || row.state === 'running' ? 'not-over' : row;
}

function repeat(trx: Trx, old: Run, request: RunWish, by: string): Promise<number> {
  const { repository_id: repository, kind, trust, ref, commit } = old;
  return requestRun(trx, { repository, kind, trust, ref, commit, request, createdBy: by, retryOf: old.id });
}

/** What was not built, and what was built and could not be published. */
async function unsuccessful(trx: Trx, { id, summary }: Run): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('builds')
    .select('image')
    .distinct()
    .where('run_id', '=', id)
    .where('state', '!=', 'landed')
    .execute();
  const { images = [] } = (summary ?? {}) as { images?: { image: string; outcome: string }[] };
  const unpublished = images.filter(({ outcome }) => ['failed', 'blocked', 'cancelled'].includes(outcome));
  return [...new Set([...rows, ...unpublished].map(({ image }) => image))].toSorted();
}

/** What stands on an image by the stored plan, which lists parents before children. */
function descendants(plan: object | null, image: string): readonly string[] {
  const { images = [] } = (plan ?? {}) as { images?: { image: string; parents: readonly string[] }[] };
  const found = new Set([image]);
  for (const one of images) if (one.parents.some((parent) => found.has(parent))) found.add(one.image);
  found.delete(image);
  return [...found];
}
