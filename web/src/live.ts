import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { ask, me, Refusal, whoAmI } from './server.ts';
import { openStream } from './stream.ts';

/** Whether the server answers. The page says when it does not, and comes back by itself. */
export const connected = signal(true);

/** What the server announces: that a run or build has changed. */
type Listener = () => void;
const listeners = new Set<Listener>();
/** Longest time between two looks where nothing is announced, in ms. */
const SLOW = 15_000;
/** Announcements within this time are one, in ms. */
const GATHER = 50;

/** Opens the stream of announcements. What was missed while there was none is asked for when there is one again. */
export function watchServer(): void {
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let gathering = false;
  const changed = () => {
    if (gathering) return;
    gathering = true;
    setTimeout(() => {
      gathering = false;
      tell();
    }, GATHER);
  };
  const open = () => {
    if (me.value === undefined) void whoAmI().catch(() => {});
    tell();
  };
  // Whoever is not signed in, where reading needs it, is told nothing: that is no server that does not answer.
  const isOut = computed(() => me.value === null);
  effect(() => (isOut.value ? undefined : openStream(() => '/api/v1/events', { open, changed }, connected)));
}

/** An answer of the server that is kept up to date. */
export type Answer<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'refused'; readonly error: Error };

/** Asks for `path`, and again whenever something has changed. `undefined` asks for nothing. */
export function useAnswer<T>(path: string | undefined): ReadonlySignal<Answer<T>> {
  const [answer] = useState(() => signal<Answer<T>>({ state: 'loading' }));
  useEffect(() => {
    if (path === undefined) return;
    const gone = new AbortController();
    let asking = false;
    let again = false;
    const look = async (): Promise<void> => {
      // One question at a time; what is announced meanwhile is asked for afterwards.
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      again = false;
      try {
        const value = await ask<T>(path, { signal: gone.signal });
        answer.value = { state: 'here', value };
      } catch (error) {
        // An answer that was here stays, while the server is away.
        if (!gone.signal.aborted && (error instanceof Refusal || answer.value.state === 'loading')) {
          answer.value = { state: 'refused', error: error as Error };
        }
      }
      asking = false;
      if (again && !gone.signal.aborted) void look();
    };
    const listener = () => void look();
    answer.value = { state: 'loading' };
    void look();
    listeners.add(listener);
    const slow = setInterval(listener, SLOW);
    return () => {
      gone.abort();
      listeners.delete(listener);
      clearInterval(slow);
    };
  }, [path]);
  return answer;
}
