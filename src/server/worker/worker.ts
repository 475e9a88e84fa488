import { sql } from 'kysely';
import { isOutOfReach } from '../runs/insist.ts';
import { StoreError } from '../store/connection.ts';
import { Builders } from './builders.ts';
import { claimBuild, SUSPECT } from './claim.ts';
import { DefinitionReader } from './definitions.ts';
import { type JobTools, type RunningJob, startJob } from './job.ts';
import type { WorkerParts } from './parts.ts';

/** Takes builds and builds them, several at a time. */
export interface Worker {
  /** Claims nothing more; resolves when what it has is built. */
  drain(): Promise<void>;
  /** Claims nothing more and gives back what it has; resolves when nothing of it is left. */
  stop(): Promise<void>;
}

/** Between two signs of life in `workers`, in milliseconds. */
const SIGN_OF_LIFE = 10_000;

/** PostgreSQL's code, appendix A. */
const INSUFFICIENT_PRIVILEGE = '42501';

/** Registers a worker and starts it. Throws a `StoreError` where it is revoked. */
export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const worker = new RunningWorker(parts);
  await worker.start();
  return worker;
}

class RunningWorker implements Worker {
  readonly #parts: WorkerParts;
  readonly #tools: JobTools;
  readonly #jobs = new Map<number, RunningJob>();
  #open = true;
  /** What it builds now may be what killed other workers. */
  #alone = false;
  #looking: Promise<void> | undefined;
  #again = false;
  #beats: NodeJS.Timeout[] = [];
  #unlisten: () => Promise<void> = () => Promise.resolve();

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#tools = { parts, builders: new Builders(parts.builder), definitions: new DefinitionReader() };
  }

  async start(): Promise<void> {
    const { store, leaseSeconds } = this.#parts;
    await this.#register();
    this.#unlisten = await store.listen('builds', (payload) => this.#hear(payload));
    this.#beats = [
      setInterval(() => this.#look(), (leaseSeconds * 1000) / 3),
      setInterval(() => this.#quietly(this.#signOfLife()), SIGN_OF_LIFE),
    ];
    this.#look();
  }

  async drain(): Promise<void> {
    this.#open = false;
    for (const beat of this.#beats) clearInterval(beat);
    await this.#looking;
    await Promise.all([...this.#jobs.values()].map(({ done }) => done));
    await this.#unlisten();
    await this.#tools.builders.close();
  }

  async stop(): Promise<void> {
    this.#open = false;
    await this.#looking;
    for (const job of this.#jobs.values()) job.giveBack();
    await this.drain();
  }

  /** The row of another worker, or of a revoked one, is not taken over. */
  async #register(): Promise<void> {
    const { store, id, name, platforms, slots, version, place = null } = this.#parts;
    const row = { name, platforms: [...platforms], slots, version, place };
    const registered = await store.db
      .insertInto('workers')
      .values({ id, ...row })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ ...row, started_at: sql`now()`, seen_at: sql`now()`, draining: false })
          .where('workers.revoked_at', 'is', null),
      )
      .returning('id')
      .executeTakeFirst()
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw error;
      });
    if (!registered)
      throw new StoreError(`the worker ${id} is revoked, or another one: give it a data folder of its own`);
  }

  async #signOfLife(): Promise<void> {
    const { store, id } = this.#parts;
    await store.db.updateTable('workers').set({ seen_at: sql`now()` }).where('id', '=', id).execute();
  }

  #hear(payload: string): void {
    this.#jobs.get(Number(payload))?.check();
    this.#look();
  }

  #look(): void {
    this.#again = true;
    this.#looking ??= this.#claimAll()
      .catch((error: unknown) => {
        if (!isOutOfReach(error)) this.#parts.log.error({ err: error }, 'builds cannot be claimed');
      })
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #claimAll(): Promise<void> {
    const { store, id, slots } = this.#parts;
    while (this.#again && this.#open) {
      this.#again = false;
      while (this.#open && !this.#alone && this.#jobs.size < slots) {
        const build = await claimBuild(store.db, { ...this.#parts, worker: id, idle: this.#jobs.size === 0 });
        if (!build) break;
        this.#alone = build.attempts > SUSPECT;
        const job = startJob(build, this.#tools);
        this.#jobs.set(build.id, job);
        void job.done.then(() => {
          this.#jobs.delete(build.id);
          if (this.#jobs.size === 0) this.#alone = false;
          this.#look();
        });
      }
    }
  }

  #quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#parts.log.warn({ err: error }, 'no sign of life can be given now'));
  }
}
