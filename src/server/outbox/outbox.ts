import { type Selectable, sql, type Transaction } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Result } from '../../base/result.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import { bossDatabase, startBoss } from './boss.ts';

/** Something that another service is to be told. */
export interface Message {
  readonly kind: MessageKind;
  /** Whom to tell, in the sender's words. Holds no secret: where a URL is one, its place in the configuration is named. */
  readonly target: string;
  /** What makes two messages the same: a repetition is not sent twice. */
  readonly key: string;
  readonly payload: object;
}

export type MessageKind = Selectable<Tables['outbox']>['kind'];

/** Why a message was not taken. */
export interface SendFault {
  readonly message: string;
  /** A repetition would end the same way. */
  readonly final: boolean;
}

/** Tells one message to its service. It may have been told before, by a server that ended before it could note it. */
export type Send = (message: Message, signal: AbortSignal) => Promise<Result<void, SendFault>>;

/** Puts a message into the outbox: it is sent if and only if the transaction commits. */
export async function enqueue(trx: Transaction<Tables>, message: Message): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({ ...message, payload: JSON.stringify(message.payload) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  await sql`select pg_notify('outbox', '')`.execute(trx);
}

/** Sends what is in the outbox, with repetitions, until it is taken or given up. */
export interface Outbox {
  /** Sends nothing more, and resolves when what is under way has ended. May be called twice. */
  stop(): Promise<void>;
}

/** How often a message is repeated, and the pauses in seconds: each is twice the one before, up to the longest. */
export interface Repetitions {
  readonly limit: number;
  readonly first: number;
  readonly longest: number;
}

/** Three hours: an outage of one hour costs nothing but time. */
const repetitions: Repetitions = { limit: 14, first: 5, longest: 1800 };
const QUEUE = 'outbox';
const GIVEN_UP = 'outbox-given-up';
/** Messages at one time. */
const ABREAST = 4;
/** How often the table is looked at where no notification came, in milliseconds. */
const LOOK = 5_000;

export interface OutboxParts {
  readonly store: Store;
  readonly log: Logger;
  readonly senders: Readonly<Record<MessageKind, Send>>;
  readonly repetitions?: Repetitions;
}

/** Starts to send. Several servers may: a message is under way at one of them at a time. */
export async function startOutbox(parts: OutboxParts): Promise<Outbox> {
  const { store, log } = parts;
  const boss = await startBoss(store, log);
  await createQueues(boss, parts.repetitions ?? repetitions);
  const ending = new AbortController();
  const polling = { pollingIntervalSeconds: 2, batchSize: 1 } as const;
  const workers = await Promise.all(
    Array.from({ length: ABREAST }, () =>
      boss.work<Ticket>(QUEUE, polling, async ([job]) => {
        if (job) await sendOne(parts, job.data.id, ending.signal);
      }),
    ),
  );
  await boss.work<Ticket>(GIVEN_UP, polling, async ([job]) => {
    if (job) await giveUp(parts, job.data.id);
  });
  const wake = () => {
    handOver(store, boss)
      .then((count) => {
        if (count > 0) for (const worker of workers) boss.notifyWorker(worker);
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the outbox waits for the database'));
  };
  const unlisten = await store.listen('outbox', wake);
  const timer = setInterval(wake, LOOK);
  wake();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    clearInterval(timer);
    ending.abort();
    await unlisten();
    await boss.stop({ graceful: true, close: false, timeout: 10_000 });
  };
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** A job of the queue: it names a row, which holds everything else. */
interface Ticket {
  readonly id: number;
}

async function createQueues(boss: PgBoss, { limit, first, longest }: Repetitions): Promise<void> {
  await boss.createQueue(GIVEN_UP, { retryLimit: 100, retryDelay: 60 });
  const options = {
    deadLetter: GIVEN_UP,
    // A server that ended in the middle of a message does not come back to it: another one does, after this.
    expireInSeconds: 120,
    retryLimit: limit,
    retryDelay: first,
    retryBackoff: true,
    retryDelayMax: longest,
  };
  await boss.createQueue(QUEUE, options);
  await boss.updateQueue(QUEUE, options);
}

/** Makes a job of each message that has none, in one transaction with the note of it. Returns how many. */
async function handOver({ db }: Store, boss: PgBoss): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Ticket>`
      update outbox set next_at = now() + interval '1 day'
      where id in (
        select id from outbox where state = 'pending' and next_at <= now() order by id limit 500 for update skip locked
      )
      returning id
    `.execute(trx);
    if (rows.length > 0)
      await boss.insert(
        QUEUE,
        rows.map((data) => ({ data })),
        { db: bossDatabase(trx) },
      );
    return rows.length;
  });
}

/** Sends one message; throws where the queue is to repeat it. */
async function sendOne({ store, log, senders }: OutboxParts, id: number, signal: AbortSignal): Promise<void> {
  const { db } = store;
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  if (!row) return;
  const sent = await senders[row.kind](row, signal);
  const change = sent.ok
    ? { state: 'sent' as const, sent_at: sql<Date>`now()`, error: null }
    : { error: sent.error.message, ...(sent.error.final ? { state: 'dead' as const } : {}) };
  await db
    .updateTable('outbox')
    .set({ ...change, attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
  if (sent.ok) return;
  log.warn(
    { message: id, kind: row.kind, why: sent.error.message, final: sent.error.final },
    'a message was not taken',
  );
  if (!sent.error.final) throw new Error(sent.error.message);
}

async function giveUp({ store, log }: OutboxParts, id: number): Promise<void> {
  log.error({ message: id }, 'a message was given up');
  await store.db
    .updateTable('outbox')
    .set({ state: 'dead' })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}
