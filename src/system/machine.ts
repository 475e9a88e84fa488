import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Processors that this process may use. */
export function processorCount(): number {
  return availableParallelism();
}

/**
 * The folder of this user for private folders of runs. `/var/tmp` rather than `/tmp`: contexts and layers are large,
 * and `/tmp` is memory on many machines.
 */
export function temporaryBase(environment: Environment): string {
  const base = environment.CASKWRIGHT_TMPDIR ?? (process.platform === 'linux' ? '/var/tmp' : tmpdir());
  return join(base, `caskwright-${userInfo().uid}`);
}

/** SHA-256 of a file's bytes, hex. */
export function hashOfFile(path: string): string {
  return hash('sha256', readFileSync(path));
}
