import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../base/result.ts';
import { LineSplitter } from './lines.ts';

/** How a child process ended. */
export interface ProcessOutcome {
  /** Absent where a signal ended it or it never started. */
  readonly exitCode?: number;
  /** The signal that ended it, ours or another's. */
  readonly signal?: NodeJS.Signals;
  /** The command could not be started at all (`ENOENT`, `EACCES`). */
  readonly notStarted?: string;
  readonly ended: 'by-itself' | 'aborted' | 'timed-out';
}

/** What a child is started with. `env` is the whole environment: nothing is inherited. */
export interface ProcessOptions {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** The user that it runs as; only root may name another one than itself. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
  /** How long the group may take to end after SIGTERM before it gets SIGKILL, in milliseconds. */
  readonly grace?: number;
}

/** Engines unmount and remove containers in this time. */
const GRACE = 10_000;
/** How often a group that is ending is looked at: at first, and at last. */
const POLL = { first: 5, last: 100 };
/** How long output may still come from a pipe whose writers are outside the group. */
const DRAIN = 500;

/**
 * Runs a command in a process group of its own, handing every line of stdout and stderr to `onLine` as it comes.
 *
 * On abort or timeout the whole group gets SIGTERM, then SIGKILL. The promise settles when the group is empty, also
 * when the leader ended by itself and left children behind. Never rejects.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions & {
    /** Lines longer than this many characters come in pieces. */
    readonly maxLine?: number;
    onLine(line: string, stream: 'stdout' | 'stderr'): void;
  },
): Promise<ProcessOutcome> {
  const out = new LineSplitter((line) => options.onLine(line, 'stdout'), options.maxLine);
  const errors = new LineSplitter((line) => options.onLine(line, 'stderr'), options.maxLine);
  const { execa } = await import('execa');
  const start = (): Started => {
    const child = execa(command, args, { ...spawnOptions(options), extendEnv: false, ...UNMANAGED });
    return { child: child.nodeChildProcess, whyNot: async () => (await child).cause };
  };
  const outcome = await supervise(start, options, (bytes, stream) => (stream === 'stdout' ? out : errors).write(bytes));
  out.end();
  errors.end();
  return outcome;
}

/**
 * Runs a command to its end and returns its output as bytes; `input` is written to its stdin. Abort, timeout and
 * the end of the group are as with `runProcess`. Never rejects. Made for many short questions: nothing is loaded for it.
 */
export async function captureProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions & { readonly input?: Uint8Array | string },
): Promise<ProcessOutcome & { readonly stdout: Uint8Array; readonly stderr: string }> {
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const start = (): Started => {
    const child = spawn(command, args, {
      ...spawnOptions(options),
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const failed = once(child, 'error');
    failed.catch(() => {});
    // A child that ends before it has read everything is not at fault.
    child.stdin?.on('error', () => {}).end(options.input);
    return { child, whyNot: async () => (await failed)[0] };
  };
  const outcome = await supervise(start, options, (bytes, stream) => chunks[stream].push(bytes));
  return { ...outcome, stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr).toString() };
}

/** Ends a process group: SIGTERM, `grace` milliseconds for its members to clean up, SIGKILL. Resolves when it is empty. */
export async function endProcessGroup(leader: number, grace = GRACE): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  if (await groupEnds(leader, grace)) return;
  signalGroup(leader, 'SIGKILL');
  await groupEnds(leader, GRACE);
}

/** A child on its way; one without a pid could not be started. */
interface Started {
  readonly child: ChildProcess;
  whyNot(): Promise<unknown>;
}

/** Ends, groups and output are looked after here. */
const UNMANAGED = { stdin: 'ignore', cleanup: false, buffer: false, reject: false } as const;

function spawnOptions({ cwd, env, user }: ProcessOptions) {
  return {
    ...(cwd === undefined ? {} : { cwd }),
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    env,
    detached: true,
  };
}

async function supervise(
  start: () => Started,
  options: ProcessOptions,
  onData: (bytes: Uint8Array, stream: 'stdout' | 'stderr') => void,
): Promise<ProcessOutcome> {
  if (options.signal?.aborted) return { ended: 'aborted' };
  const started = attempt(start);
  if (!started.ok) return { ended: 'by-itself', notStarted: String(started.error) };
  const { child, whyNot } = started.value;
  const leader = child.pid;
  if (leader === undefined) return { ended: 'by-itself', notStarted: String((await whyNot()) ?? 'cannot be started') };
  child.stdout?.on('data', (bytes: Uint8Array) => onData(bytes, 'stdout'));
  child.stderr?.on('data', (bytes: Uint8Array) => onData(bytes, 'stderr'));
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));

  let ended: ProcessOutcome['ended'] = 'by-itself';
  let ending: Promise<void> | undefined;
  const end = (how: ProcessOutcome['ended']) => {
    if (ending !== undefined) return;
    ended = how;
    ending = groupIsEmpty(leader) ? Promise.resolve() : endProcessGroup(leader, options.grace);
  };
  const abort = () => end('aborted');
  options.signal?.addEventListener('abort', abort, { once: true });
  const timer = options.timeout === undefined ? undefined : setTimeout(() => end('timed-out'), options.timeout);
  try {
    await exit;
    end('by-itself');
    await ending;
    if (!(await settles(closed, DRAIN))) for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    await closed;
    const { exitCode, signalCode: signal } = child;
    return { ended, ...(exitCode === null ? {} : { exitCode }), ...(signal === null ? {} : { signal }) };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

/** Node refuses some arguments, such as one with a zero byte, before there is a process. */
function attempt(start: () => Started): Result<Started, unknown> {
  try {
    return ok(start());
  } catch (error) {
    return err(error);
  }
}

async function settles(promise: Promise<unknown>, within: number): Promise<boolean> {
  const settled = promise.then(() => true);
  const timer = new AbortController();
  const late = sleep(within, false, { signal: timer.signal }).catch(() => false);
  return Promise.race([settled, late]).finally(() => timer.abort());
}

async function groupEnds(leader: number, within: number): Promise<boolean> {
  const deadline = performance.now() + within;
  for (let wait = POLL.first; !groupIsEmpty(leader); wait = Math.min(wait * 1.5, POLL.last)) {
    if (performance.now() > deadline) return false;
    await sleep(wait);
    if (await onlyZombies(leader)) return true;
  }
  return true;
}

function groupIsEmpty(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return false;
  } catch {
    return true;
  }
}

/** A dead member stays in its group until its parent reads its status, and some init processes never do. */
async function onlyZombies(leader: number): Promise<boolean> {
  const pids = await readdir('/proc').catch(() => []);
  const states = pids.filter((name) => /^\d+$/.test(name)).map((pid) => stateInGroup(pid, leader));
  return pids.length > 0 && states.every((state) => state === undefined || state === 'Z' || state === 'X');
}

function stateInGroup(pid: string, leader: number): string | undefined {
  try {
    // proc(5): `pid (comm) state ppid pgrp …`; comm may hold spaces and brackets.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader ? state : undefined;
  } catch {
    return undefined;
  }
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // The group is gone already.
  }
}
