import type { PoolConfig } from 'pg';

/** The database cannot be used, and a person has to do something: the message says what. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * How to connect to a database by its URL. A peer that went away without a word is noticed by TCP; one that takes the
 * connection and says nothing, by the time limit.
 */
export function connectionOptions(url: string): PoolConfig {
  return { connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000, application_name: 'caskwright' };
}

/** What a log says of a lost connection: the error of a pool holds the connection with all that it has in memory. */
export function lossOf({ message, code }: NodeJS.ErrnoException): { readonly why: string; readonly code?: string } {
  return { why: message, ...(code === undefined ? {} : { code }) };
}
