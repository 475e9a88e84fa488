import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives back what `fill` took. */
  clear(): void;
}

/** Why there are no small disks here; undefined where there are. */
export const noSmallDisk: string | undefined = tryMount();

/** Mounts a disk of so many KiB until the test ends: whatever is open on it has to be closed by then. */
export function smallDisk(size: number): SmallDisk {
  const folder = mkdtempSync('/tmp/cw-disk-');
  mount(folder, size);
  onTestFinished(() => {
    // Also where a test has failed and left something open.
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  chmodSync(folder, 0o755);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k', 'oflag=append', 'conv=notrunc'], { stdio: 'ignore' });
    },
    clear: () => rmSync(filler, { force: true }),
  };
}

function mount(folder: string, size: number) {
  return execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', folder], { stdio: 'pipe' });
}

function tryMount(): string | undefined {
  const folder = mkdtempSync('/tmp/cw-disk-');
  try {
    mount(folder, 64);
    execFileSync('umount', [folder]);
    return undefined;
  } catch (error) {
    return `no file system can be mounted here: ${error instanceof Error ? error.message : error}`;
  } finally {
    rmdirSync(folder);
  }
}
