import { type Kysely, sql } from 'kysely';
import type { RunSummary } from '../../build/events.ts';
import type { Problem } from '../../engine/problem.ts';
import { diagnosticJson } from '../../report/diagnostics.ts';
import type { RunState, Tables } from '../store/tables.ts';
import { holding } from './claim.ts';
import type { Claim } from './lease.ts';
import { wake } from './requests.ts';

/** How a run ended. */
export interface Ending {
  readonly state: Exclude<RunState, 'queued' | 'running'>;
  readonly reason?: string;
  readonly summary?: object;
}

/** What a run that was not even planned ends as: its summary holds the findings, or the failure. */
export function endingOfProblem(problem: Problem): Ending {
  switch (problem.kind) {
    case 'findings': {
      const { diagnostics, images, filesRead } = problem;
      const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
      return {
        state: 'failed',
        reason: `${errors} ${errors === 1 ? 'error' : 'errors'} in the repository’s files`,
        summary: {
          outcome: 'failed',
          images: [],
          findings: diagnostics.map(diagnosticJson),
          read: { images, filesRead },
        },
      };
    }
    case 'usage': {
      const { message, suggestion } = problem;
      return { state: 'failed', reason: suggestion === undefined ? message : `${message}: ${suggestion}` };
    }
    case 'environment': {
      const { failure } = problem;
      const summary = { outcome: 'failed', images: [], failure };
      return { state: 'failed', reason: `${failure.phase}: ${failure.message}`, summary };
    }
  }
}

/** What the executor's summary means for the run. */
export function endingOfSummary(summary: RunSummary, notes: readonly string[]): Ending {
  const bad = summary.images.filter(({ outcome }) => outcome === 'failed' || outcome === 'blocked');
  const reason = bad.length > 0 ? bad.map(({ image, outcome }) => `${image} ${outcome}`).join(', ') : undefined;
  return {
    state: summary.outcome,
    summary: { ...summary, notes },
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Called in the transaction that starts or ends a run: for what others are told of it. */
export type OnRunState = (
  trx: Parameters<Parameters<ReturnType<Kysely<Tables>['transaction']>['execute']>[0]>[0],
  run: number,
  state: RunState,
) => Promise<void>;

/** Ends a run, and what is left of its builds; `false` where the lease is lost. A terminal state stays (I6). */
export async function endRun(
  db: Kysely<Tables>,
  run: Claim,
  { state, reason, summary }: Ending,
  onState: OnRunState,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('runs')
      .set({
        state,
        reason: reason ?? null,
        summary: summary ? JSON.stringify(summary) : null,
        finished_at: sql`now()`,
        lease_owner: null,
        lease_until: null,
      })
      .where(holding(run))
      .returning('id')
      .executeTakeFirst();
    if (!ended) return false;
    const left = await trx
      .updateTable('builds')
      .set({ state: 'cancelled', reason: `the run ${state}`, finished_at: sql`now()` })
      .where('run_id', '=', run.id)
      .where('state', 'in', ['waiting', 'ready'])
      .returning('id')
      .execute();
    for (const { id } of left) await wake(trx, 'builds', id);
    await onState(trx, run.id, state);
    await wake(trx, 'runs', run.id);
    return true;
  });
}

/** Gives a run back unfinished, to whatever server takes it next; it does not count as a death. */
export async function handBack(db: Kysely<Tables>, run: Claim): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const given = await trx
      .updateTable('runs')
      .set({ state: 'queued', lease_owner: null, lease_until: null, attempts: sql`attempts - 1` })
      .where(holding(run))
      .returning('id')
      .executeTakeFirst();
    if (given) await wake(trx, 'runs', run.id);
  });
}
