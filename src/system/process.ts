import { execa } from 'execa';

/** How a child process ended. */
export interface ProcessOutcome {
  /** Absent where a signal ended it or it never started. */
  readonly exitCode?: number;
  /** The command could not be started at all (`ENOENT`, `EACCES`). */
  readonly notStarted?: string;
  readonly ended: 'by-itself' | 'aborted' | 'timed-out';
}

/** What a child is started with. `env` is the whole environment: nothing is inherited. */
export interface ProcessOptions {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** How long a group may take to end after SIGTERM before it gets SIGKILL, in milliseconds. */
const GRACE = 10_000;

/**
 * Runs a command in a process group of its own, handing every line of stdout and stderr to `onLine` as it comes.
 * On abort or timeout the whole group gets SIGTERM, then SIGKILL; the promise settles when it is gone. Never rejects.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions & { onLine(line: string, stream: 'stdout' | 'stderr'): void },
): Promise<ProcessOutcome> {
  if (options.signal?.aborted) return { ended: 'aborted' };
  const child = execa(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env,
    extendEnv: false,
    stdin: 'ignore',
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  let ended: ProcessOutcome['ended'] = 'by-itself';
  let killer: NodeJS.Timeout | undefined;
  const end = (how: 'aborted' | 'timed-out') => {
    if (ended !== 'by-itself' || child.pid === undefined) return;
    ended = how;
    const group = -child.pid;
    signalGroup(group, 'SIGTERM');
    killer = setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE);
  };
  const abort = () => end('aborted');
  const timer = options.timeout === undefined ? undefined : setTimeout(() => end('timed-out'), options.timeout);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    const lines = async (from: 'stdout' | 'stderr') => {
      for await (const line of child.iterable({ from })) options.onLine(line, from);
    };
    const [result] = await Promise.all([child, lines('stdout').catch(() => {}), lines('stderr').catch(() => {})]);
    const notStarted = child.pid === undefined ? String(result.cause ?? 'cannot be started') : undefined;
    return {
      ended,
      ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
      ...(notStarted === undefined ? {} : { notStarted }),
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(killer);
    options.signal?.removeEventListener('abort', abort);
    if (child.pid !== undefined && ended !== 'by-itself') signalGroup(-child.pid, 'SIGKILL');
  }
}

/** Runs a command to its end and returns its output as bytes; `input` is written to its stdin. Never rejects. */
export async function captureProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions & { readonly input?: Uint8Array | string },
): Promise<ProcessOutcome & { readonly stdout: Uint8Array; readonly stderr: string }> {
  const result = await execa(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    env: options.env,
    extendEnv: false,
    encoding: 'buffer',
    maxBuffer: 4 * 1024 ** 3,
    stripFinalNewline: false,
    reject: false,
  });
  return {
    ended: result.isCanceled ? 'aborted' : result.timedOut ? 'timed-out' : 'by-itself',
    ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
    ...(result.exitCode === undefined && result.signal === undefined ? { notStarted: result.shortMessage ?? '' } : {}),
    stdout: result.stdout ?? new Uint8Array(),
    stderr: new TextDecoder().decode(result.stderr ?? new Uint8Array()),
  };
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(group, signal);
  } catch {
    // The group is gone already.
  }
}
