import type { Logger } from 'pino';
import { insist } from './insist.ts';

/** What a holder is told when its claim is over: it stops, and writes nothing more. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(what: string) {
    super(`the lease of ${what} is lost`);
  }
}

/** Whoever claimed a row, for the how-manieth time: every write of a holder names all three. */
export interface Claim {
  readonly id: number;
  readonly owner: string;
  readonly fence: number;
}

export interface LeaseOptions {
  /** For people: `run 7`. */
  readonly what: string;
  /** How long one renewal holds. */
  readonly seconds: number;
  /** Renews it in the database; `false` where somebody else has it by now. Rejects where the database is out of reach. */
  renew(): Promise<boolean>;
  readonly log: Logger;
}

/** A claim that is renewed in the background, until it is lost or released. */
export interface Lease {
  /** Aborted with a `LeaseLost` when the claim is over. */
  readonly signal: AbortSignal;
  /** Asks the database, for as long as it has to: to be called before what must not happen without the lease. */
  holds(): Promise<boolean>;
  /** Ends the renewals. The row stays as it is. */
  release(): void;
}

/**
 * Renews a lease three times in its life. The database's clock says who has it; how long an answer is good for is
 * counted from before the question, by a clock of this machine that nobody sets (F12).
 */
export function keepLease({ what, seconds, renew, log }: LeaseOptions): Lease {
  const over = new AbortController();
  const milliseconds = seconds * 1000;
  let deadline = setTimeout(lose, milliseconds);

  function lose(): void {
    over.abort(new LeaseLost(what));
    release();
  }
  function release(): void {
    clearTimeout(deadline);
    clearInterval(beat);
  }
  async function ask(): Promise<boolean> {
    if (over.signal.aborted) return false;
    const asked = performance.now();
    const held = await renew();
    if (over.signal.aborted) return false;
    if (!held) lose();
    else {
      clearTimeout(deadline);
      deadline = setTimeout(lose, asked + milliseconds - performance.now());
    }
    return held;
  }

  /** A database that is out of reach for a moment has said nothing about the lease. */
  async function holds(): Promise<boolean> {
    try {
      return await insist(ask, over.signal);
    } catch (error) {
      if (over.signal.aborted) return false;
      throw error;
    }
  }

  const beat = setInterval(() => {
    ask().catch((error: unknown) => log.warn({ err: error }, `the lease of ${what} cannot be renewed now`));
  }, milliseconds / 3);
  return { signal: over.signal, holds, release };
}
