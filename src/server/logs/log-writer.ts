import { join } from 'node:path';
import { type AppendedFile, openAppended } from '../../system/appended-file.ts';
import { makeDirectory, remove } from '../../system/files.ts';
import { LogCursor, linesOf, SEGMENT_BYTES, segmentName, segmentsOf } from './log-files.ts';

/** Appends to one log, one call after the other. */
export class LogWriter {
  readonly #folder: string;
  readonly #limit: number;
  /** Knows how many lines there are when a new segment begins. */
  readonly #end: LogCursor;
  #file: AppendedFile | undefined;
  /** How far `complete` has looked, and how much of the lines of which time it has found. */
  #tail: LogCursor | undefined;
  #seen = { time: 0, count: 0 };

  /** `limit`: bytes of a log at most; of a longer one the first and the last half are kept. */
  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
    this.#end = new LogCursor(folder);
  }

  /** Resolves when the lines are in the file; rejects where the disk does not take them. */
  async append(lines: readonly string[], time: number): Promise<void> {
    const file = await this.#current();
    await file.append(
      Buffer.from(
        lines
          .flatMap(linesOf)
          .map((line) => `${time} ${line}\n`)
          .join(''),
      ),
    );
  }

  /**
   * Appends lines that may be there in part or whole, because whoever appended them before did not live to say so: those
   * of exactly this time are these.
   */
  async complete(lines: readonly string[], time: number): Promise<void> {
    if (this.#seen.time !== time) this.#seen = { time, count: 0 };
    // What was broken off can reach over the start of a segment, and no further.
    this.#tail ??= new LogCursor(this.#folder, ((await segmentsOf(this.#folder)).at(-2) ?? 1) - 1);
    for (let read = await this.#tail.read(); read.length > 0; read = await this.#tail.read()) {
      this.#seen.count += read.filter((line) => line.time === time).length;
    }
    const missing = lines.flatMap(linesOf).slice(this.#seen.count);
    if (missing.length > 0) await this.append(missing, time);
  }

  /** Lets go of the file; after that the log may be appended to again. */
  async close(): Promise<void> {
    await this.#file?.sync();
    await this.#file?.close();
    this.#file = undefined;
  }

  async #current(): Promise<AppendedFile> {
    if (this.#file === undefined) {
      await makeDirectory(this.#folder);
      const last = (await segmentsOf(this.#folder)).at(-1) ?? 1;
      this.#file = await this.#open(last);
    }
    if ((await this.#file.size()) < SEGMENT_BYTES) return this.#file;
    while ((await this.#end.read()).length > 0);
    await this.#file.close();
    this.#file = await this.#open(this.#end.next);
    await this.#thin();
    return this.#file;
  }

  #open(first: number): Promise<AppendedFile> {
    return openAppended(join(this.#folder, segmentName(first)));
  }

  /** Removes the oldest segment behind those of the head, where the log has become too large. */
  async #thin(): Promise<void> {
    const segments = await segmentsOf(this.#folder);
    const most = Math.max(2, Math.floor(this.#limit / SEGMENT_BYTES));
    const head = Math.floor(most / 2);
    for (const first of segments.slice(head, head + segments.length - most)) {
      await remove(join(this.#folder, segmentName(first)));
    }
  }
}
