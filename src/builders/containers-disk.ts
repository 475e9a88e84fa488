import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../build/failure.ts';
import { readText } from '../system/folder-files.ts';
import { folderSize } from '../system/folder-size.ts';
import { type Store, workingContainers } from './containers-leftovers.ts';

/** Looks at what a build has written, and aborts when that is too much. */
export interface DiskWatch {
  /** Aborted when the limit is passed. */
  readonly signal: AbortSignal;
  stop(): Promise<void>;
}

const INTERVAL = 1000;
/** Looking takes at most a fifth of the time. */
const REST = 4;

/**
 * Watches the private folder of a build and the layers that its working containers write. There is no quota below that
 * every machine has, so that a build may pass its limit by what it writes in a second or two.
 */
export function watchDisk(folder: string, store: Store, limit: number): DiskWatch {
  const passed = new AbortController();
  const ended = new AbortController();
  const layers = new Map<string, number>();
  const watching = (async () => {
    for (let pause = INTERVAL; !ended.signal.aborted; ) {
      await sleep(pause, undefined, { signal: ended.signal }).catch(() => {});
      if (ended.signal.aborted) return;
      const started = performance.now();
      for (const layer of await layersOf(folder, store)) layers.set(layer, await folderSize(layer, limit));
      // A layer that is committed keeps its last size: it was written by this build all the same.
      const written = [...layers.values()].reduce((sum, bytes) => sum + bytes, await folderSize(folder, limit));
      if (written > limit) return passed.abort();
      pause = Math.max(INTERVAL, REST * (performance.now() - started));
    }
  })();
  return {
    signal: passed.signal,
    stop: () => {
      ended.abort();
      return watching;
    },
  };
}

/** A build that was ended because it wrote too much. */
export function diskFailure(limit: number, lastLines: readonly string[]): Failure {
  return {
    phase: 'build',
    reason: 'disk-limit',
    message: `the build wrote more than the ${Math.round(limit / 1e6)} MB that it may`,
    suggestion:
      'raise resources.disk in build.yaml, within policy.limits of caskwright.yaml, or let the build write less',
    lastLines,
  };
}

/** Folders that working containers of the build write to (containers/storage: `overlay/<layer>/diff`, `vfs/dir/<layer>`). */
async function layersOf(folder: string, store: Store): Promise<readonly string[]> {
  const working = new Set(await workingContainers(basename(folder), store));
  if (working.size === 0) return [];
  const known = parse(await readText(join(store.containers, 'containers.json')));
  const root = dirname(store.containers);
  const driver = basename(store.containers).replace(/-containers$/, '');
  return known
    .filter(({ id }) => working.has(id))
    .map(({ layer }) => (driver === 'vfs' ? join(root, 'vfs/dir', layer) : join(root, driver, layer, 'diff')));
}

/** The file is being written while others read it. */
function parse(text = '[]'): readonly { readonly id: string; readonly layer: string }[] {
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return [];
  }
}
