import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism, hostname, tmpdir, userInfo } from 'node:os';
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

/** The name of this machine among others. */
export function machineName(): string {
  return hostname();
}

/** The platform that this machine runs by itself, in the words of the OCI image index. */
export function nativePlatform(): string {
  const architecture = { x64: 'amd64', arm64: 'arm64', arm: 'arm/v7', ia32: '386' }[process.arch as string];
  return `linux/${architecture ?? process.arch}`;
}

/** SHA-256 of a file's bytes, hex. */
export function hashOfFile(path: string): string {
  return hash('sha256', readFileSync(path));
}

/** Whether this process may give files to others. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
