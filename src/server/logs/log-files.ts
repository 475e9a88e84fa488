import { join } from 'node:path';
import { entriesOf, readRange } from '../../system/appended-file.ts';

/** One line of a build's log. */
export interface LogLine {
  /** From 1, without gaps. A line that says that others were left out has the number of the last of those. */
  readonly sequence: number;
  /** When the server got it, in milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/**
 * A log is a folder of segments; a segment is named by the number of its first line and holds `<time> <text>` lines.
 * A line's number is its place, so that nothing that is written or lost can make a gap or a repeat.
 */
export const SEGMENT_BYTES = 1024 * 1024;
/** The name of the file that says that no more lines will come. */
export const END = 'end';
/** Characters of a line; the rest of a longer one becomes lines of its own. */
const LONGEST_LINE = 8 * 1024;
/** Bytes that are read at one time: they hold at least one line, of four bytes for each character. */
const CHUNK = 2 * 4 * LONGEST_LINE;

/** The file of the segment that begins with line `first`. */
export function segmentName(first: number): string {
  return `${String(first).padStart(12, '0')}.log`;
}

/** The first lines of a log's segments, in order. */
export async function segmentsOf(folder: string): Promise<readonly number[]> {
  const names = (await entriesOf(folder)).filter((name) => name.endsWith('.log'));
  return names.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b);
}

/** A place in a log from which the lines are read in order. */
export class LogCursor {
  readonly #folder: string;
  #segment: number | undefined;
  #offset = 0;
  #next = 1;
  #time = 0;
  readonly #after: number;

  /** Lines up to and with number `after` are left out. */
  constructor(folder: string, after = 0) {
    this.#folder = folder;
    this.#after = after;
  }

  /** The number of the line that comes next. */
  get next(): number {
    return Math.max(this.#next, this.#after + 1);
  }

  /** The next lines that are there, about 64 KB at most; none at the present end. */
  async read(): Promise<readonly LogLine[]> {
    while (true) {
      const lines = await this.#step();
      if (lines === undefined) return [];
      const wanted = lines.length > 0 && (lines[0] as LogLine).sequence <= this.#after ? this.#wanted(lines) : lines;
      if (wanted.length > 0) return wanted;
    }
  }

  #wanted(lines: readonly LogLine[]): readonly LogLine[] {
    return lines.filter(({ sequence }) => sequence > this.#after);
  }

  /** The lines of one chunk, perhaps none of them wanted; undefined at the present end. */
  async #step(): Promise<readonly LogLine[] | undefined> {
    if (this.#segment === undefined) return this.#enter(this.#after + 1);
    const path = join(this.#folder, segmentName(this.#segment));
    const bytes = await readRange(path, this.#offset, CHUNK);
    const end = bytes === undefined ? 0 : bytes.lastIndexOf(0x0a) + 1;
    if (bytes !== undefined && end > 0) return this.#take(bytes.toString('utf8', 0, end), end);
    // Only a segment that is full, or was removed meanwhile, is followed by another one.
    if (bytes !== undefined && this.#offset < SEGMENT_BYTES) return undefined;
    return this.#enter(this.#next);
  }

  #take(text: string, bytes: number): readonly LogLine[] {
    this.#offset += bytes;
    return text
      .slice(0, -1)
      .split('\n')
      .map((line) => {
        const space = line.indexOf(' ');
        this.#time = Number(line.slice(0, space));
        this.#next += 1;
        return { sequence: this.#next - 1, time: this.#time, text: line.slice(space + 1) };
      });
  }

  /** Goes to the segment that has line `wanted`, or to the next one that is there, saying what was left out between. */
  async #enter(wanted: number): Promise<readonly LogLine[] | undefined> {
    const segments = await segmentsOf(this.#folder);
    const before = segments.filter((first) => first <= wanted).at(-1);
    const segment =
      before === undefined || before === this.#segment ? segments.find((first) => first > wanted) : before;
    if (segment === undefined || segment === this.#segment) return undefined;
    const isSkip = this.#segment !== undefined && segment > this.#next;
    const from = this.#next;
    this.#segment = segment;
    this.#offset = 0;
    this.#next = segment;
    return isSkip ? [{ sequence: segment - 1, time: this.#time, text: leftOut(from, segment - 1) }] : [];
  }
}

/** One line may hold line ends of its own, and may be longer than a line of a log. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n|\r/).flatMap((line) => {
    if (line.length <= LONGEST_LINE) return [line];
    const count = Math.ceil(line.length / LONGEST_LINE);
    return Array.from({ length: count }, (_, at) => line.slice(at * LONGEST_LINE, (at + 1) * LONGEST_LINE));
  });
}

function leftOut(from: number, to: number): string {
  return `[caskwright: lines ${from} to ${to} were left out, because the log is too large]`;
}
