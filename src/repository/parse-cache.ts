import { hash } from 'node:crypto';
import { readWhole, replaceFile } from '../system/files.ts';

/**
 * What was read out of texts before, by keys that name everything it depends on: blob ids, options, the version of
 * the reader. A wrong or lost cache costs time only where keys are honest, so it belongs to one user on one machine
 * and never to more than one level of trust.
 */
export interface ParseCache {
  /** What was kept under a key that starts with the same kind; the value is what `put` was given, as JSON has it. */
  get<Value>(key: string): Value | undefined;
  put(key: string, value: unknown): void;
}

/** A cache that keeps nothing. */
export const noCache: ParseCache = { get: () => undefined, put: () => {} };

/**
 * A cache in a file: a line that names the reader and the checksum of what follows, then the entries. `save` keeps what
 * this run has used and drops the rest, so that it never outgrows the repository. A file that cannot be read, is of
 * another reader or has changed in any way is an empty cache.
 */
export class FileCache implements ParseCache {
  readonly #file: string;
  readonly #version: string;
  readonly #known: ReadonlyMap<string, unknown>;
  readonly #used = new Map<string, unknown>();
  #changed = false;

  private constructor(file: string, version: string, known: ReadonlyMap<string, unknown>) {
    this.#file = file;
    this.#version = version;
    this.#known = known;
  }

  /** Opens the cache at `file`. `version` names the reader: what another version has kept is not used. */
  static async open(file: string, version: string): Promise<FileCache> {
    return new FileCache(file, version, entriesOf(await readWhole(file), version));
  }

  get<Value>(key: string): Value | undefined {
    const value = this.#known.get(key);
    if (value !== undefined) this.#used.set(key, value);
    return value as Value | undefined;
  }

  put(key: string, value: unknown): void {
    this.#changed = true;
    this.#used.set(key, value);
  }

  /** Writes the file where anything has changed. Whoever reads at the same time sees the old or the new one, whole. */
  async save(): Promise<void> {
    if (!this.#changed && this.#used.size === this.#known.size) return;
    const entries = JSON.stringify([...this.#used]);
    await replaceFile(this.#file, `${firstLine(this.#version, entries)}\n${entries}`);
  }
}

/** A short key for a long text. */
export function shortKey(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

function firstLine(version: string, entries: string): string {
  return `${JSON.stringify(version)} ${hash('sha256', entries)}`;
}

function entriesOf(text: string | undefined, version: string): ReadonlyMap<string, unknown> {
  const end = text?.indexOf('\n') ?? -1;
  if (text === undefined || end < 0) return new Map();
  const entries = text.slice(end + 1);
  if (text.slice(0, end) !== firstLine(version, entries)) return new Map();
  return new Map(JSON.parse(entries) as [string, unknown][]);
}
