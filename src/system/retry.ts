import type { Clock } from '../base/clock.ts';
import { err } from '../base/result.ts';
import type { Exchange, HttpFault } from './http.ts';

/** How often, and for how long, an exchange that may yet succeed is repeated. Times in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  /** The first pause; each further one is twice as long, up to `longestPause`, and shortened by up to a half at random. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** No attempt starts later than this after the first one. */
  readonly patience: number;
}

/** About eight seconds of pauses where the server answers at once; never more than a minute and one exchange. */
export const defaultRetries: RetryPolicy = { attempts: 6, firstPause: 250, longestPause: 8_000, patience: 60_000 };

/** A server that is not there is asked three times only: a restart is bridged, a wrong host told soon. */
const REFUSED_ATTEMPTS = 3;

const transientStatus: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const transientFault: ReadonlySet<HttpFault['kind']> = new Set(['timeout', 'reset', 'refused']);

/**
 * Repeats an exchange on 408, 429, 5xx, broken connections and timeouts, and on `also` statuses, honouring
 * `Retry-After` (RFC 9110 §10.2.3). Returns the last outcome; an abort of `signal` ends a pause at once.
 */
export async function withRetries(
  attempt: () => Promise<Exchange>,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly policy?: RetryPolicy;
    readonly also?: readonly number[];
  },
): Promise<Exchange> {
  const { clock, signal, policy = defaultRetries, also = [] } = options;
  const latest = clock.now() + policy.patience;
  for (let count = 1; ; count += 1) {
    const outcome = await attempt();
    if (!isTransient(outcome, also) || count >= attemptsFor(outcome, policy)) return outcome;
    const pause = pauseAfter(outcome, count, policy, clock);
    if (clock.now() + pause > latest) return outcome;
    try {
      await clock.sleep(pause, signal);
    } catch {
      return err({ kind: 'aborted', message: 'cancelled' });
    }
  }
}

/** The seconds (or the date) of a `Retry-After` header as milliseconds from now; undefined where it says neither. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^[0-9]+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function isTransient(outcome: Exchange, also: readonly number[]): boolean {
  if (!outcome.ok) return transientFault.has(outcome.error.kind);
  return transientStatus.has(outcome.value.status) || also.includes(outcome.value.status);
}

function attemptsFor(outcome: Exchange, policy: RetryPolicy): number {
  const refused = !outcome.ok && outcome.error.kind === 'refused';
  return refused ? Math.min(REFUSED_ATTEMPTS, policy.attempts) : policy.attempts;
}

function pauseAfter(outcome: Exchange, count: number, policy: RetryPolicy, clock: Clock): number {
  const spread = 0.5 + Math.random() / 2;
  const own = Math.min(policy.firstPause * 2 ** (count - 1), policy.longestPause) * spread;
  const asked = outcome.ok ? retryAfter(outcome.value.headers['retry-after'], clock.now()) : undefined;
  // Many clients were told the same time: the spread keeps them from coming back as one.
  return asked === undefined ? own : asked + policy.firstPause * spread;
}
