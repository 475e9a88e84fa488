import { join } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { ExportMetadata, ExportStorage } from '../../build/ports/export-storage.ts';
import { isDiskFull, isFileError } from '../../system/files.ts';
import { listNames, readAtMost, removeFiles } from '../../system/folder-files.ts';
import { writeAtomically } from '../../system/storage.ts';
import { isFolder, keepFile, listFolders, readRange } from '../../system/stored-files.ts';
import { diskFull, exportFailure } from '../tools.ts';
import { MAX_METADATA, newestFirst, parseMetadata } from './metadata.ts';

/** A folder on this machine, made when the first export is stored. */
export function localStorage(folder: string): ExportStorage {
  return folderStorage(folder, folder, async () => undefined);
}

/** A volume that is mounted at `folder`, of a Kubernetes claim for one: where it is missing, nothing is written beside it. */
export function volumeStorage(folder: string): ExportStorage {
  return folderStorage(folder, `the volume at ${folder}`, async () => {
    if (await isFolder(folder)) return undefined;
    const message = `no volume is mounted at ${folder}`;
    return exportFailure('storage-error', message, 'see whether its claim is bound, and mounted into this container');
  });
}

function folderStorage(folder: string, name: string, hindrance: () => Promise<Failure | undefined>): ExportStorage {
  const pathOf = ({ image, file }: Pick<ExportMetadata, 'image' | 'file'>) => join(folder, ...image.split('/'), file);
  const guarded = async <T>(work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> => {
    const hindered = await hindrance();
    if (hindered) return err(hindered);
    try {
      return await work();
    } catch (error) {
      if (isDiskFull(error)) return err(diskFull(name));
      if (!isFileError(error)) throw error;
      const message = `${name} does not take it: ${error.message}`;
      return err(exportFailure('storage-error', message, 'see whose the folder is, and whether it is writable'));
    }
  };
  return {
    name,
    store: (metadata, file) =>
      guarded(async () => {
        const path = pathOf(metadata);
        if (!(await keepFile(file, path, `sha256:${metadata.sha256}`))) {
          return err(exportFailure('storage-error', `${name} has other bytes than were written to it`));
        }
        await writeAtomically(`${path}.json`, `${JSON.stringify(metadata, null, 2)}\n`);
        return ok(undefined);
      }),
    list: (image) =>
      guarded(async () => {
        const own = join(folder, ...image.split('/'));
        const names = (await listNames(own)).filter((each) => each.endsWith('.json'));
        const read = await Promise.all(names.map((each) => readAtMost(join(own, each), MAX_METADATA)));
        return ok(newestFirst(read.flatMap((text) => parseMetadata(text, image))));
      }),
    images: () => guarded(async () => ok(await listFolders(folder))),
    read: (metadata, { start, end }) => guarded(async () => ok(await readRange(pathOf(metadata), start, end))),
    remove: (metadata) =>
      guarded(async () => {
        await removeFiles([`${pathOf(metadata)}.json`]);
        await removeFiles([pathOf(metadata)]);
        return ok(undefined);
      }),
  };
}
