import { join } from 'node:path';
import { FileMemory } from '../repository/memory.ts';
import type { GitRepository } from '../repository/open.ts';

/**
 * Opens what earlier runs of the same program have read out of this repository. It lies among Git's own files, where
 * no commit can put anything: a cache in the work tree could be forged by whoever may open a pull request.
 */
export function openMemory(repository: GitRepository, program: string | undefined): Promise<FileMemory> | undefined {
  if (program === undefined) return undefined;
  return FileMemory.open(join(repository.gitDirectory, 'caskwright', 'read'), program);
}

/** Keeps what this run has read. Where nothing can be written the next run reads again: that is all. */
export async function keepMemory(memory: FileMemory | undefined): Promise<void> {
  await memory?.save().catch(() => {});
}
