import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import { type BuildRow, isOver, sweepBuilds } from './build-rows.ts';
import { isOutOfReach } from './insist.ts';

/** Waits for builds to end, whoever builds them. */
export interface BuildWatch {
  /** The row of a build that is over. Rejects with the signal's reason when that comes first. */
  ended(build: number, signal: AbortSignal): Promise<BuildRow>;
  close(): Promise<void>;
}

/**
 * One for a process. It hears of each change by notification, looks itself every `seconds` in case one was lost, and
 * takes back at the same time what dead workers have held.
 */
export async function openBuildWatch(
  { db, listen }: Pick<Store, 'db' | 'listen'>,
  seconds: number,
  log: Logger,
): Promise<BuildWatch> {
  const waiting = new Map<number, Set<(row: BuildRow) => void>>();

  const look = async (ids: readonly number[]) => {
    if (ids.length === 0) return;
    const rows = await db
      .selectFrom('builds')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute();
    for (const row of rows.filter(({ state }) => isOver(state))) {
      for (const tell of waiting.get(row.id) ?? []) tell(row);
      waiting.delete(row.id);
    }
  };
  const quietly = (work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      if (!isOutOfReach(error)) log.error({ err: error }, 'builds cannot be looked at');
    });
  };
  const stop = await listen('builds', (payload) => {
    if (payload === '') quietly(look([...waiting.keys()]));
    else if (waiting.has(Number(payload))) quietly(look([Number(payload)]));
  });
  const beat = setInterval(() => quietly(sweepBuilds(db).then(() => look([...waiting.keys()]))), seconds * 1000);

  return {
    async ended(build, signal) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<BuildRow>();
      const abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      const tellers = waiting.get(build) ?? new Set();
      waiting.set(build, tellers.add(resolve));
      // It may have ended before anybody waited for it.
      quietly(look([build]));
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', abort);
        tellers.delete(resolve);
      }
    },
    async close() {
      clearInterval(beat);
      await stop();
    },
  };
}
