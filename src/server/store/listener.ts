import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Logger } from 'pino';
import { lossOf } from './connection.ts';

type Handler = (payload: string) => void;

/** How long to wait before the next attempt to connect, in milliseconds. */
const AGAIN = 500;

/** One connection that listens for all parts of the server, opened at first need and opened again whenever it is lost. */
export interface Listener {
  /** Resolves, when the database has been told, with what stops it. */
  listen(channel: string, handler: Handler): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export function createListener(connection: ClientConfig, log: Logger): Listener {
  const handlers = new Map<string, Set<Handler>>();
  const closed = new AbortController();
  let client: Promise<Client> | undefined;
  /** The last statement: a connection takes one at a time. */
  let last: Promise<unknown> = Promise.resolve();

  const wake = (channel: string, payload: string) => {
    for (const handler of handlers.get(channel) ?? []) handler(payload);
  };
  const subscribe = (to: Client, channel: string) => {
    const subscribed = last.then(() => to.query(`listen ${to.escapeIdentifier(channel)}`));
    last = subscribed.catch(() => {});
    return subscribed;
  };
  const open = async (): Promise<Client> => {
    const fresh = new Client({ ...connection, keepAlive: true });
    fresh.on('notification', ({ channel, payload }) => wake(channel, payload ?? ''));
    fresh.on('error', (error) => log.warn(lossOf(error), 'the connection that listens was lost'));
    await fresh.connect();
    fresh.once('end', () => void reopen());
    for (const channel of handlers.keys()) await subscribe(fresh, channel);
    return fresh;
  };
  const reopen = async () => {
    while (!closed.signal.aborted) {
      await sleep(AGAIN, undefined, { signal: closed.signal }).catch(() => {});
      client = open();
      const back = await client.then(
        () => true,
        () => false,
      );
      if (!back) continue;
      for (const channel of handlers.keys()) wake(channel, '');
      return;
    }
  };

  return {
    async listen(channel, handler) {
      const known = handlers.get(channel);
      handlers.set(channel, (known ?? new Set()).add(handler));
      client ??= open();
      const current = await client;
      // A lost connection asks for all channels when it is back.
      await (known ? last : subscribe(current, channel));
      return async () => void handlers.get(channel)?.delete(handler);
    },
    async close() {
      closed.abort();
      handlers.clear();
      await client?.then((open) => open.end()).catch(() => {});
    },
  };
}
