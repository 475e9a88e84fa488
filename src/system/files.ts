import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  futimesSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import {
  access,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';

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

/** The text of a file; undefined where it cannot be read. */
export function readWhole(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Puts a file in the place of another in one step, folders made as needed. Only the owner can read it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await makeDirectory(dirname(path));
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { flag: 'wx', mode: 0o600 });
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}

/** How long ago a file was written, in milliseconds; undefined where there is none. */
export async function ageOf(path: string): Promise<number | undefined> {
  const found = await lstat(path).catch(absent);
  return found === undefined ? undefined : Date.now() - found.mtimeMs;
}

/** A random id that stands in a file from the first time that it is asked for. */
export async function identityIn(path: string): Promise<string> {
  await makeDirectory(dirname(path));
  await writeFile(path, `${randomUUID()}\n`, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(path, 'utf8')).trim();
}

/** Makes an empty file, and the folders above it, where there is none. */
export async function writeEmpty(path: string): Promise<void> {
  await makeDirectory(dirname(path));
  await writeFile(path, '', { flag: 'a', mode: 0o600 });
}

/** Makes a folder and those above it. */
export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o755 });
}

/** Gives a folder its name, unless a folder with something in it has that name already. Both on one file system. */
export async function moveDirectory(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await remove(from);
  });
}

/** Mode and time that a new file gets, whatever the umask and the clock say. */
export interface FileAttributes {
  readonly mode: number;
  /** Since 1970. */
  readonly seconds: number;
}

/** A file that is being written. It must not have existed before, not as a link either. */
export class NewFile {
  readonly #handle: FileHandle;
  readonly #attributes: FileAttributes;

  private constructor(handle: FileHandle, attributes: FileAttributes) {
    this.#handle = handle;
    this.#attributes = attributes;
  }

  static async create(path: string, attributes: FileAttributes): Promise<NewFile> {
    return new NewFile(await open(path, 'wx', attributes.mode), attributes);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
  }

  /** Sets mode and time, and closes the file. */
  async finish(): Promise<void> {
    const { mode, seconds } = this.#attributes;
    await this.#handle.chmod(mode);
    await this.#handle.utimes(seconds, seconds);
    await this.#handle.close();
  }

  /** Lets go of the file as it is. May be called after `finish`, and twice. */
  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Writes a small file that must not exist yet without giving the turn away: many of them are much faster this way. */
export function writeNewNow(path: string, bytes: Uint8Array, { mode, seconds }: FileAttributes): void {
  const file = openSync(path, 'wx', mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fchmodSync(file, mode);
    futimesSync(file, seconds, seconds);
  } finally {
    closeSync(file);
  }
}

/** Makes a symbolic link that must not exist yet. */
export function linkNewNow(path: string, target: Uint8Array, seconds: number): void {
  symlinkSync(Buffer.from(target), path);
  lutimesSync(path, seconds, seconds);
}

/** Removes a folder with all that is in it; it may be gone already. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

/** Makes a folder that must not exist yet in one that does. */
export function makeDirectoryNow(path: string): void {
  mkdirSync(path, { mode: 0o755 });
}

/** Sets the mode and the time of a folder of ours; writing into it would set the time again. */
export function settleDirectoryNow(path: string, { mode, seconds }: FileAttributes): void {
  chmodSync(path, mode);
  utimesSync(path, seconds, seconds);
}

/** Whether an error of this room says that there is no space left, by disk or by quota. */
export function isDiskFull(error: unknown): boolean {
  return isFileError(error) && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Whether an error is the operating system's answer, not a bug. */
export function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
