import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from '../store/tables.ts';

/** Something that one server does for all, again and again. */
export interface LeaderTask {
  readonly name: string;
  /** Milliseconds from the end of one round to the start of the next. */
  readonly every: number;
  /** One round. The signal is aborted when this server may not lead any more. */
  run(signal: AbortSignal): Promise<unknown>;
}

export interface LeaderOptions {
  readonly db: Kysely<Tables>;
  /** Unique to this process. */
  readonly owner: string;
  readonly tasks: readonly LeaderTask[];
  readonly log: Logger;
  /** For how long a leader that says nothing still leads, by the database's clock. Default 15. */
  readonly leaseSeconds?: number;
}

/** A server that leads, or stands by to. */
export interface Leadership {
  isLeading(): boolean;
  /** Ends the tasks and lets another one lead at once. May be called twice. */
  stop(): Promise<void>;
}

const NAME = 'server';

/**
 * Takes part in choosing the leader. At most one server leads (F13): the lease is given by one statement, by the
 * database's clock, and a leader that could not renew it gives up, by its own clock, a third before it ends. What the
 * tasks remove is checked by the statements that remove it, so that a late round does no harm.
 */
export function standForLeader({ db, owner, tasks, log, leaseSeconds = 15 }: LeaderOptions): Leadership {
  const ending = new AbortController();
  const term = (leaseSeconds * 1000 * 2) / 3;
  let leading: Term | undefined;

  const end = async () => {
    const ended = leading;
    leading = undefined;
    ended?.end();
    await ended?.work;
  };
  const renew = async () => {
    // Counted from before the question, so that an answer that comes late makes the term shorter, never longer.
    const until = performance.now() + term;
    const leads = await claim(db, owner, leaseSeconds).catch((error: unknown) => {
      log.warn({ err: error }, 'the lease of the leader cannot be renewed');
      return undefined;
    });
    if (leads === false || leading?.signal.aborted) await end();
    if (leads !== true) return;
    leading ??= new Term(tasks, log);
    leading.extend(until);
  };
  const standing = (async () => {
    while (!ending.signal.aborted) {
      await renew();
      await sleep((leaseSeconds * 1000) / 5, undefined, { signal: ending.signal }).catch(() => {});
    }
  })();

  let stopped: Promise<void> | undefined;
  return {
    isLeading: () => leading?.signal.aborted === false,
    stop() {
      ending.abort();
      stopped ??= standing.then(end).then(() => release(db, owner, log));
      return stopped;
    },
  };
}

/** The time for which this server leads without a break. It ends by itself where nobody extends it. */
class Term {
  readonly #over = new AbortController();
  readonly #log: Logger;
  /** Resolves when every task has ended. */
  readonly work: Promise<unknown>;
  #timer: NodeJS.Timeout | undefined;

  constructor(tasks: readonly LeaderTask[], log: Logger) {
    this.#log = log;
    log.info('this server leads');
    this.work = Promise.all(tasks.map((task) => repeat(task, this.signal, log)));
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** `until` is a time of `performance.now()`. */
  extend(until: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), until - performance.now());
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.signal.aborted) return;
    this.#log.info('this server leads no more');
    this.#over.abort(new Error('this server leads no more'));
  }
}

async function claim(db: Kysely<Tables>, owner: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    insert into leaders as held (name, owner, until, fence)
    values (${NAME}, ${owner}, now() + make_interval(secs => ${seconds}), 1)
    on conflict (name) do update set
      owner = excluded.owner,
      until = excluded.until,
      fence = held.fence + (held.owner <> excluded.owner)::int
    where held.owner = excluded.owner or held.until < now()
    returning fence
  `.execute(db);
  return rows.length > 0;
}

async function release(db: Kysely<Tables>, owner: string, log: Logger): Promise<void> {
  await db
    .updateTable('leaders')
    .set({ until: sql`now() - interval '1 second'` })
    .where('name', '=', NAME)
    .where('owner', '=', owner)
    .execute()
    .catch((error: unknown) => log.warn({ err: error }, 'another server leads only when the lease has ended'));
}

async function repeat(task: LeaderTask, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    await task.run(signal).catch((error: unknown) => {
      if (!signal.aborted) log.error({ err: error, task: task.name }, 'a task of the leader failed');
    });
    await sleep(task.every, undefined, { signal }).catch(() => {});
  }
}
