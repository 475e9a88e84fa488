import { readBytes, type Tree } from './source.ts';
import { type EntryRange, entryAt, folderRanges, type TreeEntry } from './tree.ts';

/** What a path of the repository leads to, symbolic links followed inside the tree and nowhere else (S16). */
export type Place =
  | { readonly kind: 'file'; readonly entry: TreeEntry }
  | { readonly kind: 'directory'; readonly path: string; readonly range: EntryRange }
  | { readonly kind: 'absent' }
  /** A link on the way leads out of the repository, is absolute, or leads round in a circle. */
  | { readonly kind: 'outside'; readonly link: string };

/** As Linux has it (path_resolution(7)). */
const MAX_LINKS = 40;
/** PATH_MAX of Linux, in bytes: no longer target can be followed. */
const MAX_TARGET = 4096;
/** Questions from which on a map pays. */
const MANY = 100;

/** Answers what a path from the root (normalised, `''` for the root) leads to. */
export interface PathFinder {
  resolve(path: string): Place;
}

/** Follows paths inside a tree. Every answer takes the same short time, however many files there are. */
export class Paths implements PathFinder {
  readonly #entries: readonly TreeEntry[];
  readonly #links: ReadonlyMap<string, string>;
  #asked = 0;
  #files: ReadonlyMap<string, TreeEntry> | undefined;
  #folders: ReadonlyMap<string, EntryRange> | undefined;

  private constructor(entries: readonly TreeEntry[], links: ReadonlyMap<string, string>) {
    this.#entries = entries;
    this.#links = links;
  }

  /** Reads the targets of all links, so that following them later needs no waiting. */
  static async of(tree: Tree): Promise<Paths> {
    const links = tree.entries.filter(({ mode }) => mode === '120000');
    const bytes = await readBytes(tree, new Set(links.map(({ id }) => id)), MAX_TARGET);
    const target = (entry: TreeEntry) => Buffer.from(bytes.get(entry.id) ?? []).toString('utf8');
    return new Paths(tree.entries, new Map(links.map((entry) => [entry.path, target(entry)])));
  }

  resolve(path: string): Place {
    const walked = this.#links.size === 0 ? path : this.#walk(path);
    if (typeof walked !== 'string') return walked;
    const file = this.#file(walked);
    if (file) return file.mode === '160000' ? { kind: 'absent' } : { kind: 'file', entry: file };
    const range = this.folder(walked);
    return range ? { kind: 'directory', path: walked, range } : { kind: 'absent' };
  }

  /** Searched for at first: a map of all files pays where there are many questions. */
  #file(path: string): TreeEntry | undefined {
    this.#asked += 1;
    if (this.#asked < MANY) return entryAt(this.#entries, path);
    this.#files ??= new Map(this.#entries.map((entry) => [entry.path, entry]));
    return this.#files.get(path);
  }

  /** Where the files below a folder are listed, no link followed; undefined where there is no such folder. */
  folder(path: string): EntryRange | undefined {
    this.#folders ??= folderRanges(this.#entries);
    return this.#folders.get(path);
  }

  /** The target of the link at a path below a folder, links on the way to the folder followed. */
  linkTarget(folder: string, path: string): string | undefined {
    const place = this.resolve(folder);
    if (place.kind !== 'directory') return undefined;
    return this.#links.get(place.path === '' ? path : `${place.path}/${path}`);
  }

  #walk(path: string): string | Place {
    const left = path.split('/').reverse();
    const done: string[] = [];
    let followed = 0;
    let link = path;
    for (let part = left.pop(); part !== undefined; part = left.pop()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        if (done.pop() === undefined) return { kind: 'outside', link };
        continue;
      }
      done.push(part);
      const target = this.#links.get(done.join('/'));
      if (target === undefined) continue;
      link = done.join('/');
      done.pop();
      followed += 1;
      if (target.startsWith('/') || followed > MAX_LINKS) return { kind: 'outside', link };
      left.push(...target.split('/').reverse());
    }
    return done.join('/');
  }
}

/** Notes what is looked up. */
export class WatchedPaths implements PathFinder {
  readonly looked = new Set<string>();
  readonly #paths: PathFinder;

  constructor(paths: PathFinder) {
    this.#paths = paths;
  }

  resolve(path: string): Place {
    this.looked.add(path);
    return this.#paths.resolve(path);
  }
}
