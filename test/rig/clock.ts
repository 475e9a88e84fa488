import type { Clock } from '../../src/base/clock.ts';

/** A clock on which every sleep is over at once, and time has passed nevertheless. */
export interface SwiftClock extends Clock {
  /** Every pause that was asked for, in milliseconds. */
  readonly pauses: readonly number[];
  /** Moves the hands. */
  advance(milliseconds: number): void;
}

/** Starts at 2026-01-01T00:00:00Z and moves only by sleeping and by `advance`. */
export function swiftClock(): SwiftClock {
  let now = Date.UTC(2026, 0, 1);
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      now += milliseconds;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
