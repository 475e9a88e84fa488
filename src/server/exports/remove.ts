import type { Logger } from 'pino';
import type { ExportStorage } from '../../build/ports/export-storage.ts';
import { cleanExports } from '../../engine/export.ts';

/** Removes the disk images of all but the newest versions of each image. */
export async function removeOutdated(
  storage: ExportStorage,
  keep: number,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const removed = await cleanExports({ storage, keep, apply: true, limit: Number.POSITIVE_INFINITY, signal });
  if (!removed.ok) log.warn({ why: removed.error.message }, 'outdated disk images cannot be removed');
  else if (removed.value.length > 0) log.info({ removed: removed.value.length }, 'outdated disk images are removed');
}
