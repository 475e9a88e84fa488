import { unreachable } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { type Look, paint, type State, signs } from './style.ts';
import { escapeControls } from './text.ts';

/** What becomes of a container, beside the fetching of its image. */
type RefreshEvent =
  | { readonly type: 'refresh.started'; readonly container: string }
  | { readonly type: 'refresh.restarting'; readonly container: string }
  | ({ readonly type: 'refresh.finished'; readonly container: string } & Outcome);

type Outcome =
  | { readonly state: 'refreshed' | 'in-step' }
  | { readonly state: 'held'; readonly sessions: readonly string[] }
  | { readonly state: 'failed'; readonly failure: Failure; readonly restored: boolean };

/** A line or some for each step of a refresh. */
export function createRefreshReport(write: (text: string) => void, look: Look): (event: RefreshEvent) => void {
  const line = (state: State, text: string) =>
    write(`${paint(state, signs[state], look.colour)} ${escapeControls(text)}\n`);
  return (event) => {
    const { container } = event;
    if (event.type === 'refresh.started') return line('running', container);
    if (event.type === 'refresh.restarting') return write(`  ${escapeControls(container)} is made anew and started\n`);
    switch (event.state) {
      case 'refreshed':
        return line('done', `${container}  runs on the new image`);
      case 'in-step':
        return line('quiet', `${container}  is in step: nothing was done (--force makes it anew)`);
      case 'held':
        line('warned', `${container}  is in use: nothing was done`);
        for (const session of event.sessions) write(`    ${escapeControls(session)}\n`);
        return write('    try end them, and run again\n');
      case 'failed':
        line('failed', `${container}  ${event.restored ? 'is as it was before' : 'could not be put back'}`);
        return write(
          failureLines(event.failure)
            .map((text) => `${text}\n`)
            .join(''),
        );
      default:
        return unreachable(event);
    }
  };
}

function failureLines({ message, suggestion, lastLines }: Failure): string[] {
  const said = lastLines.slice(-6).map((text) => `      ${escapeControls(text)}`);
  const next = suggestion === undefined ? [] : [`    try ${escapeControls(suggestion)}`];
  return [...said, `    why ${escapeControls(message)}`, ...next];
}
