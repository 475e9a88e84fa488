import { randomUUID } from 'node:crypto';
import type { Git } from './git.ts';

/** A file as a commit is to have it. */
export interface FileEdit {
  /** From the root, `/` between parts. */
  readonly path: string;
  /** Absent: the file is not there any more. */
  readonly content?: Uint8Array;
  readonly executable?: boolean;
}

/** Whom a commit names. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A commit to make on top of another one. */
export interface NewCommit {
  /** Full id. */
  readonly parent: string;
  readonly edits: readonly FileEdit[];
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
  /** Seconds since 1970. */
  readonly time: number;
}

/** A commit that no branch has yet. */
export interface MadeCommit {
  readonly id: string;
  /** It has the very tree of its parent. */
  readonly isEmpty: boolean;
  /** Lets go of it: what keeps it from being cleaned away is removed. */
  release(): Promise<void>;
}

/** Longest path that Linux takes. */
const MAX_PATH = 4096;

/**
 * Whether a text may be the path of a file in a commit: below the root, nothing that Git keeps for itself, no control
 * character.
 */
export function isFilePath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (path.length > MAX_PATH || /[\x00-\x1f\x7f\\]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/^\.git$/i.test(part));
}

/**
 * Makes a commit in a repository, bare or not, without a work tree or an index. Every path must be one that
 * `isFilePath` takes. (git-fast-import(1), "Input format")
 */
export async function makeCommit(git: Git, commit: NewCommit): Promise<MadeCommit> {
  const wrong = commit.edits.find(({ path }) => !isFilePath(path));
  if (wrong) throw new Error(`${JSON.stringify(wrong.path)} is no path for a commit`);
  const ref = `refs/caskwright/edits/${randomUUID()}`;
  const stream = Buffer.concat([...streamOf(ref, commit)]);
  const output = await git.bytes(['fast-import', '--quiet', '--done', '--date-format=raw'], stream);
  const id = Buffer.from(output).toString('latin1').trim();
  const trees = await git.bytes(['rev-parse', `${id}^{tree}`, `${commit.parent}^{tree}`]);
  const [tree, before] = Buffer.from(trees).toString('latin1').split('\n');
  return { id, isEmpty: tree === before, release: async () => void (await git.bytes(['update-ref', '-d', ref])) };
}

function* streamOf(ref: string, { parent, edits, message, author, committer, time }: NewCommit): Generator<Uint8Array> {
  yield line(`commit ${ref}`);
  yield line('mark :1');
  yield line(`author ${signature(author)} ${time} +0000`);
  yield line(`committer ${signature(committer)} ${time} +0000`);
  yield* data(Buffer.from(message));
  yield line(`from ${parent}`);
  for (const { path, content, executable = false } of edits) {
    const quoted = `"${path.replaceAll('"', '\\"')}"`;
    if (content === undefined) yield line(`D ${quoted}`);
    else {
      yield line(`M ${executable ? '100755' : '100644'} inline ${quoted}`);
      yield* data(content);
    }
  }
  yield line('');
  yield line('get-mark :1');
  yield line('done');
}

function line(text: string): Uint8Array {
  return Buffer.from(`${text}\n`);
}

function* data(bytes: Uint8Array): Generator<Uint8Array> {
  yield line(`data ${bytes.length}`);
  yield bytes;
  yield line('');
}

/** Angle brackets and line ends would end the name, and let it write more of the commit. */
function signature({ name, email }: Person): string {
  const plain = (text: string) => text.replace(/[<>\p{Cc}]+/gu, ' ').trim();
  return `${plain(name) || 'unknown'} <${plain(email)}>`;
}
