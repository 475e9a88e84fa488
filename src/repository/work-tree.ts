import { Semaphore } from '../base/semaphore.ts';
import { compileGlob } from '../definition/glob.ts';
import { BlobReader, type BlobSink } from './blobs.ts';
import { MAX_POINTER, pointedContent } from './lfs.ts';
import {
  blobId,
  type Content,
  contentAt,
  contentSha256,
  contentSize,
  modeOf,
  readContent,
  unixBlobId,
} from './loose.ts';
import type { GitRepository } from './open.ts';
import { blobSizes, readBytes, type Tree } from './source.ts';
import { comparePaths, decodePath, entryAt, type Listing, parseListing, type TreeEntry } from './tree.ts';

/** How many files are hashed at one time. */
const HASHING = 8;

/** A file of the work tree that Git says may differ from the index. */
interface Candidate {
  readonly path: string;
  /** The path as bytes, one character each. */
  readonly raw: string;
  readonly mode: string;
}

/** What a path of the work tree holds; without content it is as the index has it. */
interface Found {
  readonly path: string;
  readonly entry: TreeEntry | undefined;
  readonly content?: Content;
}

/**
 * The tree of a work tree: the index, with the raw bytes of tracked files that differ from it. No filter and no
 * line-ending conversion takes part. A file whose only difference from the index is what a checkout did to it
 * (CRLF for LF, the content in place of a Git LFS pointer) counts as unchanged, so that every clone of a commit
 * has the same listing whatever its settings were.
 */
export async function workTree(repository: GitRepository): Promise<Tree> {
  const { git, head } = repository;
  const [index, changed, staged] = await Promise.all([
    git.bytes(['ls-files', '--stage', '-z']),
    changedFiles(repository),
    git.bytes([
      'diff-index',
      '--cached',
      '--raw',
      '-z',
      '--no-renames',
      '--no-abbrev',
      '--ignore-submodules=all',
      head,
    ]),
  ]);
  const listing = parseListing(index);
  const conflicts = new Set(listing.conflicts);
  const candidates = parseDifferences(changed)
    .filter(({ path }) => !conflicts.has(path))
    .map(({ path, raw, after }) => ({ path, raw, mode: after.mode }));
  const blobs = new BlobReader(git);
  const base = { ...listing, commit: head, dirty: [], loose: new Map<string, Content>() };
  const found = await lookAt(repository, treeOf(repository, base, blobs), candidates);
  const merged = merge(base, found);
  const before = new Map(parseDifferences(staged).map((difference) => [difference.path, difference.before]));
  const suspects = [...new Set([...before.keys(), ...found.map(({ path }) => path), ...conflicts])];
  const dirty = suspects
    .filter((path) => !sameEntry(entryAt(merged.entries, path), before.get(path) ?? entryAt(listing.entries, path)))
    .sort(comparePaths);
  return treeOf(repository, { ...merged, dirty }, blobs);
}

/**
 * What differs from the index by time stamp or size. Git compares content only where time stamps cannot tell, and
 * would let filter drivers take part in that; so those that the repository's own configuration defines are switched off.
 */
async function changedFiles({ git }: GitRepository): Promise<Uint8Array> {
  const keys = await git.run(['config', '--includes', '-z', '--name-only', '--get-regexp', '^filter\\.']);
  const names = Buffer.from(keys.stdout)
    .toString('utf8')
    .split('\0')
    .map((key) => key.slice('filter.'.length, key.lastIndexOf('.')));
  const filters = new Set(names.filter((name) => name !== ''));
  return git
    .withoutFilters([...filters])
    .bytes(['diff-files', '--raw', '-z', '--no-renames', '--ignore-submodules=all']);
}

interface WorkTreeState extends Listing {
  readonly commit: string;
  readonly dirty: readonly string[];
  readonly conflicts: readonly string[];
  /** Content that no blob of the repository holds, by the id that it would have. */
  readonly loose: ReadonlyMap<string, Content>;
}

function treeOf(repository: GitRepository, state: WorkTreeState, blobs: BlobReader): Tree {
  const { objectFormat } = repository;
  return {
    ...state,
    objectFormat,
    async read(ids, sink) {
      for (let at = 0; at < ids.length; ) {
        const content = state.loose.get(ids[at] as string);
        const start = at;
        if (content) {
          await readContent(at, ids[at] as string, content, objectFormat, sink);
          at += 1;
        } else {
          while (at < ids.length && !state.loose.has(ids[at] as string)) at += 1;
          await blobs.read(ids.slice(start, at), shifted(sink, start));
        }
      }
    },
    async sizes(ids) {
      const stored = (
        await blobSizes(
          repository.git,
          ids.filter((id) => !state.loose.has(id)),
        )
      ).values();
      return ids.map((id) => {
        const content = state.loose.get(id);
        return content ? contentSize(content) : (stored.next().value ?? 0);
      });
    },
    async including(globs) {
      if (globs.length === 0) return this;
      const matches = globs.map(compileGlob).flatMap((glob) => (glob.ok ? [glob.value] : []));
      const others = await untracked(repository, globs);
      const candidates = others.filter(({ path }) => matches.some((match) => match(path)));
      return treeOf(repository, merge(state, await lookAt(repository, this, candidates)), blobs);
    },
    close: () => blobs.close(),
  };
}

function shifted(sink: BlobSink, by: number): BlobSink {
  return {
    begin: (at, size) => sink.begin(at + by, size),
    piece: (bytes) => sink.piece(bytes),
    end: () => sink.end(),
  };
}

/** Hashes what stands at the candidates' paths, and finds those that are as the index has them after all. */
async function lookAt(repository: GitRepository, tree: Tree, candidates: readonly Candidate[]): Promise<Found[]> {
  const { root = '', objectFormat } = repository;
  const slots = new Semaphore(HASHING);
  const found = await Promise.all(
    candidates.map(({ path, raw, mode }) =>
      slots.run(async (): Promise<Found> => {
        if (mode === '000000') return { path, entry: undefined };
        const content = await contentAt(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(raw, 'latin1')]));
        if (!content) return { path, entry: undefined };
        const entry = { path, mode: modeOf(content, mode), id: await blobId(content, objectFormat) };
        const known = entryAt(tree.entries, path);
        if (known?.id === entry.id) return { path, entry };
        if (known && known.id === (await unixBlobId(content, objectFormat)))
          return { path, entry: { ...entry, id: known.id } };
        return { path, entry, content };
      }),
    ),
  );
  return withoutLfsContent(tree, found);
}

/** Puts the pointer back in the place of content that Git LFS checked out. */
async function withoutLfsContent(tree: Tree, found: readonly Found[]): Promise<Found[]> {
  const known = found.map(({ path, content }) => (content ? entryAt(tree.entries, path) : undefined));
  const blobs = known.flatMap((entry) => (entry && entry.mode !== '160000' ? [entry.id] : []));
  const bytes = await readBytes(tree, blobs, MAX_POINTER);
  return Promise.all(
    found.map(async ({ path, entry, content }, at) => {
      const id = known[at]?.id ?? '';
      const pointed = pointedContent(bytes.get(id) ?? new Uint8Array());
      if (!entry || !content) return { path, entry };
      if (pointed === undefined || (await contentSha256(content)) !== pointed) return { path, entry, content };
      return { path, entry: { ...entry, id } };
    }),
  );
}

function merge(state: WorkTreeState, found: readonly Found[]): WorkTreeState {
  if (found.length === 0) return state;
  const replaced = new Set(found.map(({ path }) => path));
  const entries = state.entries.filter(({ path }) => !replaced.has(path));
  const loose = new Map(state.loose);
  for (const { entry, content } of found) {
    if (entry) entries.push(entry);
    if (entry && content) loose.set(entry.id, content);
  }
  return { ...state, entries: entries.sort((a, b) => comparePaths(a.path, b.path)), loose };
}

/** Untracked files, ignored ones included, below the folders that the globs can reach. */
async function untracked({ git }: GitRepository, globs: readonly string[]): Promise<Candidate[]> {
  const folders = new Set(globs.map((glob) => glob.split('/').slice(0, -1)).map(withoutWildcards));
  const pathspecs = folders.has('') ? [] : [...folders];
  const output = await git.bytes(['ls-files', '--others', '-z', '--', ...pathspecs]);
  return Buffer.from(output)
    .toString('latin1')
    .split('\0')
    .filter((raw) => raw !== '' && !raw.endsWith('/'))
    .map((raw) => ({ raw, path: decodePath(raw)[0], mode: '' }));
}

function withoutWildcards(segments: readonly string[]): string {
  const end = segments.findIndex((segment) => /[*?[\\]/.test(segment));
  return segments.slice(0, end < 0 ? undefined : end).join('/');
}

interface Side {
  readonly mode: string;
  readonly id: string;
}

/** Reads the output of a `--raw -z --no-renames` difference (git-diff-index(1), "Raw output format"). */
function parseDifferences(output: Uint8Array) {
  const fields = Buffer.from(output).toString('latin1').split('\0');
  const differences: { path: string; raw: string; before: Side; after: Side }[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [before = '', after = '', beforeId = '', afterId = ''] = (fields[at] as string).slice(1).split(' ');
    const raw = fields[at + 1] as string;
    const sides = { before: { mode: before, id: beforeId }, after: { mode: after, id: afterId } };
    differences.push({ path: decodePath(raw)[0], raw, ...sides });
  }
  return differences;
}

/** Whether an entry is what a difference, or the index, says it was; mode 000000 stands for none. */
function sameEntry(entry: TreeEntry | undefined, before: Side | undefined): boolean {
  if (!entry) return !before || before.mode === '000000';
  return entry.mode === before?.mode && entry.id === before.id;
}
