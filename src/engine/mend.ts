import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { type Refreshing, settled } from './refresh.ts';
import { finish, putBack, successorName, type Unfinished, unfinished } from './swap.ts';

/** What became of a refresh that somebody was killed in the middle of. */
export interface Mended {
  readonly container: string;
  readonly how: 'finished' | 'restored';
}

/** Ends the refreshes whose processes are gone: a successor that runs stays, else the old container is put back. */
export async function mendInterrupted(
  refreshing: Pick<Refreshing, 'consumer' | 'clock' | 'settle' | 'signal'>,
): Promise<Result<readonly Mended[], Failure>> {
  const { runtime } = refreshing.consumer;
  const all = await runtime.containers(refreshing.signal);
  if (!all.ok) return all;
  const mended: Mended[] = [];
  for (const one of unfinished(all.value)) {
    if (!(await runtime.isOver(one.by))) continue;
    const how = await mend(one, refreshing);
    if (!how.ok) return how;
    mended.push({ container: one.pair.name, how: how.value });
  }
  return ok(mended);
}

async function mend(
  { pair, successor }: Unfinished,
  refreshing: Pick<Refreshing, 'consumer' | 'clock' | 'settle' | 'signal'>,
): Promise<Result<Mended['how'], Failure>> {
  const { runtime } = refreshing.consumer;
  const hasName = successor.name !== successorName(pair.name);
  const runs = hasName && successor.running && (await settled(runtime, pair.successor, refreshing)).ok;
  if (refreshing.signal.aborted) return { ok: false, error: CANCELLED };
  const cleanup = new AbortController().signal;
  const done = runs ? await finish(runtime, pair.old, cleanup) : await putBack(runtime, pair, cleanup);
  return done.ok ? ok(runs ? 'finished' : 'restored') : done;
}

const CANCELLED: Failure = { phase: 'run', reason: 'cancelled', message: 'cancelled', lastLines: [] };
