import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL's codes for a server that ends, starts or is full, for a broken connection, and for one that it broke (appendix A). */
const AWAY = /^(?:08...|25P03|57P0[1-3]|53300)$/;
const BROKEN = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const SAID = /connection terminated|timeout exceeded when trying to connect|client was closed|not queryable/i;

/**
 * Does work on the database again and again while the database cannot be reached (F2). It must be work that may be done
 * twice: an answer can be lost after the commit. Rejects when the signal aborts, and with every other error at once.
 */
export async function insist<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
    }
    await sleep(pause, undefined, signal ? { signal } : {});
  }
}

/** Whether an error says that the database cannot be reached now, and nothing about the statement. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? AWAY.test(code) || BROKEN.test(code) : SAID.test(error.message);
}
