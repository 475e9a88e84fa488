import { basename, dirname, join } from 'node:path';
import { listNames, readText } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';
import { endProcessesIn, removeFolder } from '../system/run-folder.ts';

/** How to reach the store that builds ran in. */
export interface Store {
  readonly kind: 'buildah' | 'podman';
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** The OCI runtime that RUN steps run in, where there is one. */
  readonly runtime?: string;
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
  const name = basename(folder);
  // podman's own record of a container that a test ran in; buildah has the working containers alone.
  if (store.kind === 'podman') await run(store.command, ['rm', '--force', '--time=0', '--ignore', name], store, folder);
  await deleteRuntimeContainers(folder, store);
  const working = await workingContainers(name, store);
  const force = store.kind === 'podman' ? ['--force'] : [];
  if (working.length > 0) await run(store.command, ['rm', ...force, ...working], store, folder);
  await removeFolder(folder);
}

/** RUN under an OCI runtime has its bundle in the build's TMPDIR; the runtime knows it when the bundle is gone, too. */
async function deleteRuntimeContainers(folder: string, store: Store): Promise<void> {
  if (store.runtime === undefined) return;
  const { stdout } = await run(store.runtime, ['list', '--format=json'], store, folder);
  const containers = parseList(Buffer.from(stdout).toString());
  const ours = containers.filter(({ bundle }) => bundle.startsWith(`${folder}/`));
  for (const { id } of ours) await run(store.runtime, ['delete', '--force', id], store, folder);
}

interface RuntimeContainer {
  readonly id: string;
  readonly bundle: string;
}

/** `runc list` says `null` where there is none. */
function parseList(text: string): readonly RuntimeContainer[] {
  try {
    return (JSON.parse(text) as readonly RuntimeContainer[] | null) ?? [];
  } catch {
    return [];
  }
}

/** A working container's record names the files of its build (`--secret`), or carries the folder's name as its own. */
export async function workingContainers(marker: string, store: Store): Promise<readonly string[]> {
  const ids = (await listNames(store.containers)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const records = await Promise.all(ids.map((id) => readText(join(store.containers, id, 'userdata', 'buildah.json'))));
  return ids.filter((_, index) => records[index]?.includes(marker));
}

function run(command: string, args: readonly string[], store: Store, folder: string) {
  const env = { ...store.env, TMPDIR: dirname(folder) };
  return captureProcess(command, args, { env, timeout: CLEANUP_TIMEOUT });
}
