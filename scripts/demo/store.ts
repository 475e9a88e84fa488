import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes an empty folder, in place of what an earlier demo left there. */
export function emptyFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Without root, layers belong to users that only exist inside of the engine's user namespace.
    spawnSync('buildah', ['unshare', 'rm', '-rf', folder]);
  }
  mkdirSync(folder, { recursive: true });
}

/**
 * Environment variables with which buildah and podman keep their images in `folder`, so that the machine's own store
 * stays as it is. Not every file system can hold overlays: the first driver that works there is taken.
 */
export function privateStore(folder: string): Record<string, string> {
  const file = join(folder, 'storage.conf');
  const env = { CONTAINERS_STORAGE_CONF: file };
  const works = (driver: string) => {
    writeFileSync(file, storageConfiguration(driver, folder));
    const engine = ['buildah', 'podman'].find((name) => spawnSync(name, ['--version']).status === 0);
    return engine === undefined || spawnSync(engine, ['info'], { env: { ...process.env, ...env } }).status === 0;
  };
  ['overlay', 'vfs'].some(works);
  return env;
}

/** Environment variables with which the command and the engines put what they need for a moment into `folder`. */
export function privateTemporaryFolder(folder: string): Record<string, string> {
  const path = join(folder, 'tmp');
  mkdirSync(path);
  return { TMPDIR: path, CASKWRIGHT_TMPDIR: path };
}

/** containers-storage.conf(5). Without `skip_mount_home` an overlay store stays mounted on itself for good. */
function storageConfiguration(driver: string, folder: string): string {
  return `[storage]
driver = "${driver}"
graphroot = "${folder}/store"
runroot = "${folder}/run"
[storage.options.overlay]
skip_mount_home = "true"
`;
}
