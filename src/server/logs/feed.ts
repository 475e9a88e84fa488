import { join } from 'node:path';
import { exists } from '../../system/files.ts';
import { END, LogCursor, type LogLine, segmentsOf } from './log-files.ts';

/** Characters of the newest lines that are kept for those who follow closely. */
const KEPT = 256 * 1024;

/**
 * The end of one log, read once for all who follow it. Whoever is near the end gets the same lines as the others, in
 * the same array; whoever has fallen behind reads the file.
 */
export class LogFeed {
  readonly #folder: string;
  #cursor: LogCursor | undefined;
  #recent: (readonly LogLine[])[] = [];
  #size = 0;
  #news = Promise.withResolvers<void>();
  #pulling: Promise<void> | undefined;
  #again = false;
  /** Whether no more lines will come. */
  ended = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads what has come; calls that overlap share one reading that begins after the last of them. */
  pull(): Promise<void> {
    this.#again = true;
    this.#pulling ??= this.#pullAll().finally(() => {
      this.#pulling = undefined;
    });
    return this.#pulling;
  }

  /** Resolves at the next lines, or at the end. */
  get news(): Promise<void> {
    return this.#news.promise;
  }

  /** Marks the end although no file says so: the build is over, and nobody writes any more. */
  end(): void {
    this.ended = true;
    this.#tell();
  }

  /**
   * The lines after number `after`: none where nothing has come yet, undefined where they are kept no more. Those who
   * ask with the number of the last line that they got all get the same array.
   */
  after(after: number): readonly LogLine[] | undefined {
    if (this.#cursor === undefined || after + 1 >= this.#cursor.next) return [];
    const batch = this.#recent.find((lines) => (lines.at(-1) as LogLine).sequence > after);
    const first = batch?.[0]?.sequence ?? 0;
    if (batch === undefined || (batch === this.#recent[0] && first > after + 1)) return undefined;
    return first > after ? batch : batch.filter(({ sequence }) => sequence > after);
  }

  async #pullAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      // Looked at before the lines are: what is written before the end is read before it.
      const ended = await exists(join(this.#folder, END));
      this.#cursor ??= new LogCursor(this.#folder, ((await segmentsOf(this.#folder)).at(-1) ?? 1) - 1);
      for (let lines = await this.#cursor.read(); lines.length > 0; lines = await this.#cursor.read())
        this.#keep(lines);
      if (ended && !this.ended) this.end();
    }
  }

  #keep(lines: readonly LogLine[]): void {
    this.#recent.push(lines);
    this.#size += sizeOf(lines);
    while (this.#size > KEPT && this.#recent.length > 1) this.#size -= sizeOf(this.#recent.shift() ?? []);
    this.#tell();
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }
}

function sizeOf(lines: readonly LogLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}
