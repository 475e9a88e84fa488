import type { Clock } from '../base/clock.ts';
import type { Failure } from '../build/failure.ts';
import { LiveArea, type LiveLine, type Size } from './live-area.ts';
import { count, duration, type Look, paint, signs } from './style.ts';
import { escapeControls, wrap } from './text.ts';

/** What happens while images are fetched. */
type PullEvent =
  | { readonly type: 'pull.started'; readonly name: string; readonly reference: string }
  | { readonly type: 'pull.layer'; readonly name: string; readonly layer: string; readonly state: LayerState }
  | { readonly type: 'pull.finished'; readonly name: string; readonly id: string; readonly isNew: boolean }
  | { readonly type: 'pull.failed'; readonly name: string; readonly failure: Failure };

type LayerState = 'waiting' | 'fetching' | 'unpacking' | 'done' | 'present';

/** Where the report goes. */
export interface PullReportOptions {
  write(text: string): void;
  /** A terminal: layers are painted over as they come along; else each has a line. */
  readonly live: boolean;
  size(): Size;
  readonly look: Look;
  readonly clock: Clock;
}

export interface PullReport {
  take(event: PullEvent): void;
  /** Ends it early and leaves the terminal as it should be. May be called twice. */
  close(): void;
}

const FRAME_MILLISECONDS = 200;
const words = {
  waiting: 'waits',
  fetching: 'is fetched',
  unpacking: 'is unpacked',
  done: 'is here',
  present: 'was here',
} as const satisfies Record<LayerState, string>;

/** Shows images as they are fetched, layer by layer. */
export function createPullReport(options: PullReportOptions): PullReport {
  const report = new Report(options);
  return { take: (event) => report.take(event), close: () => report.close() };
}

class Report {
  readonly #options: PullReportOptions;
  readonly #area: LiveArea;
  readonly #layers = new Map<string, LayerState>();
  #name = '';
  #begun = 0;
  #frames = new AbortController();

  constructor(options: PullReportOptions) {
    this.#options = options;
    this.#area = new LiveArea({ ...options, colour: options.look.colour });
  }

  take(event: PullEvent): void {
    switch (event.type) {
      case 'pull.started':
        this.#start(event.name);
        this.#print([`Pulling ${event.name}   ${escapeControls(event.reference)}`]);
        return;
      case 'pull.layer': {
        const before = this.#layers.get(event.layer);
        this.#layers.set(event.layer, event.state);
        const isSaid = this.#options.live || before === event.state;
        this.#print(isSaid ? [] : [`  ${event.layer}  ${words[event.state]}`]);
        return;
      }
      case 'pull.finished': {
        const what = event.isNew ? 'pulled' : 'is what it was';
        this.#end([`${this.#sign('done')} ${event.name}  ${what}   ${this.#age()}`]);
        return;
      }
      case 'pull.failed':
        this.#end(this.#failure(event.name, event.failure));
    }
  }

  close(): void {
    this.#frames.abort();
    this.#print([], []);
  }

  #start(name: string): void {
    this.#name = name;
    this.#begun = this.#options.clock.now();
    this.#layers.clear();
    if (!this.#options.live) return;
    this.#frames.abort();
    this.#frames = new AbortController();
    void this.#repaint(this.#frames.signal);
  }

  #end(lines: readonly string[]): void {
    this.#frames.abort();
    this.#layers.clear();
    this.#print(lines, []);
  }

  async #repaint(signal: AbortSignal): Promise<void> {
    const stopped = () => true;
    while (!(await this.#options.clock.sleep(FRAME_MILLISECONDS, signal).then(() => signal.aborted, stopped))) {
      this.#print([]);
    }
  }

  #print(lasting: readonly string[], live = this.#live()): void {
    if (this.#options.live) this.#area.print(lasting, live);
    else for (const line of lasting) this.#options.write(`${line}\n`);
  }

  /** How far the image is in one line, and the layers that are under way below it. */
  #live(): readonly LiveLine[] {
    const states = [...this.#layers.values()];
    const here = states.filter((state) => state === 'done' || state === 'present').length;
    // podman does not say when a layer is here.
    const progress = here === 0 ? count(states.length, 'layer') : `${here} of ${count(states.length, 'layer')} here`;
    const head: LiveLine = {
      state: 'running',
      sign: signs.running,
      text: `${this.#name}  ${progress}   ${this.#age()}`,
    };
    const room = Math.max(1, this.#options.size().rows - 4);
    const under = [...this.#layers].filter(([, state]) => state === 'fetching' || state === 'unpacking');
    const lines = under.slice(0, room).map(([layer, state]) => ({
      state: 'quiet' as const,
      sign: signs.quiet,
      text: `${layer}  ${words[state]}`,
    }));
    return [head, ...lines];
  }

  #failure(name: string, { message, suggestion, lastLines }: Failure): string[] {
    const width = this.#options.look.width - 8;
    const said = lastLines.slice(-3).map((line) => `      ${escapeControls(line)}`);
    const why = wrap(escapeControls(message), width).map((line, at) => `    ${at === 0 ? 'why' : '   '} ${line}`);
    const next = suggestion === undefined ? [] : wrap(escapeControls(suggestion), width);
    const advice = next.map((line, at) => `    ${at === 0 ? 'try' : '   '} ${line}`);
    return [`${this.#sign('failed')} ${name}  is not pulled   ${this.#age()}`, ...said, ...why, ...advice];
  }

  #sign(state: 'done' | 'failed'): string {
    return paint(state, signs[state], this.#options.look.colour);
  }

  #age(): string {
    return duration((this.#options.clock.now() - this.#begun) / 1000);
  }
}
