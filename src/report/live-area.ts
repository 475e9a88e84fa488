import { paint, type State } from './style.ts';
import { cut, displayWidth } from './text.ts';

/** A line of the area: a sign, coloured by what it means, and text that is cut to what is left of the width. */
export interface LiveLine {
  readonly state: State;
  readonly sign: string;
  readonly text: string;
}

/** A terminal's width and height, in columns and rows. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

// ECMA-48: CUU and ED.
const up = (rows: number) => (rows > 0 ? `\x1b[${rows}A` : '');
const clearToEnd = '\x1b[0J';

/**
 * The lines at the foot of a terminal that are painted over and over, and those above that stay. Between two calls
 * the cursor stands in the first column below the area. All that a call changes goes out in one write.
 */
export class LiveArea {
  readonly #write: (text: string) => void;
  readonly #size: () => Size;
  readonly #colour: boolean;
  /** Widths of the lines as they were painted: a narrower terminal has wrapped them since. */
  #painted: readonly number[] = [];

  constructor(options: { write(text: string): void; size(): Size; readonly colour: boolean }) {
    this.#write = (text) => options.write(text);
    this.#size = () => options.size();
    this.#colour = options.colour;
  }

  /** Adds lines that stay, and paints `live` below them in place of what was there. */
  print(lasting: readonly string[], live: readonly LiveLine[]): void {
    if (lasting.length === 0 && live.length === 0 && this.#painted.length === 0) return;
    const columns = Math.max(1, this.#size().columns);
    const rows = this.#painted.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    // The last column stays free: some terminals wrap as soon as it is written.
    const texts = live.map((line) => cut(`${line.sign} ${line.text}`, columns - 3));
    const painted = live.map((line, at) => this.#paint(line, texts[at] as string));
    this.#write(`${up(rows)}\r${clearToEnd}${[...lasting, ...painted].map((line) => `${line}\n`).join('')}`);
    this.#painted = texts.map((text) => displayWidth(text) + 2);
  }

  #paint(line: LiveLine, text: string): string {
    if (!text.startsWith(line.sign)) return `  ${text}`;
    return `  ${paint(line.state, line.sign, this.#colour)}${text.slice(line.sign.length)}`;
  }
}
