import { basename, dirname, join } from 'node:path';
import { listNames, readText } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';
import { endProcessesIn, removeFolder } from '../system/run-folder.ts';

/** How to reach the store that builds ran in. */
export interface Store {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where containers/storage keeps what it knows of containers: `<root>/<driver>-containers`. */
  readonly containers: string;
}

/** A cleanup has a time of its own: it goes on when the build was cancelled. */
const CLEANUP_TIMEOUT = 60_000;

/**
 * Removes everything that a build with this private folder left behind when it was killed: processes, containers
 * of the OCI runtime, working containers with their mounts, and the folder. Other builds are not touched: all of
 * it is found by the folder's own name. May be called twice.
 */
export async function removeLeftovers(folder: string, store: Store): Promise<void> {
  await endProcessesIn(folder);
  await deleteRuntimeContainers(folder, store);
  const working = await workingContainers(basename(folder), store);
  if (working.length > 0) await run(store.command, ['rm', ...working], store, folder);
  await removeFolder(folder);
}

/** RUN under an OCI runtime is the container `buildah-<bundle>`, and its bundle lies in the build's TMPDIR. */
async function deleteRuntimeContainers(folder: string, store: Store): Promise<void> {
  for (const name of await listNames(folder)) {
    const isBundle = /^buildah[0-9]+$/.test(name) && (await listNames(join(folder, name))).includes('config.json');
    if (isBundle) await run('runc', ['delete', '--force', `buildah-${name}`], store, folder);
  }
}

/** A working container's record names the files of its build (`--secret`), or carries the folder's name as its own. */
async function workingContainers(marker: string, store: Store): Promise<readonly string[]> {
  const ids = (await listNames(store.containers)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const records = await Promise.all(ids.map((id) => readText(join(store.containers, id, 'userdata', 'buildah.json'))));
  return ids.filter((_, index) => records[index]?.includes(marker));
}

function run(command: string, args: readonly string[], store: Store, folder: string) {
  const env = { ...store.env, TMPDIR: dirname(folder) };
  return captureProcess(command, args, { env, timeout: CLEANUP_TIMEOUT });
}
