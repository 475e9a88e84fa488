import { BlobReader, type BlobSink } from './blobs.ts';
import type { Git } from './git.ts';
import type { GitRepository } from './open.ts';
import { parseListing, type TreeEntry } from './tree.ts';

/** The files of a repository at a commit or in a work tree, and the way to their bytes. */
export interface Tree {
  /** Id of the commit; for a work tree that of HEAD. */
  readonly commit: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Sorted by path in byte order, no path twice. */
  readonly entries: readonly TreeEntry[];
  /** Paths that differ from the commit, sorted; always empty for a commit. What only `include` brings in is not among them. */
  readonly dirty: readonly string[];
  /** Paths whose bytes are not UTF-8. */
  readonly notUtf8: ReadonlySet<string>;
  /** Paths that the index holds in several versions of a merge. */
  readonly conflicts: readonly string[];
  /** Hands the bytes behind ids of this tree to a sink, in this order. Rejects with `BlobUnavailable`. */
  read(ids: readonly string[], sink: BlobSink): Promise<void>;
  /** The sizes of blobs in bytes, in this order; 0 for what the clone does not have. */
  sizes(ids: readonly string[]): Promise<readonly number[]>;
  /** This tree with the untracked files that match the globs; for a commit the tree itself. */
  including(globs: readonly string[]): Promise<Tree>;
  /** Ends what reading has started; may be called twice. */
  close(): Promise<void>;
}

/** The tree of a commit. `commit` is a full id (`resolveCommit`). */
export async function commitTree(repository: GitRepository, commit: string): Promise<Tree> {
  const { git, objectFormat } = repository;
  const listing = parseListing(await git.bytes(['ls-tree', '-r', '-z', '--full-tree', commit]));
  const blobs = new BlobReader(git);
  return {
    ...listing,
    commit,
    objectFormat,
    dirty: [],
    read: (ids, sink) => blobs.read(ids, sink),
    sizes: (ids) => blobSizes(git, ids),
    async including() {
      return this;
    },
    close: () => blobs.close(),
  };
}

/** The first `limit` bytes of each blob, by id. */
export async function readBytes(
  tree: Tree,
  ids: Iterable<string>,
  limit: number,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Uint8Array>();
  await tree.read(
    wanted,
    collecting(limit, (at, bytes) => found.set(wanted[at] ?? '', bytes)),
  );
  return found;
}

/** A sink that hands on whole blobs, cut off after `limit` bytes. */
export function collecting(limit: number, take: (at: number, bytes: Uint8Array) => void): BlobSink {
  let place = 0;
  let length = 0;
  let pieces: Uint8Array[] = [];
  return {
    begin: (at) => {
      place = at;
      length = 0;
      pieces = [];
    },
    piece: (bytes) => {
      if (length < limit) pieces.push(bytes.subarray(0, limit - length));
      length += bytes.length;
    },
    end: () => {
      take(place, pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
    },
  };
}

/** The sizes of blobs of the object store in bytes, in this order; 0 for what it does not have. */
export async function blobSizes(git: Git, ids: readonly string[]): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  const output = await git.bytes(['cat-file', '--batch-check=%(objectsize)'], `${ids.join('\n')}\n`);
  const lines = Buffer.from(output).toString('latin1').split('\n');
  return ids.map((_, at) => Number.parseInt(lines[at] ?? '', 10) || 0);
}
