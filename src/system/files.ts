import { constants } from 'node:fs';
import { access, type FileHandle, lstat, lutimes, mkdir, open, readlink, realpath, symlink } from 'node:fs/promises';

/** The folder or file that a path leads to through every link; undefined where there is none. */
export function realPath(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

/** Whether a path leads to something. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** What stands at a path itself, links not followed. */
export type RawEntry =
  | { readonly kind: 'file'; readonly size: number; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: Uint8Array }
  | { readonly kind: 'absent' | 'other' };

/** Looks at a path without following a link there. */
export async function rawEntry(path: string | Buffer): Promise<RawEntry> {
  const found = await lstat(path).catch(absent);
  if (found === undefined) return { kind: 'absent' };
  if (found.isSymbolicLink()) return { kind: 'link', target: await readlink(path, { encoding: 'buffer' }) };
  if (!found.isFile()) return { kind: 'other' };
  return { kind: 'file', size: found.size, executable: (found.mode & 0o100) !== 0 };
}

/** The bytes of a file in pieces; refuses to follow a link at the path itself. */
export async function* readPieces(path: string | Buffer): AsyncGenerator<Uint8Array> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    yield* handle.createReadStream({ autoClose: false });
  } finally {
    await handle.close();
  }
}

/** Makes a folder and those above it. */
export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o755 });
}

/** Writes a file that must not exist yet (not as a link either), with exactly this mode and time. */
export async function writeNew(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  attributes: { readonly mode: number; readonly seconds: number },
): Promise<void> {
  const handle = await open(path, 'wx', attributes.mode);
  try {
    for await (const piece of pieces) await writeAll(handle, piece);
    await handle.chmod(attributes.mode);
    await handle.utimes(attributes.seconds, attributes.seconds);
  } finally {
    await handle.close();
  }
}

/** Makes a symbolic link that must not exist yet. */
export async function linkNew(path: string, target: Uint8Array, seconds: number): Promise<void> {
  await symlink(Buffer.from(target), path);
  await lutimes(path, seconds, seconds);
}

/** Sets the mode and the time of a folder. */
export async function settleDirectory(path: string, mode: number, seconds: number): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await handle.chmod(mode);
    await handle.utimes(seconds, seconds);
  } finally {
    await handle.close();
  }
}

/** Whether an error of this room says that there is no space left, by disk or by quota. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
