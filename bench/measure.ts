import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A command to be measured. What it prints goes nowhere unless `output` names a file. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to `environment`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** File that is its stdin. */
  readonly input?: string;
  /** File that takes its stdout. */
  readonly output?: string;
  /** Exit codes that are as expected; 0 alone where absent. */
  readonly exitCodes?: readonly number[];
}

/** What running a command took. */
export interface Measured {
  /** Wall time from the start of the process to its end. */
  readonly seconds: number;
  /** Processor time of the process and of all that it started and waited for: other work on the machine counts little here. */
  readonly processor: number;
  /** Peak resident memory of the process itself in MB; 0 where the system does not tell. */
  readonly megabytes: number;
  readonly exitCode: number;
  readonly stderr: string;
}

/** The environment of whoever runs the benchmark, less what would make a difference between machines. */
export const environment: Readonly<Record<string, string | undefined>> = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: process.env.TMPDIR,
  LANG: 'C.UTF-8',
  NO_COLOR: '1',
};

/** bash times the command, in milliseconds, without itself: wall, user and system time (bash(1), TIMEFORMAT). */
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; time "$@" 2>&3';
/** How often, in ms, the kernel's high-water mark is read. It only rises: what is missed is what comes after the last look. */
const LOOK = 10;

/** Runs a command to its end in a process of its own. Throws with its last words where it ends in another way than expected. */
export async function measure({ command, args, exitCodes = [0], ...options }: Command): Promise<Measured> {
  const stdin = options.input === undefined ? 'ignore' : openSync(options.input, 'r');
  const stdout = options.output === undefined ? 'ignore' : openSync(options.output, 'w');
  const child = spawn('bash', ['-c', TIMED, 'bash', command, ...args], {
    cwd: options.cwd,
    env: { ...environment, ...options.env },
    stdio: [stdin, stdout, 'pipe', 'pipe'],
  });
  for (const file of [stdin, stdout]) if (typeof file === 'number') closeSync(file);
  const closed = once(child, 'close');
  let megabytes = 0;
  const looking = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(childOf(child.pid)));
  }, LOOK);
  const [times, stderr] = await Promise.all([text(child.stdio[2] as Readable), text(child.stdio[3] as Readable)]);
  const [code] = await closed;
  clearInterval(looking);
  if (!exitCodes.includes(code)) {
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr.slice(-2000)}${times}`);
  }
  const [seconds = 0, user = 0, system = 0] = times.trim().split(' ').map(Number);
  return { seconds, processor: user + system, megabytes, exitCode: code, stderr };
}

function childOf(pid: number | undefined): string {
  return readOrNothing(`/proc/${pid}/task/${pid}/children`).split(' ')[0] as string;
}

function peakOf(pid: string): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** A process may be gone at any moment. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
