import { spawn } from 'node:child_process';
import type { ProcessOptions } from './process.ts';

/** A child process that is talked to while it runs. */
export interface PipedProcess {
  /** Writes to its stdin; resolves when the child has room for more. */
  write(data: Uint8Array | string): Promise<void>;
  /** Its stdout; a reader that is slow slows the child down. Ends when the child does. */
  readonly output: AsyncIterable<Uint8Array>;
  /** What it wrote to stderr so far, at most the first 64 KiB. */
  stderr(): string;
  /** Closes stdin, which ends a well-behaved child; resolves when it is gone. May be called twice. */
  close(): Promise<void>;
}

const MAX_STDERR = 64 * 1024;

/** Starts a child with stdin and stdout as pipes. A child that cannot be started is one whose output ends at once. */
export function pipeProcess(
  command: string,
  args: readonly string[],
  options: Pick<ProcessOptions, 'cwd' | 'env'>,
): PipedProcess {
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: 'pipe' });
  let errors = '';
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      errors += error.message;
      child.stdout.destroy();
      resolve();
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < MAX_STDERR) errors += text.slice(0, MAX_STDERR - errors.length);
  });
  // A child that ends early closes its stdin under us; its output ending says so.
  child.stdin.on('error', () => {});
  return {
    write: (data) =>
      new Promise((resolve) => {
        child.stdin.write(data, () => resolve());
      }),
    output: child.stdout,
    stderr: () => errors,
    close: () => {
      child.stdin.end();
      child.stdout.resume();
      return gone;
    },
  };
}
