import { type ChildProcess, spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { LineSplitter } from './lines.ts';

/** A program that runs beside this one until it is told to end. */
export interface Daemon {
  /** Resolves when it has ended, whoever ended it: with its exit code, or undefined after a signal. */
  readonly ended: Promise<number | undefined>;
  /** Sends a signal to the program itself, not to its group. */
  signal(name: NodeJS.Signals): void;
}

/** What a daemon is started with. `env` is the whole environment: nothing is inherited. */
export interface DaemonOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The user that it runs as; only root may name another one than itself. */
  readonly user?: { readonly uid: number; readonly gid: number };
  onLine(line: string): void;
}

/**
 * Starts a program in a session of its own, so that the interrupt key of a terminal reaches only this process, which
 * then ends the program in good order. A program that cannot be started ends with code 127.
 */
export function startDaemon(command: string, args: readonly string[], options: DaemonOptions): Daemon {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineSplitter(options.onLine);
    stream.on('data', (bytes: Uint8Array) => lines.write(bytes));
    stream.on('end', () => lines.end());
  }
  return { ended: endOf(child, options), signal: (name) => void child.kill(name) };
}

function endOf(child: ChildProcess, options: DaemonOptions): Promise<number | undefined> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      options.onLine(error.message);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? undefined));
  });
}

/** The file that a running process was started from; undefined where there is no such process, or none that we may see. */
export function programOfProcess(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

/** Sends a signal to one process that this one did not start; nothing happens where it is gone. */
export function signalProcess(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
