import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Which part of a folder is copied; paths are from its root, with `/`. */
export interface CopyRules {
  /** Whether a file, link or folder itself is left out. */
  leavesOut(path: string): boolean;
  /** Whether something below a folder that is left out may be copied nevertheless. */
  readonly looksInside: boolean;
}

/** What was copied. */
export interface CopiedFolder {
  readonly files: number;
  /** When the youngest of the files was changed, in seconds since 1970; 0 without files. */
  readonly newest: number;
}

/**
 * Copies files with their modes, links as links, and folders, into a new folder `to`. Sockets, pipes and devices are
 * passed over, as docker does. Rejects with Node's error where something cannot be read or written.
 */
export async function copyFolder(from: string, to: string, rules: CopyRules): Promise<CopiedFolder> {
  let files = 0;
  let newest = 0;
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(from, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isOut = rules.leavesOut(path);
      if (entry.isDirectory()) {
        if (!isOut) await mkdir(join(to, path), { recursive: true });
        if (!isOut || rules.looksInside) await visit(path);
      } else if (!isOut && (entry.isFile() || entry.isSymbolicLink())) {
        // Its folder may be left out, and it taken back in.
        await mkdir(join(to, folder), { recursive: true });
        newest = Math.max(newest, await copyEntry(join(from, path), join(to, path), entry.isSymbolicLink()));
        files += 1;
      }
    }
  };
  await mkdir(to, { recursive: true });
  await visit('');
  return { files, newest };
}

/** Copies one file or link; returns when it was changed, in seconds. */
async function copyEntry(from: string, to: string, isLink: boolean): Promise<number> {
  if (isLink) await symlink(await readlink(from), to);
  else await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  return Math.floor((await lstat(from)).mtimeMs / 1000);
}

/** What a path leads to, links followed. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | 'absent'> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'absent';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}
