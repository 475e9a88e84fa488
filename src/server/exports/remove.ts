import type { Logger } from 'pino';
import { outdatedExports } from '../../build/exports.ts';
import type { ExportStorage } from '../../build/ports/export-storage.ts';

/** Removes the disk images of all but the newest versions of each image; returns how many. */
export async function removeOutdated(
  storage: ExportStorage,
  keep: number,
  log: Logger,
  signal: AbortSignal,
): Promise<number> {
  const images = await storage.images(signal);
  if (!images.ok) {
    log.warn({ why: images.error.message }, 'disk images cannot be listed');
    return 0;
  }
  let removed = 0;
  for (const image of images.value) {
    const stored = await storage.list(image, signal);
    for (const one of stored.ok ? outdatedExports(stored.value, keep) : []) {
      const gone = await storage.remove(one, signal);
      if (gone.ok) removed += 1;
      else log.warn({ image, file: one.file, why: gone.error.message }, 'a disk image cannot be removed');
    }
  }
  if (removed > 0) log.info({ removed }, 'outdated disk images are removed');
  return removed;
}
