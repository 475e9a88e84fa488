import { cancelBuilds } from './build-rows.ts';
import { type ClaimedRun, carryOutRun } from './carry-out.ts';
import { claimRun, MAX_ATTEMPTS, type RunRow, renewRun } from './claim.ts';
import { type Ending, endRun, handBack } from './ending.ts';
import { insist, isOutOfReach } from './insist.ts';
import { keepLease } from './lease.ts';
import type { CoordinatorParts } from './parts.ts';
import { endOf, reasonOf, wake } from './requests.ts';
import { removeScratch, scratchedRuns } from './scratch.ts';

/** Takes runs and carries them out, several at a time. */
export interface Coordinator {
  /** Claims nothing more; resolves when what it has is done. */
  drain(): Promise<void>;
  /** Claims nothing more and hands back what it has; resolves when it holds nothing. */
  stop(): Promise<void>;
}

/** Starts a coordinator: it claims runs as they are queued, and those that another server has lost. */
export async function startCoordinator(parts: CoordinatorParts): Promise<Coordinator> {
  const coordinator = new RunningCoordinator(parts);
  await coordinator.start();
  return coordinator;
}

/** A run that is carried out, and the two ways to end that from outside. */
interface Active {
  readonly done: Promise<void>;
  /** Ends the run: `by` says for whom. */
  cancel(by: string): void;
  handBack(): void;
}

const HANDED_BACK = 'handed back';

class RunningCoordinator implements Coordinator {
  readonly #parts: CoordinatorParts;
  readonly #active = new Map<number, Active>();
  #open = true;
  #looking: Promise<void> | undefined;
  #again = false;
  #beat: NodeJS.Timeout | undefined;
  #unlisten: () => Promise<void> = () => Promise.resolve();

  constructor(parts: CoordinatorParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { store, limits } = this.#parts;
    this.#unlisten = await store.listen('runs', (payload) => this.#hear(payload));
    this.#beat = setInterval(() => this.#look(), (limits.leaseSeconds * 1000) / 3);
    this.#look();
    await this.#sweepScratch();
  }

  async drain(): Promise<void> {
    this.#open = false;
    clearInterval(this.#beat);
    await this.#looking;
    await Promise.all([...this.#active.values()].map(({ done }) => done));
    await this.#unlisten();
  }

  async stop(): Promise<void> {
    this.#open = false;
    await this.#looking;
    for (const run of this.#active.values()) run.handBack();
    await this.drain();
  }

  #hear(payload: string): void {
    const run = Number(payload);
    if (payload !== '' && this.#active.has(run)) this.#askForEnd(run);
    this.#look();
  }

  /** Claims until there is nothing more to claim; asked again while it does so, it looks once more. */
  #look(): void {
    this.#again = true;
    this.#looking ??= this.#claimAll()
      .catch((error: unknown) => {
        if (!isOutOfReach(error)) this.#parts.log.error({ err: error }, 'runs cannot be claimed');
      })
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #claimAll(): Promise<void> {
    const { store, owner, limits } = this.#parts;
    while (this.#again && this.#open) {
      this.#again = false;
      while (this.#open && this.#active.size < limits.runs) {
        const row = await claimRun(store.db, owner, limits);
        if (!row) break;
        this.#take(row);
      }
    }
  }

  #take(row: RunRow): void {
    const { store, owner, limits, log } = this.#parts;
    const cancel = new AbortController();
    const back = new AbortController();
    const claim = { id: row.id, owner, fence: row.fence };
    const end = (by: string) => cancel.abort(by);
    const lease = keepLease({
      what: `run ${row.id}`,
      seconds: limits.leaseSeconds,
      log,
      async renew() {
        const { held, endedBy } = await renewRun(store.db, claim, limits.leaseSeconds);
        if (endedBy !== undefined) end(endedBy);
        return held;
      },
    });
    const detached = AbortSignal.any([lease.signal, back.signal]);
    const done = this.#carryOut({ row, claim, lease, cancel: cancel.signal, detached }).finally(() => {
      lease.release();
      this.#active.delete(row.id);
      this.#look();
    });
    this.#active.set(row.id, { done, cancel: end, handBack: () => back.abort(HANDED_BACK) });
    if (row.cancel_requested_by !== null) end(row.cancel_requested_by);
  }

  /** Never rejects: a run that cannot be ended now is taken over when its lease is over. */
  async #carryOut(run: ClaimedRun): Promise<void> {
    const { store, log, told } = this.#parts;
    const { row, claim, cancel, detached } = run;
    log.info({ run: row.id, commit: row.commit, attempt: row.attempts }, 'run started');
    cancel.addEventListener('abort', () => this.#cancelBuilds(row.id), { once: true });
    if (cancel.aborted) this.#cancelBuilds(row.id);
    try {
      await insist(() => this.#announceStart(run), detached);
      const ending = await this.#endingOf(run);
      if (detached.aborted) throw detached.reason;
      const ended = await insist(() => endRun(store.db, claim, ending, told.onRunState), detached);
      log.info({ run: row.id, state: ended ? ending.state : 'lost', reason: ending.reason }, 'run ended');
      if (ended) await this.#tidy(row.id);
    } catch (error) {
      if (detached.reason === HANDED_BACK) await handBack(store.db, claim).catch(() => {});
      else if (!detached.aborted) log.error({ err: error, run: row.id }, 'run broken off');
      log.info({ run: row.id }, 'run left to others');
    }
  }

  /** A run that has outlived as many servers as may be is not tried again (F18). */
  async #endingOf(run: ClaimedRun): Promise<Ending> {
    const { row, cancel } = run;
    if (row.attempts > MAX_ATTEMPTS) {
      await insist(() => cancelBuilds(this.#parts.store.db, row.id), run.detached);
      return {
        state: 'failed',
        reason: `given up: ${MAX_ATTEMPTS} servers died, or lost touch, while they had this run`,
      };
    }
    const ending = cancel.aborted ? cancelledBy(cancel) : await this.#attempt(run);
    return cancel.aborted && ending.state !== 'succeeded' ? { ...ending, ...cancelledBy(cancel) } : ending;
  }

  async #attempt(run: ClaimedRun): Promise<Ending> {
    try {
      return await carryOutRun(run, this.#parts);
    } catch (error) {
      if (run.detached.aborted || isOutOfReach(error)) throw error;
      if (run.cancel.aborted) return cancelledBy(run.cancel);
      this.#parts.log.error({ err: error, run: run.row.id }, 'a bug ended this run');
      return { state: 'failed', reason: `a bug of caskwright ended this run: ${(error as Error).message}` };
    }
  }

  async #announceStart({ row }: ClaimedRun): Promise<void> {
    const { store, told } = this.#parts;
    await store.db.transaction().execute(async (trx) => {
      await told.onRunState(trx, row.id, 'running');
      await wake(trx, 'runs', row.id);
    });
  }

  /** The notification says only that something changed; the row says whether the run is to end. */
  #askForEnd(run: number): void {
    const { store, log } = this.#parts;
    store.db
      .selectFrom('runs')
      .select('cancel_requested_by')
      .where('id', '=', run)
      .executeTakeFirst()
      .then((row) => {
        if (row?.cancel_requested_by != null) this.#active.get(run)?.cancel(row.cancel_requested_by);
      })
      .catch((error: unknown) => log.warn({ err: error, run }, 'whether the run is to end cannot be read now'));
  }

  #cancelBuilds(run: number): void {
    const { store, log } = this.#parts;
    insist(() => cancelBuilds(store.db, run)).catch((error: unknown) =>
      log.error({ err: error, run }, 'the builds of the run cannot be cancelled'),
    );
  }

  async #tidy(run: number): Promise<void> {
    const { store, scratch, told } = this.#parts;
    await removeScratch(scratch.folder, run);
    const rows = await store.db.selectFrom('builds').select('id').where('run_id', '=', run).execute();
    await Promise.all(rows.map(({ id }) => told.onBuildOver(id)));
  }

  /** What runs have left here that ended elsewhere, or whose server was killed before it had tidied up (I5). */
  async #sweepScratch(): Promise<void> {
    const { store, scratch } = this.#parts;
    const left = await scratchedRuns(scratch.folder);
    if (left.length === 0) return;
    const open = await store.db
      .selectFrom('runs')
      .select('id')
      .where('id', 'in', [...left])
      .where('state', 'in', ['queued', 'running'])
      .execute();
    const isOpen = new Set(open.map(({ id }) => id));
    await Promise.all(left.filter((run) => !isOpen.has(run)).map((run) => removeScratch(scratch.folder, run)));
  }
}

function cancelledBy({ reason }: AbortSignal): Pick<Ending, 'state' | 'reason'> {
  return { state: endOf(String(reason)), reason: reasonOf(String(reason)) };
}
