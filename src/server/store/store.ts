import { join } from 'node:path';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool, type PoolConfig, type QueryResult, types } from 'pg';
import type { Logger } from 'pino';
import { connectionOptions, lossOf } from './connection.ts';
import { startPostgres } from './embedded.ts';
import { createListener } from './listener.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

/** Where the database is. */
export interface StoreOptions {
  /** A PostgreSQL that is there already (`postgres://…`); absent: one of our own, in `data`. */
  readonly url?: string;
  /** The server's folder; the embedded database lies in `<data>/database`. */
  readonly data: string;
  /** Connections at most; 20 where it is not said. */
  readonly connections?: number;
  readonly log: Logger;
}

/** What the server keeps. The channels are what `notify` wakes. */
export interface Store {
  readonly db: Kysely<Tables>;
  /** Runs SQL as it stands, also several statements at once (those without values); the rows of all of them in order. */
  run(sql: string, values?: readonly unknown[]): Promise<readonly object[]>;
  /**
   * Calls the handler with each payload that is notified on the channel, and with `''` when the connection was lost
   * and is back, because something may have been missed. Resolves, when listening, with what stops it.
   */
  listen(channel: Channel, handler: (payload: string) => void): Promise<() => Promise<void>>;
  /** Wakes the listeners of all servers; within a transaction, when and only if it commits. */
  notify(channel: Channel, payload: string, trx?: Transaction<Tables>): Promise<void>;
  /** Ends every connection, and the embedded database. May be called twice. */
  close(): Promise<void>;
}

export type Channel = 'deliveries' | 'runs' | 'builds' | 'logs' | 'lines' | 'outbox';

/**
 * Opens the database and brings its tables up to date. Throws a `StoreError` where a person has to do something: a
 * folder in use, a database out of reach or of a newer version.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const postgres =
    options.url === undefined
      ? await startPostgres(join(options.data, 'database'), options.log)
      : { connection: connectionOptions(options.url), stop: async () => {} };
  try {
    const store = await connect(postgres.connection, options);
    return { ...store, close: once(() => store.close().then(postgres.stop)) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/**
 * Milliseconds after which the database breaks a transaction in which nothing happens: a process that was stopped in one
 * (F12) would keep its locks from all others for as long as it is stopped.
 */
const IDLE_IN_TRANSACTION = 10_000;

async function connect(connection: PoolConfig, { connections = 20, log }: StoreOptions): Promise<Store> {
  const pool = new Pool({
    ...connection,
    max: connections,
    types: { getTypeParser },
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
  });
  // A connection that breaks while nobody uses it: the pool opens another one.
  pool.on('error', (error) => log.warn(lossOf(error), 'a connection to the database was lost'));
  // One that breaks between two statements of a transaction: the next statement fails, and says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const listener = createListener(connection, log);
  const close = () => Promise.all([listener.close(), db.destroy()]).then(() => {});
  try {
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    db,
    run: async (text, values = []) => {
      const results: QueryResult | QueryResult[] = await pool.query(text, [...values]);
      return [results].flat().flatMap(({ rows }) => rows);
    },
    listen: (channel, handler) => listener.listen(channel, handler),
    notify: async (channel, payload, trx) => {
      await sql`select pg_notify(${channel}, ${payload})`.execute(trx ?? db);
    },
    close,
  };
}

/** int8 comes as a number: no count or id of ours reaches 2^53. */
const getTypeParser: typeof types.getTypeParser = (id: number, format?: unknown) =>
  id === types.builtins.INT8 && format !== 'binary' ? Number : types.getTypeParser(id, format as 'text');

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
