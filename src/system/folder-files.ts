import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  copyFile,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Environment } from './environment.ts';

/** A file's text; undefined where there is none. */
export function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** The text of a plain file of at most `limit` bytes; undefined where the path leads to anything else. */
export async function readAtMost(path: string, limit: number): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() && found.size <= limit ? readText(path) : undefined;
}

/** The names in a folder; none where there is no folder. */
export function listNames(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** A file or link below a folder, as far as it matters to a build. */
export interface WalkedFile {
  /** From the folder, with `/`. */
  readonly path: string;
  readonly executable: boolean;
  /** The digest of the content, or of the link's target. */
  readonly digest: string;
}

/** All files and links below a folder, in the order of their paths. */
export async function walkFiles(folder: string): Promise<readonly WalkedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
  const walked = await Promise.all(
    files.map(async (entry): Promise<WalkedFile> => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isFile() ? await readFile(path) : await readlink(path);
      const executable = entry.isFile() && ((await lstat(path)).mode & 0o100) !== 0;
      return { path: relative(folder, path).replaceAll(sep, '/'), executable, digest: sha256(content) };
    }),
  );
  return walked.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Writes a file that only this user can read. */
export function writePrivate(path: string, content: Uint8Array | string): Promise<void> {
  return writeFile(path, content, { mode: 0o600 });
}

/** Writes a file that must not exist yet, with the modes that a person's own editor would give it. */
export function writeNewFile(path: string, content: Uint8Array | string, executable: boolean): Promise<void> {
  return writeFile(path, content, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
}

/** Makes a folder and those above it, readable by this user alone. */
export async function makePrivate(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Makes a symbolic link at `path` to `target`. */
export function linkTo(target: string, path: string): Promise<void> {
  return symlink(target, path);
}

/** Moves a file, across file systems too, so that `to` is never seen half-written. What stands at `to` is replaced. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const draft = `${to}.${process.pid}.part`;
    await copyFile(from, draft);
    await rename(draft, to);
    await rm(from);
  }
}

/** The digest of some bytes, as OCI writes it. */
export function sha256(content: Uint8Array | string): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** The digest of a plain file's bytes, as OCI writes it; undefined where the path leads to anything else. */
export async function hashFile<A extends string = 'sha256'>(
  path: string,
  algorithm: A | 'sha256' = 'sha256',
): Promise<`${A}:${string}` | undefined> {
  if (!(await lstat(path).catch(() => undefined))?.isFile()) return undefined;
  const hash = createHash(algorithm);
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  await pipeline(file.createReadStream(), hash);
  return `${algorithm as A}:${hash.digest('hex')}`;
}

/** Removes files; those that are gone already are no trouble. */
export async function removeFiles(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}

/** The program that a command name means with this PATH; undefined where there is none. */
export async function findProgram(name: string, environment: Environment): Promise<string | undefined> {
  const folders = isAbsolute(name) ? [''] : (environment.PATH ?? '').split(delimiter);
  for (const folder of folders) {
    const path = folder === '' ? name : join(folder, name);
    if (isAbsolute(path) && (await isExecutable(path))) return path;
  }
  return undefined;
}

/** Whether this user may run a file. */
export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Hard limits of this process, as setrlimit(2) numbers them; undefined where they are endless or unknown. */
export async function hardLimits(): Promise<{ readonly openFiles?: number; readonly processes?: number }> {
  const table = await readText('/proc/self/limits');
  const limit = (name: string) => {
    const found = new RegExp(`^${name}\\s+\\S+\\s+([0-9]+)\\s`, 'm').exec(table ?? '');
    return found?.[1] === undefined ? undefined : Number(found[1]);
  };
  const [openFiles, processes] = [limit('Max open files'), limit('Max processes')];
  return { ...(openFiles === undefined ? {} : { openFiles }), ...(processes === undefined ? {} : { processes }) };
}
