import { type Selectable, sql, type Transaction } from 'kysely';
import type { Store } from '../store/store.ts';
import type { RunKind, RunState, Tables } from '../store/tables.ts';

/** What others are told of a run. */
export interface RunFacts {
  readonly id: number;
  /** Id of the repository. */
  readonly repository: string;
  readonly kind: RunKind;
  /** In full. */
  readonly ref: string;
  readonly commit: string;
  readonly state: RunState;
  readonly reason: string | null;
  readonly createdBy: string;
  /** RFC 3339, UTC; null where it has not come so far. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly images: readonly { readonly image: string; readonly outcome: string }[];
  /** Where people see more: the log of the first build that failed, else the run. Absent without a public URL. */
  readonly url?: string;
}

/** Reads a run as it is now; undefined where there is none. */
export async function readRunFacts(
  db: Store['db'] | Transaction<Tables>,
  id: number,
  publicUrl: string | undefined,
): Promise<RunFacts | undefined> {
  const run = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  if (!run) return undefined;
  const failed = await db
    .selectFrom('builds')
    .select('id')
    .where('run_id', '=', id)
    .where('state', '=', 'failed')
    .orderBy(sql`finished_at`)
    .executeTakeFirst();
  const path = failed ? `builds/${failed.id}` : `runs/${id}`;
  return {
    id,
    repository: run.repository_id,
    kind: run.kind,
    ref: run.ref,
    commit: run.commit,
    state: run.state,
    reason: run.reason,
    createdBy: run.created_by,
    startedAt: run.started_at?.toISOString() ?? null,
    finishedAt: run.finished_at?.toISOString() ?? null,
    images: imagesOf(run),
    ...(publicUrl === undefined ? {} : { url: `${publicUrl}/${path}` }),
  };
}

function imagesOf({ summary }: Selectable<Tables['runs']>): RunFacts['images'] {
  const images = (summary as { readonly images?: RunFacts['images'] } | null)?.images ?? [];
  return images.map(({ image, outcome }) => ({ image, outcome }));
}
