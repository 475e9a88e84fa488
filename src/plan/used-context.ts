import { compileSegment, type SegmentMatcher } from '../definition/segments.ts';
import type { ContextFile } from './image.ts';

/** Where the links of a context lead: their targets as they are written, by path from the context's root. */
export type LinkTargets = (path: string) => string | undefined;

/**
 * The files of a context that patterns (as `ResolvedDockerfile.reads` has them) can read, in their order: what COPY
 * copies in BuildKit. A pattern's `*` stays within one part of a path. A link that a pattern names, or that is on the
 * way to what it names, is followed within the context; one inside of a folder that is copied stays a link.
 */
export function usedFiles(
  files: readonly ContextFile[],
  reads: readonly string[],
  targetOf: LinkTargets,
): readonly ContextFile[] {
  if (reads.includes('')) return files;
  const folder = new Folder(files);
  const reader = new Reader(folder, targetOf);
  for (const pattern of reads) reader.read(pattern.split('/'));
  return files.filter(({ path }) => reader.used.has(path));
}

/** As Linux has it (path_resolution(7)). */
const MAX_LINKS = 40;

/** The files of a context as a tree. */
class Folder {
  readonly children = new Map<string, Folder>();
  readonly file: ContextFile | undefined;

  constructor(files: readonly ContextFile[] = [], file?: ContextFile) {
    this.file = file;
    for (const one of files) this.#add(one.path.split('/'), one);
  }

  at(parts: readonly string[]): Folder | undefined {
    let folder: Folder | undefined = this;
    for (const part of parts) folder = folder?.children.get(part);
    return folder;
  }

  *everyFile(): Generator<ContextFile> {
    if (this.file) yield this.file;
    for (const child of this.children.values()) yield* child.everyFile();
  }

  #add(parts: readonly string[], file: ContextFile): void {
    const [name = '', ...rest] = parts;
    if (rest.length === 0) {
      this.children.set(name, new Folder([], file));
      return;
    }
    const inner = this.children.get(name) ?? new Folder();
    this.children.set(name, inner);
    inner.#add(rest, file);
  }
}

class Reader {
  readonly used = new Set<string>();
  readonly #root: Folder;
  readonly #targetOf: LinkTargets;

  constructor(root: Folder, targetOf: LinkTargets) {
    this.#root = root;
    this.#targetOf = targetOf;
  }

  /** Takes what a pattern names. The parts before its first wildcard are a path; links on it are followed. */
  read(parts: readonly string[]): void {
    const wild = parts.findIndex((part) => /[*?[\\]/.test(part));
    if (wild < 0) {
      this.#take(parts);
      return;
    }
    const matchers = parts.slice(wild).map((part) => compileSegment(part));
    const start = this.#resolve(parts.slice(0, wild));
    // A pattern that is none fails the build, whatever the files are.
    if (!start || !matchers.every((matcher) => matcher.ok)) return;
    this.#match(
      start,
      matchers.flatMap((matcher) => (matcher.ok ? [matcher.value] : [])),
    );
  }

  /** Wildcards walk over folders and never through links; what they find is then copied like a path. */
  #match(at: readonly string[], [matches, ...rest]: readonly SegmentMatcher[]): void {
    for (const [name, child] of this.#root.at(at)?.children ?? []) {
      if (!matches?.(name)) continue;
      if (rest.length === 0) this.#take([...at, name]);
      else if (!child.file) this.#match([...at, name], rest);
    }
  }

  #take(parts: readonly string[]): void {
    const place = this.#resolve(parts);
    for (const file of (place && this.#root.at(place)?.everyFile()) ?? []) this.used.add(file.path);
  }

  /** The path that is left when all links on it are followed; undefined where it leads nowhere. */
  #resolve(parts: readonly string[]): readonly string[] | undefined {
    const left = parts.toReversed();
    const done: string[] = [];
    let followed = 0;
    for (let part = left.pop(); part !== undefined; part = left.pop()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        done.pop();
        continue;
      }
      done.push(part);
      const path = done.join('/');
      const target = this.#root.at(done)?.file?.mode === 'link' ? this.#targetOf(path) : undefined;
      if (target === undefined) continue;
      this.used.add(path);
      followed += 1;
      if (followed > MAX_LINKS) return undefined;
      if (target.startsWith('/')) done.length = 0;
      else done.pop();
      left.push(...target.split('/').reverse());
    }
    return done;
  }
}
