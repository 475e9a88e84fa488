import { isAscii } from 'node:buffer';

/** One entry of a tree, as Git lists it. */
export interface TreeEntry {
  /** From the repository's root, `/` between parts. Bytes that are not UTF-8 are U+FFFD. */
  readonly path: string;
  /** Git's modes: file, executable, symbolic link, submodule. */
  readonly mode: '100644' | '100755' | '120000' | '160000';
  /** Object id: of the blob, or of the submodule's commit. */
  readonly id: string;
}

/** Every file of a repository at a commit or in a work tree, sorted by path in byte order, no path twice. */
export interface Listing {
  readonly entries: readonly TreeEntry[];
  /** Paths whose bytes are not UTF-8. */
  readonly notUtf8: ReadonlySet<string>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });
/** A mode is six digits, and a space. */
const MODE = 7;

/** Reads the output of `ls-tree -r -z` (mode, type, id) or `ls-files --stage -z` (mode, id, stage); stages above 0 are left out. */
export function parseListing(output: Uint8Array): Listing & { readonly conflicts: readonly string[] } {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  const ascii = isAscii(bytes);
  const entries: TreeEntry[] = [];
  const notUtf8 = new Set<string>();
  const conflicts = new Set<string>();
  const text = bytes.toString('latin1');
  // Splitting into lines and fields would take three times as long.
  for (let at = 0, end = text.indexOf('\0'); end >= 0; at = end + 1, end = text.indexOf('\0', at)) {
    const tab = text.indexOf('\t', at);
    const space = text.indexOf(' ', at + MODE);
    const name = text.slice(tab + 1, end);
    const [path, valid] = ascii ? [name, true] : decodePath(name);
    if (!valid) notUtf8.add(path);
    const mode = text.slice(at, at + MODE - 1) as TreeEntry['mode'];
    const [second, third] = [text.slice(at + MODE, space), text.slice(space + 1, tab)];
    if (third.length === 1 && third !== '0') conflicts.add(path);
    else entries.push({ path, mode, id: third.length === 1 ? second : third });
  }
  if (!ascii) entries.sort((a, b) => comparePaths(a.path, b.path));
  return { entries, notUtf8, conflicts: [...conflicts] };
}

/** A path as Git wrote it, one character a byte, in UTF-8; and whether it was. */
export function decodePath(latin1: string): readonly [path: string, valid: boolean] {
  const bytes = Buffer.from(latin1, 'latin1');
  try {
    return [decoder.decode(bytes), true];
  } catch {
    return [bytes.toString('utf8'), false];
  }
}

/** Units whose order among each other is not that of their characters: surrogates, and what stands above them. */
const unordered = /[\ud800-\uffff]/;

/** Orders paths by their UTF-8 bytes, as Git does; JavaScript's own order differs where there are surrogates. */
export function comparePaths(a: string, b: string): number {
  if (unordered.test(a) && unordered.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The index of the first entry whose path is not before `path`. */
function lowerBound(entries: readonly TreeEntry[], path: string): number {
  const isPlain = !unordered.test(path);
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = (entries[middle] as TreeEntry).path;
    if (isPlain ? other < path : comparePaths(other, path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The entry at exactly this path. */
export function entryAt(entries: readonly TreeEntry[], path: string): TreeEntry | undefined {
  const entry = entries[lowerBound(entries, path)];
  return entry?.path === path ? entry : undefined;
}

/** A range of a listing, the end not included. */
export interface EntryRange {
  readonly start: number;
  readonly end: number;
}

/** Where the entries below each folder are; the root is `''`. Listings are sorted, so each folder is one range. */
export function folderRanges(entries: readonly TreeEntry[]): ReadonlyMap<string, EntryRange> {
  const ranges = new Map<string, EntryRange>();
  const open: { readonly path: string; readonly prefix: string; readonly start: number }[] = [];
  const closeUntil = (path: string, end: number) => {
    for (let last = open.at(-1); last && !path.startsWith(last.prefix); last = open.at(-1)) {
      ranges.set(last.path, { start: last.start, end });
      open.pop();
    }
  };
  for (const [start, { path }] of entries.entries()) {
    closeUntil(path, start);
    const known = open.at(-1)?.prefix.length ?? 0;
    for (let slash = path.indexOf('/', known); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      open.push({ path: path.slice(0, slash), prefix: path.slice(0, slash + 1), start });
    }
  }
  // No path starts with a NUL: what is still open ends with the listing.
  closeUntil('\0', entries.length);
  return entries.length === 0 ? ranges : ranges.set('', { start: 0, end: entries.length });
}
