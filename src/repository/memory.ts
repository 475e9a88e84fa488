import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { replaceFile } from '../system/files.ts';
import { readIfPresent } from '../system/storage.ts';

/**
 * What earlier runs have kept, under names. It costs time only where it is lost, and where keys are honest; so it
 * belongs to one user on one machine and never to more than one level of trust.
 */
export interface Memory {
  /** What was kept under a name; whether its key is still the right one is for the caller to say. */
  recall(name: string): Kept | undefined;
  /** Keeps something for the next run: what was recalled, or something new. */
  keep(name: string, kept: Kept): void;
}

/** A memory that keeps nothing. */
export const noMemory: Memory = { recall: () => undefined, keep: () => {} };

/** A key over all that some values depend on, and the values, each parsed only when it is asked for. */
export class Kept {
  /** JSON texts, none of which can hold a tab or a line end. */
  readonly line: string;
  #columns: readonly string[] | undefined;

  private constructor(line: string) {
    this.line = line;
  }

  static of(key: string, values: readonly unknown[]): Kept {
    return new Kept([key, ...values].map((value) => JSON.stringify(value)).join('\t'));
  }

  static from(line: string): Kept {
    return new Kept(line);
  }

  get key(): string {
    return this.#column(0);
  }

  /** The value at a place of the list that was kept. */
  value<Value>(at: number): Value {
    return this.#column(at + 1);
  }

  #column<Value>(at: number): Value {
    this.#columns ??= this.line.split('\t');
    return JSON.parse(this.#columns[at] as string) as Value;
  }
}

/**
 * A memory in a file: a line that names the program and the checksum of what follows, then one line for each name.
 * `save` writes what this run has kept and drops the rest, so that the file never outgrows the repository. A file that
 * cannot be read, is of another program or has changed in any way is an empty memory.
 */
export class FileMemory implements Memory {
  readonly #file: string;
  readonly #program: string;
  readonly #known: ReadonlyMap<string, Kept>;
  readonly #kept = new Map<string, Kept>();
  #changed = false;

  private constructor(file: string, program: string, known: ReadonlyMap<string, Kept>) {
    this.#file = file;
    this.#program = program;
    this.#known = known;
  }

  /** Opens the memory at `file`: what another program has kept there is not used. */
  static async open(file: string, program: string): Promise<FileMemory> {
    return new FileMemory(file, program, linesOf(await readIfPresent(file).catch(() => undefined), program));
  }

  recall(name: string): Kept | undefined {
    return this.#known.get(JSON.stringify(name));
  }

  keep(name: string, kept: Kept): void {
    const id = JSON.stringify(name);
    this.#changed ||= this.#known.get(id) !== kept;
    this.#kept.set(id, kept);
  }

  /** Writes the file where anything has changed. Whoever reads at the same time sees the old or the new one, whole. */
  async save(): Promise<void> {
    if (!this.#changed && this.#kept.size === this.#known.size) return;
    const lines = Array.from(this.#kept, ([id, { line }]) => `${id}\t${line}`).join('\n');
    await replaceFile(this.#file, `${firstLine(this.#program, Buffer.from(lines))}\n${lines}`);
  }
}

/** A short key for a long text. */
export function shortKey(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** The checksum finds what a bad disk, or a full one, has done; it takes a tenth of the time of a hash. */
function firstLine(program: string, lines: Uint8Array): string {
  return `${JSON.stringify(program)} ${lines.length} ${crc32(lines)}`;
}

function linesOf(bytes: Buffer | undefined, program: string): ReadonlyMap<string, Kept> {
  const end = bytes?.indexOf('\n') ?? -1;
  if (bytes === undefined || end < 0) return new Map();
  const lines = bytes.subarray(end + 1);
  if (lines.length === 0 || bytes.toString('utf8', 0, end) !== firstLine(program, lines)) return new Map();
  return new Map(lines.toString('utf8').split('\n').map(nameAndRest));
}

function nameAndRest(line: string): readonly [string, Kept] {
  const tab = line.indexOf('\t');
  return [line.slice(0, tab), Kept.from(line.slice(tab + 1))];
}
