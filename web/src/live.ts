import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { ask, Refusal } from './server.ts';

/** Whether the server answers. The page says when it does not, and comes back by itself. */
export const connected = signal(true);

/** What the server announces: that a run or build has changed. */
type Listener = () => void;
const listeners = new Set<Listener>();
/** Longest time between two looks where nothing is announced, in ms. */
const SLOW = 15_000;
/** Announcements within this time are one, in ms. */
const GATHER = 50;

/** Opens the stream of announcements. The browser opens it anew when it breaks; what was missed is asked for then. */
export function watchServer(): void {
  const stream = new EventSource('/api/v1/events');
  const tell = () => {
    for (const listener of listeners) listener();
  };
  stream.addEventListener('open', () => {
    connected.value = true;
    tell();
  });
  stream.addEventListener('error', () => {
    connected.value = false;
  });
  let gathering = false;
  stream.addEventListener('changed', () => {
    if (gathering) return;
    gathering = true;
    setTimeout(() => {
      gathering = false;
      tell();
    }, GATHER);
  });
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
