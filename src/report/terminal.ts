import type { Clock } from '../base/clock.ts';
import type { EventSink, RunEvent } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import { type EventLine, eventLine, secondsColumn } from './event-line.ts';
import { failureBlock, type Places } from './failure-block.ts';
import { LiveArea, type LiveLine, type Size } from './live-area.ts';
import { type FailedEvent, type RunningNode, RunState } from './run-state.ts';
import { runSummary } from './run-summary.ts';
import { about, duration, paint, signs } from './style.ts';
import { cleanLog, displayWidth, pad } from './text.ts';

/** A terminal as a report sees it. */
export interface TerminalOptions {
  write(text: string): void;
  /** Asked before every repaint, so that a resize shows at the next. */
  size(): Size;
  readonly colour: boolean;
  readonly clock: Clock;
  readonly places?: Places;
}

/** A live report: `sink` takes the events, `close` ends it early and leaves the terminal as it should be. */
export interface TerminalReport {
  readonly sink: EventSink;
  /** May be called twice, and after the run has finished. */
  close(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MILLISECONDS = 100;
/** A log line is looked at this far; nobody's terminal is wider. */
const LAST_LINE_UNITS = 2000;
const WIDEST_NAME = 40;

/** What runs, with its last line, below what is done; repainted ten times a second until the run finishes. */
export function terminal(options: TerminalOptions): TerminalReport {
  const report = new Terminal(options);
  return { sink: (event) => report.take(event), close: () => report.close() };
}

class Terminal {
  readonly #options: TerminalOptions;
  readonly #state = new RunState();
  readonly #area: LiveArea;
  readonly #stop = new AbortController();
  #nameWidth = 0;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#area = new LiveArea(options);
  }

  take(event: RunEvent): void {
    this.#state.apply(event, this.#options.clock.now());
    switch (event.type) {
      case 'run.started':
        this.#nameWidth = Math.min(WIDEST_NAME, Math.max(0, ...event.images.map(({ image }) => displayWidth(image))));
        this.#area.print([], this.#live());
        void this.#repaint();
        return;
      case 'image.failed':
        this.#area.print(this.#failure(event), this.#live());
        return;
      case 'run.finished':
        this.#stop.abort();
        this.#area.print(['', ...runSummary(event.result, this.#state.published)], []);
        return;
      case 'image.log':
        return;
      default: {
        const line = eventLine(event);
        if (line.lasting && !this.#toldElsewhere(event)) this.#area.print([this.#doneLine(line)], this.#live());
      }
    }
  }

  close(): void {
    this.#stop.abort();
    this.#area.print([], []);
  }

  async #repaint(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    const stopped = () => true;
    while (!(await clock.sleep(FRAME_MILLISECONDS, signal).then(() => signal.aborted, stopped))) {
      this.#area.print([], this.#live());
    }
  }

  /** Running nodes, as many as the window has room for, and what is still to come. */
  #live(): LiveLine[] {
    const room = Math.max(1, this.#options.size().rows - 3);
    const running = [...this.#state.running.values()];
    const lines = running.slice(0, room).map((node) => this.#runningLine(node));
    const rest = this.#rest(running.length - lines.length);
    return rest === '' ? lines : [...lines, { state: 'quiet', sign: '…', text: rest }];
  }

  #runningLine(node: RunningNode): LiveLine {
    const now = this.#options.clock.now();
    const frame = Math.floor(now / FRAME_MILLISECONDS) % FRAMES.length;
    const name = pad(node.image, this.#nameWidth);
    const alone = [...this.#state.running.values()].filter(({ image }) => image === node.image).length === 1;
    const platform = alone ? '' : `${node.platform}  `;
    const last = cleanLog(node.lastLine.slice(-LAST_LINE_UNITS)).trim();
    const text = `${name}  ${duration((now - node.since) / 1000)}   ${platform}${last}`.trimEnd();
    return { state: 'running', sign: FRAMES[frame] as string, text };
  }

  #rest(hidden: number): string {
    const { waiting, expectedSeconds, startedAt } = this.#state;
    const left = (expectedSeconds ?? 0) - (this.#options.clock.now() - startedAt) / 1000;
    const parts = [
      hidden > 0 ? `${hidden} more running` : '',
      waiting.size > 0 ? `${waiting.size} waiting` : '',
      left > 0 ? `about ${about(left)}` : '',
    ];
    return parts.filter((part) => part !== '').join(' · ');
  }

  #doneLine(line: EventLine): string {
    const sign = paint(line.state, signs[line.state], this.#options.colour);
    return `  ${sign} ${pad(line.image ?? '', this.#nameWidth)}  ${pad(secondsColumn(line), 5)}  ${line.text}`;
  }

  #failure(event: FailedEvent): string[] {
    const look = { width: this.#options.size().columns, colour: this.#options.colour };
    return failureBlock(event, this.#state.logLines(event.image), look, this.#options.places ?? {});
  }

  /** What a line above has told already, or the table at the end will tell. */
  #toldElsewhere(event: RunEvent): boolean {
    if (event.type === 'image.blocked') return this.#state.failed.some(({ blocks }) => blocks.includes(event.image));
    if (event.type !== 'set.published') return false;
    const [first, ...more] = event.images;
    return more.length === 0 && this.#state.landed.has(first?.image as ImageName);
  }
}
