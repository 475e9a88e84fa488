import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { hashFile } from './folder-files.ts';

/** Bytes of a file; 0 where there is none. */
export async function sizeOfFile(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/**
 * Moves a large file to a place where it is kept: on disk when this returns, across file systems too, and never seen
 * half-written. A copy is held against the digest that its bytes must have; `false`: it has others, and nothing is kept.
 */
export async function keepFile(from: string, to: string, digest: `sha256:${string}`): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true });
  const draft = `${to}.${process.pid}.part`;
  try {
    const moved = await renamed(from, draft);
    if (!moved) await copyFile(from, draft, constants.COPYFILE_FICLONE);
    if (!moved && (await hashFile(draft)) !== digest) return false;
    await syncFile(draft);
    await rename(draft, to);
    await syncFile(dirname(to));
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The bytes of a file from `start` up to and including `end`. Rejects at once where there is no such file. */
export async function readRange(path: string, start: number, end: number): Promise<AsyncIterable<Uint8Array>> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  return handle.createReadStream({ start, end });
}

/** Whether a path leads to a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The folders below `folder` that hold files, from it, with `/`; none where there is no such folder. */
export async function listFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const holders = entries.filter((entry) => entry.isFile()).map(({ parentPath }) => relative(folder, parentPath));
  return [...new Set(holders)].filter((path) => path !== '').sort();
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    return false;
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
