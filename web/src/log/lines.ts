import { type Signal, signal } from '@preact/signals';
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

/** Reads a build's log from its start and follows it. What breaks goes on after the last line that came. */
export function followLog(build: number): LiveLog {
  const lines: Line[] = [];
  const steps: number[] = [];
  const [count, ended, connected] = [signal(0), signal(false), signal(true)];
  let frame = 0;
  const show = () => {
    frame = 0;
    count.value = lines.length;
  };
  const take = (data: string) => {
    const line = JSON.parse(data) as Line;
    if (line.sequence <= (lines.at(-1)?.sequence ?? 0)) return;
    if (isStep(line.text)) steps.push(lines.length);
    lines.push(line);
    // Lines of one frame are shown together: a fast build does not make the page draw for each.
    frame ||= requestAnimationFrame(show);
  };
  const stop = openStream(
    () => `/api/v1/builds/${build}/logs/stream?after=${lines.at(-1)?.sequence ?? 0}`,
    {
      message: take,
      end: () => {
        ended.value = true;
        stop();
      },
    },
    connected,
  );
  const close = () => {
    stop();
    cancelAnimationFrame(frame);
  };
  return { lines, steps, count, ended, connected, close };
}

/** Where the line of this number stands, or the one that says that it was left out; -1: not here (yet). */
export function placeOf(lines: readonly Line[], sequence: number): number {
  if (lines[sequence - 1]?.sequence === sequence) return sequence - 1;
  return lines.findIndex((line) => line.sequence >= sequence);
}
