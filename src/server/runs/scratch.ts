import { join } from 'node:path';
import type { RunFolder } from '../../engine/connections.ts';
import { makeDirectory, remove } from '../../system/files.ts';
import { listNames } from '../../system/folder-files.ts';

/**
 * The folder of one run, the same for every server that carries it out. It outlives the carrying out: `removeScratch`
 * removes it when the run is over.
 */
export async function scratchOf(folder: string, run: number): Promise<RunFolder> {
  const path = pathOf(folder, run);
  return {
    path,
    async make(label) {
      const inside = join(path, label);
      await makeDirectory(inside);
      return inside;
    },
    remove: () => Promise.resolve(),
  };
}

export function removeScratch(folder: string, run: number): Promise<void> {
  return remove(pathOf(folder, run));
}

/** The runs that have a folder. */
export async function scratchedRuns(folder: string): Promise<readonly number[]> {
  const names = await listNames(folder);
  return names.flatMap((name) => /^run-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}

function pathOf(folder: string, run: number): string {
  return join(folder, `run-${run}`);
}
