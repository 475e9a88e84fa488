import { fileURLToPath } from 'node:url';
import { startProgram } from '../rig/cli.ts';
import type { ServerStage } from '../rig/server-stage.ts';
import type { FaultProcess } from './process.ts';

const program = fileURLToPath(new URL('./process.ts', import.meta.url));

/** A process of a fault test that runs. */
export interface Doomed {
  readonly pid: number;
  /** Resolves when it works. Rejects with all it said where it died before. */
  readonly ready: Promise<unknown>;
  /** Resolves with all it said when it is dead, however it died. */
  readonly dead: Promise<string>;
  signal(signal: NodeJS.Signals): void;
}

/** Starts a server, a worker or both on a stage, in a process of their own. */
export function startDoomed(
  stage: Pick<ServerStage, 'store' | 'data'>,
  more: Partial<Omit<FaultProcess, 'url' | 'data'>> = {},
): Doomed {
  const asked: FaultProcess = {
    url: stage.store.url,
    data: stage.data,
    roles: ['server', 'worker'],
    leaseSeconds: 1,
    build: 20,
    ...more,
  };
  const env = { TMPDIR: process.env.TMPDIR ?? '/tmp', NODE_COMPILE_CACHE: '/tmp/caskwright-compile-cache' };
  const log = process.env.CASKWRIGHT_TEST_LOG;
  const running = startProgram(process.execPath, [program, JSON.stringify(asked)], {
    cwd: stage.data,
    timeout: 3_600_000,
    env: { ...env, ...(log === undefined ? {} : { CASKWRIGHT_TEST_LOG: log }) },
  });
  const ready = running.line(/^ready$/);
  ready.catch(() => {});
  return { pid: running.pid, ready, dead: running.result.then(({ log: all }) => all), signal: running.kill };
}
