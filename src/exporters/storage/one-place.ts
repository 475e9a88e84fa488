import { join } from 'node:path';
import { err, ok } from '../../base/result.ts';
import type { ExportStorage } from '../../build/ports/export-storage.ts';
import { isDiskFull, isFileError } from '../../system/files.ts';
import { isFolder, keepFile } from '../../system/stored-files.ts';
import { diskFull, exportFailure } from '../tools.ts';

/** Where somebody wants one disk image: a folder that is there, or a file. Nothing is kept beside it, and nothing found. */
export function onePlace(path: string): ExportStorage {
  const elsewhere = () => Promise.resolve(err(exportFailure('storage-error', `${path} is no place to read from`)));
  return {
    name: path,
    async store({ file, sha256 }, from) {
      try {
        const to = (await isFolder(path)) ? join(path, file) : path;
        if (await keepFile(from, to, `sha256:${sha256}`)) return ok(undefined);
        return err(exportFailure('storage-error', `${path} has other bytes than were written to it`));
      } catch (error) {
        if (isDiskFull(error)) return err(diskFull(path));
        if (!isFileError(error)) throw error;
        return err(exportFailure('storage-error', `${path} does not take it: ${error.message}`));
      }
    },
    list: () => Promise.resolve(ok([])),
    images: () => Promise.resolve(ok([])),
    read: elsewhere,
    remove: elsewhere,
  };
}
