import { type Signal, signal } from '@preact/signals';
import { ask } from '../server.ts';
import { openStream } from '../stream.ts';
import { isStep } from './steps.ts';

export interface Line {
  readonly sequence: number;
  /** When the server got it. */
  readonly time: string;
  readonly text: string;
}

/** A log as it comes: lines in order, without gap or repeat. They are only ever added, and `count` says that they were. */
export interface LiveLog {
  readonly lines: readonly Line[];
  /** Which lines begin a step of the build, by their place in `lines`. */
  readonly steps: readonly number[];
  readonly count: Signal<number>;
  readonly ended: Signal<boolean>;
  readonly connected: Signal<boolean>;
  close(): void;
}

/** Lines that are asked for at one time, before those that come are listened to. */
const PAGE = 5000;
/** How long to wait before a page is asked for again, in ms. */
const RETRY = 1000;

/**
 * Reads a build's log from its start, in pages, and then follows it. What breaks goes on after the last line that came.
 */
export function followLog(build: number): LiveLog {
  const lines: Line[] = [];
  const steps: number[] = [];
  const [count, ended, connected] = [signal(0), signal(false), signal(true)];
  const gone = new AbortController();
  const last = () => lines.at(-1)?.sequence ?? 0;
  let frame = 0;
  const show = () => {
    frame = 0;
    count.value = lines.length;
  };
  const take = (line: Line) => {
    if (line.sequence <= last()) return;
    if (isStep(line.text)) steps.push(lines.length);
    lines.push(line);
    // Lines of one frame are shown together: a fast build does not make the page draw for each.
    frame ||= requestAnimationFrame(show);
  };
  const listen = () => {
    const message = (data: string) => take(JSON.parse(data) as Line);
    const end = () => {
      ended.value = true;
      stop();
    };
    const stop = openStream(() => `/api/v1/builds/${build}/logs/stream?after=${last()}`, { message, end }, connected);
    gone.signal.addEventListener('abort', stop);
  };
  const read = async (): Promise<void> => {
    const path = `/api/v1/builds/${build}/logs?after=${last()}&limit=${PAGE}`;
    const page = await ask<LogPage>(path, { signal: gone.signal }).catch(() => undefined);
    if (gone.signal.aborted) return;
    connected.value = page !== undefined;
    for (const line of page?.lines ?? []) take(line);
    if (page === undefined) setTimeout(() => void read(), RETRY);
    else if (page.ended) ended.value = true;
    else if (page.lines.length < PAGE) listen();
    else await read();
  };
  void read();
  gone.signal.addEventListener('abort', () => cancelAnimationFrame(frame));
  return { lines, steps, count, ended, connected, close: () => gone.abort() };
}

interface LogPage {
  readonly lines: readonly Line[];
  /** These are the last lines that there will ever be. */
  readonly ended: boolean;
}

/** Where the line of this number stands, or the one that says that it was left out; -1: not here (yet). */
export function placeOf(lines: readonly Line[], sequence: number): number {
  if (lines[sequence - 1]?.sequence === sequence) return sequence - 1;
  return lines.findIndex((line) => line.sequence >= sequence);
}
