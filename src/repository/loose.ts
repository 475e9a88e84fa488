import { createHash } from 'node:crypto';
import { rawEntry, readPieces } from '../system/files.ts';
import { type BlobSink, BlobUnavailable } from './blobs.ts';
import type { TreeEntry } from './tree.ts';

/** Content of a work tree that is looked at as it is: a file, or the target of a link. */
export type Content =
  | { readonly kind: 'file'; readonly path: Buffer; readonly size: number; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: Uint8Array };

/** The kind of hash that a repository names its objects by. */
export type ObjectFormat = 'sha1' | 'sha256';

/** Files above this size are not looked at for line ends, only hashed in pieces. */
const MAX_IN_MEMORY = 16 * 1024 ** 2;

/** What stands at a path of the work tree, links not followed; undefined for nothing, a folder or a device. */
export async function contentAt(path: Buffer): Promise<Content | undefined> {
  const found = await rawEntry(path);
  if (found.kind === 'link') return found;
  return found.kind === 'file' ? { ...found, path } : undefined;
}

/** How many bytes content has. */
export function contentSize(content: Content): number {
  return content.kind === 'file' ? content.size : content.target.length;
}

/** The id that Git would give these bytes as a blob, no filter applied. */
export async function blobId(content: Content, format: ObjectFormat): Promise<string> {
  const size = contentSize(content);
  const hash = createHash(format).update(`blob ${size}\0`);
  for await (const piece of pieces(content)) hash.update(piece);
  return hash.digest('hex');
}

/** The SHA-256 of the bytes alone, as Git LFS names content. */
export async function contentSha256(content: Content): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces(content)) hash.update(piece);
  return hash.digest('hex');
}

/** The blob id of a file with CRLF read as LF; undefined where there is no CRLF, or the file is very large. */
export async function unixBlobId(content: Content, format: ObjectFormat): Promise<string | undefined> {
  if (content.kind === 'link' || content.size > MAX_IN_MEMORY) return undefined;
  const parts: Uint8Array[] = [];
  for await (const piece of pieces(content)) parts.push(piece);
  const text = Buffer.concat(parts).toString('latin1');
  const unix = text.replaceAll('\r\n', '\n');
  if (unix.length === text.length) return undefined;
  return createHash(format).update(`blob ${unix.length}\0`).update(unix, 'latin1').digest('hex');
}

/** Hands the bytes to a sink; throws `BlobUnavailable` where they no longer are what `id` says. */
export async function readContent(
  at: number,
  id: string,
  content: Content,
  format: ObjectFormat,
  sink: BlobSink,
): Promise<void> {
  const size = contentSize(content);
  const hash = createHash(format).update(`blob ${size}\0`);
  await sink.begin(at, size);
  for await (const piece of pieces(content)) {
    hash.update(piece);
    await sink.piece(piece);
  }
  if (hash.digest('hex') !== id) {
    const what = content.kind === 'file' ? content.path.toString() : 'a link';
    throw new BlobUnavailable(`${what} changed while it was read`);
  }
  await sink.end();
}

/** Git's mode for content, where `fromGit` is what Git would record (it knows file systems without mode bits or links). */
export function modeOf(content: Content, fromGit?: string): TreeEntry['mode'] {
  if (content.kind === 'link') return '120000';
  if (fromGit === '100644' || fromGit === '100755' || fromGit === '120000') return fromGit;
  return content.executable ? '100755' : '100644';
}

async function* pieces(content: Content): AsyncGenerator<Uint8Array> {
  if (content.kind === 'link') yield content.target;
  else yield* readPieces(content.path);
}
