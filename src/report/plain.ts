import type { EventSink, RunEvent } from '../build/events.ts';
import { type EventLine, eventLine, secondsColumn } from './event-line.ts';
import { failureBlock, type Places } from './failure-block.ts';
import { RunState } from './run-state.ts';
import { runSummary } from './run-summary.ts';
import { signs } from './style.ts';

/** A pipe has no width: long enough that nothing worth reading is cut. */
const WIDTH = 200;

/**
 * Lines for a pipe or a CI log: one an event, with the image in front, and the failures once more at the end,
 * where a reader looks first. No control sequence, and nothing that a GitHub runner takes for a command (S31).
 */
export function plain(write: (text: string) => void, places: Places = {}): EventSink {
  const state = new RunState();
  return (event) => {
    state.apply(event, 0);
    const lines = event.type === 'run.finished' ? closing(event, state, places) : [plainLine(eventLine(event))];
    write(lines.map((line) => `${line}\n`).join(''));
  };
}

/** An event as one line, with its image in front. */
export function plainLine(line: EventLine): string {
  const prefix = [line.image, line.platform].filter((part) => part !== undefined).join(' ');
  const time = secondsColumn(line);
  const isLog = line.state === 'running' && line.image !== undefined;
  const text = isLog ? line.text : [signs[line.state], time, line.text].filter((part) => part !== '').join(' ');
  return (prefix === '' ? text : `${prefix} │ ${text}`).trimEnd();
}

/** How a run ended: every failure whole, the table, and what came of it. */
export function closing(
  event: Extract<RunEvent, { readonly type: 'run.finished' }>,
  state: RunState,
  places: Places,
): readonly string[] {
  const look = { width: WIDTH, colour: false };
  const failures = state.failed.flatMap((failed) => [
    ...failureBlock(failed, state.logLines(failed.image), look, places),
    '',
  ]);
  return ['', ...failures, ...runSummary(event.result, state.published)];
}
