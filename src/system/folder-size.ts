import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** POSIX: `st_blocks` counts in these, whatever the file system's own are. */
const BLOCK = 512;

/**
 * Bytes on disk below a folder, links not followed, other file systems left out; it may change meanwhile. Ends early
 * when `enough` is passed. A folder that is not there has none.
 */
export async function folderSize(folder: string, enough: number): Promise<number> {
  const root = await lstat(folder).catch(() => undefined);
  let total = 0;
  const waiting = root?.isDirectory() ? [folder] : [];
  for (let next = waiting.pop(); next !== undefined && total <= enough; next = waiting.pop()) {
    const here = next;
    const names = await readdir(here).catch(() => []);
    const stats = await Promise.all(names.map((name) => lstat(join(here, name)).catch(() => undefined)));
    for (const [at, stat] of stats.entries()) {
      if (!stat || stat.dev !== root?.dev) continue;
      total += stat.blocks * BLOCK;
      if (stat.isDirectory()) waiting.push(join(here, names[at] as string));
    }
  }
  return total;
}
