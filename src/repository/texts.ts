import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { collecting, type Tree } from './source.ts';
import type { TreeEntry } from './tree.ts';

/** Bytes of a text that are kept. Every reader's own limit is lower, so that what is larger is reported by it. */
const MAX_TEXT = 2 * 1024 ** 2;

/** The texts of a repository's files. What is asked for together is read together, and no blob is read twice. */
export class Texts {
  readonly #byId = new Map<string, string>();
  readonly #paths = new Set<string>();
  readonly #decoder = new TextDecoder();

  /** How many files have been handed out, or were by an earlier run. */
  get count(): number {
    return this.#paths.size;
  }

  /** Counts files that an earlier run has read and this one needs not. */
  countIn(paths: readonly string[]): void {
    for (const path of paths) this.#paths.add(path);
  }

  /** Reads what is not here yet. Rejects with `BlobUnavailable`. */
  async load(tree: Tree, entries: readonly TreeEntry[]): Promise<void> {
    const missing = [...new Set(entries.map(({ id }) => id))].filter((id) => !this.#byId.has(id));
    const keep = (at: number, bytes: Uint8Array) => {
      this.#byId.set(missing[at] as string, this.#decoder.decode(bytes));
    };
    await tree.read(missing, collecting(MAX_TEXT, keep));
  }

  /** The text of an entry that has been loaded, under the path that findings in it are to name. */
  file(entry: TreeEntry, path: string): SourceFile {
    const text = this.#byId.get(entry.id);
    if (text === undefined) throw new Error(`${entry.path} has not been loaded`);
    this.#paths.add(path);
    return { path, text };
  }
}
