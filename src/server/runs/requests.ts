import { sql, type Transaction } from 'kysely';
import type { RunKind, Tables, Trust } from '../store/tables.ts';

type Trx = Transaction<Tables>;

/** A run to make. */
export interface NewRun {
  /** Id of the repository. */
  readonly repository: string;
  readonly kind: RunKind;
  readonly trust: Trust;
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  /** Full id. */
  readonly commit: string;
  readonly request?: RunWish;
  /** `forge:github:<sender id>`, `token:<id>`, `oidc:<subject>`, `schedule`. */
  readonly createdBy: string;
  readonly deliveryId?: number;
  /** The run that this one repeats. */
  readonly retryOf?: number;
}

/** What is asked for beside the commit; kept in the row as it is. */
export interface RunWish {
  /** With what they stand on; absent or empty: all. */
  readonly images?: readonly string[];
  /** Build them, held or not. */
  readonly force?: boolean;
  readonly [more: string]: unknown;
}

/**
 * Queues a run and wakes the servers. A newer commit of a pull request takes the place of the older ones' runs.
 * Returns the run's id.
 */
export async function requestRun(trx: Trx, run: NewRun): Promise<number> {
  const { id } = await trx
    .insertInto('runs')
    .values({
      repository_id: run.repository,
      kind: run.kind,
      trust: run.trust,
      ref: run.ref,
      commit: run.commit,
      request: JSON.stringify(run.request ?? {}),
      created_by: run.createdBy,
      delivery_id: run.deliveryId ?? null,
      retry_of: run.retryOf ?? null,
      priority: priorityOf(run),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (run.kind === 'pull_request') await supersede(trx, run, id);
  await wake(trx, 'runs', id);
  return id;
}

/** Release, then default branch, then other branches, then pull requests. */
function priorityOf({ kind, ref, repository }: NewRun) {
  if (kind === 'release') return 30;
  if (kind === 'pull_request') return 0;
  return sql<number>`(select case when ${ref} = 'refs/heads/' || default_branch then 20 else 10 end
    from repositories where id = ${repository})`;
}

async function supersede(trx: Trx, { repository, ref }: NewRun, by: number): Promise<void> {
  const older = await trx
    .selectFrom('runs')
    .select('id')
    .where('repository_id', '=', repository)
    .where('kind', '=', 'pull_request')
    .where('ref', '=', ref)
    .where('id', '<', by)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  for (const { id } of older) await requestEnd(trx, id, `run:${by}`);
}

/**
 * Ends a run at whatever stage it is: a queued one now, a running one as soon as its server hears of it.
 * `false`: it is over, or there is none.
 */
export async function requestCancel(trx: Trx, run: number, by: string): Promise<boolean> {
  return requestEnd(trx, run, by);
}

/** By `run:<id>` it is superseded, by anybody else cancelled. */
async function requestEnd(trx: Trx, run: number, by: string): Promise<boolean> {
  const asked = await trx
    .updateTable('runs')
    .set({
      cancel_requested_at: sql`now()`,
      cancel_requested_by: by,
      state: sql`case when state = 'queued' then ${endOf(by)} else state end`,
      finished_at: sql`case when state = 'queued' then now() end`,
      reason: sql`case when state = 'queued' then ${reasonOf(by)} end`,
    })
    .where('id', '=', run)
    .where('state', 'in', ['queued', 'running'])
    .where('cancel_requested_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (asked) await wake(trx, 'runs', run);
  return asked !== undefined;
}

/** How a run ends that was cancelled by `by`. */
export function endOf(by: string): 'superseded' | 'cancelled' {
  return by.startsWith('run:') ? 'superseded' : 'cancelled';
}

/** Why it did, for people. */
export function reasonOf(by: string): string {
  return by.startsWith('run:') ? `a newer commit has come: run ${by.slice(4)}` : `cancelled by ${by}`;
}

/** Ends one build: one that waits now, one that is built as soon as its worker hears of it. `false`: it is over. */
export async function requestBuildCancel(trx: Trx, build: number): Promise<boolean> {
  const asked = await trx
    .updateTable('builds')
    .set({
      cancel_requested_at: sql`now()`,
      state: sql`case when state = 'claimed' then state else 'cancelled' end`,
      finished_at: sql`case when state = 'claimed' then null else now() end`,
    })
    .where('id', '=', build)
    .where('state', 'in', ['waiting', 'ready', 'claimed'])
    .where('cancel_requested_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (asked) await wake(trx, 'builds', build);
  return asked !== undefined;
}

/** Wakes those who listen, if and when the transaction commits. */
export async function wake(trx: Pick<Trx, 'getExecutor'>, channel: 'runs' | 'builds', id: number): Promise<void> {
  await sql`select pg_notify(${channel}, ${String(id)})`.execute(trx);
}
