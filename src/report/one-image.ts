import type { Clock } from '../base/clock.ts';
import type { EventSink } from '../build/events.ts';
import { eventLine } from './event-line.ts';
import { failureBlock } from './failure-block.ts';
import type { Size } from './live-area.ts';
import { plainLine } from './plain.ts';
import { terminal } from './terminal.ts';

/** Who watches the build of one image. */
export interface OneImageWatcher {
  write(text: string): void;
  size(): Size;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly clock: Clock;
}

/** A pipe has no width: long enough that nothing worth reading is cut. */
const WIDTH = 200;

/**
 * Tells of the build of one image as of those of a fleet, without the table at the end: there is one row, and the
 * command's own last line says it. `close` may be called twice.
 */
export function oneImageReport(watcher: OneImageWatcher): { readonly sink: EventSink; close(): void } {
  const live = watcher.isTerminal ? terminal(watcher) : { sink: plainOne(watcher.write), close: () => {} };
  return {
    sink: (event) => (event.type === 'run.finished' ? live.close() : live.sink(event)),
    close: () => live.close(),
  };
}

function plainOne(write: (text: string) => void): EventSink {
  return (event) => {
    if (event.type === 'run.finished') return;
    const look = { width: WIDTH, colour: false };
    const lines = event.type === 'image.failed' ? failureBlock(event, 0, look, {}) : [plainLine(eventLine(event))];
    write(lines.map((line) => `${line}\n`).join(''));
  };
}
