import type { Signal } from '@preact/signals';

/** How long to wait before a stream that broke is opened again, in ms. */
const RETRY = 1000;

/**
 * Listens to a stream of the server for as long as the page can be seen, and opens it again where it breaks, whatever
 * answered: a browser alone gives up at a proxy's 502. Hidden pages let go, because a browser has few connections for
 * one server. `address` is asked each time, so that it can say where to go on. Returns what ends it.
 */
export function openStream(
  address: () => string,
  on: Readonly<Record<string, (data: string) => void>>,
  connected: Signal<boolean>,
): () => void {
  let source: EventSource | undefined;
  let later: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(later);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    if (document.hidden) return;
    source = new EventSource(address());
    source.addEventListener('open', () => {
      connected.value = true;
    });
    source.addEventListener('error', () => {
      connected.value = false;
      close();
      later = setTimeout(open, RETRY);
    });
    for (const [name, take] of Object.entries(on)) source.addEventListener(name, ({ data }) => take(data));
  };
  open();
  document.addEventListener('visibilitychange', open);
  return () => {
    close();
    document.removeEventListener('visibilitychange', open);
  };
}
