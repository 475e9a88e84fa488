import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './repository.ts';

const program = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));

/** How a command ended. */
export interface CliResult {
  /** Absent where a signal ended it. */
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as their lines came: the message to give to `expect`, so that a failure shows all of it. */
  readonly log: string;
}

export interface CliOptions {
  readonly cwd: string;
  /** Added to `cleanEnvironment`, which has a PATH and no home. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which a command that hangs is killed; its result then has the signal. Default 60,000. */
  readonly timeout?: number;
}

/** A command that runs. */
export interface RunningCli {
  readonly pid: number;
  /** The first line of either stream that matches, seen before or from now on. Rejects with the log when there is none. */
  line(pattern: RegExp): Promise<string>;
  /** Sends a signal to the command alone, as `kill` does. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the command has ended and its output is read. */
  readonly result: Promise<CliResult>;
}

/** Runs the real command from its sources to its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).result;
}

/** Starts the real command from its sources. */
export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  return startProgram(process.execPath, [program, ...args], options);
}

/** Starts any program in the same way. */
export function startProgram(command: string, args: readonly string[], options: CliOptions): RunningCli {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...cleanEnvironment, LANG: 'C.UTF-8', TZ: 'UTC', NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeout ?? 60_000,
    killSignal: 'SIGKILL',
  });
  if (child.pid === undefined) throw new Error(`cannot start ${command}`);
  const output = new Output(child);
  const result = new Promise<CliResult>((resolve) => {
    child.once('close', (exitCode, signal) => {
      output.end();
      resolve({
        ...(exitCode === null ? {} : { exitCode }),
        ...(signal === null ? {} : { signal }),
        stdout: output.text('stdout'),
        stderr: output.text('stderr'),
        log: `$ ${args.join(' ')}\n${output.text()}`,
      });
    });
  });
  return { pid: child.pid, line: (pattern) => output.line(pattern), kill: (signal) => child.kill(signal), result };
}

/** The lines of both streams in the order in which they came, and those who wait for one. */
class Output {
  readonly #lines: { readonly stream: 'stdout' | 'stderr'; readonly text: string }[] = [];
  readonly #waiting = new Set<{ pattern: RegExp; resolve(line: string): void; reject(error: Error): void }>();
  #ended = false;

  constructor(child: ChildProcess) {
    for (const stream of ['stdout', 'stderr'] as const) {
      const input = child[stream];
      if (!input) throw new Error(`no ${stream}`);
      createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => this.#add(stream, text));
    }
  }

  line(pattern: RegExp): Promise<string> {
    const seen = this.#lines.find(({ text }) => pattern.test(text));
    if (seen) return Promise.resolve(seen.text);
    if (this.#ended) return Promise.reject(this.#absent(pattern));
    return new Promise((resolve, reject) => this.#waiting.add({ pattern, resolve, reject }));
  }

  text(stream?: 'stdout' | 'stderr'): string {
    const lines = this.#lines.filter((line) => stream === undefined || line.stream === stream);
    return lines.map(({ text }) => `${text}\n`).join('');
  }

  end(): void {
    this.#ended = true;
    for (const { pattern, reject } of this.#waiting) reject(this.#absent(pattern));
    this.#waiting.clear();
  }

  #add(stream: 'stdout' | 'stderr', text: string): void {
    this.#lines.push({ stream, text });
    for (const waiter of this.#waiting) {
      if (!waiter.pattern.test(text)) continue;
      this.#waiting.delete(waiter);
      waiter.resolve(text);
    }
  }

  #absent(pattern: RegExp): Error {
    return new Error(`the command ended without a line like ${pattern}:\n${this.text()}`);
  }
}
