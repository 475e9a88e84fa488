import { mkdirSync, readdirSync, rmdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The bytes of a file; undefined where there is none. Any other trouble rejects with Node's error. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** What changes whenever a file is replaced or written to; undefined where there is none that can be looked at. */
export function fileStamp(path: string): string | undefined {
  // An exception costs more than the look, and a plan looks thousands of times where there is nothing yet.
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
}

let counter = 0;

/** Writes a file so that a reader, or a crash, sees the old bytes or the new ones and nothing between. Makes its folder. */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  counter += 1;
  const temporary = `${path}.${process.pid}-${counter}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes an empty folder whose entries named in `links` are links to other places, in the place of whatever was there. */
export function makeLinkedFolder(path: string, links: Readonly<Record<string, string>>): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  for (const [name, target] of Object.entries(links)) symlinkSync(target, `${path}/${name}`, 'dir');
}

/** The names in a folder, before it returns; none where there is no folder. */
export function namesInNow(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Makes a folder and those above it before it returns. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
}

/** Removes what `makeLinkedFolder` made, not what its links lead to; the folder around it too once nothing is left there. */
export function removeLinkedFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
  try {
    rmdirSync(dirname(path));
  } catch {
    // Others are still in it, or have removed it.
  }
}
