import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** How long something may take until it answers, in milliseconds. */
const PATIENCE = 30_000;

/** Resolves when `url` answers with 200; rejects when the program that is to answer has ended, or takes too long. */
export async function answers(url: string, program?: ChildProcess, log?: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    const why = log === undefined ? '' : `, ${log} says why`;
    if (program && program.exitCode !== null) throw new Error(`what should answer at ${url} has ended${why}`);
    if (Date.now() > deadline) throw new Error(`nothing answers at ${url}${why}`);
    await delay(50);
  }
}

/** Ends a program, in good order unless another signal is given; resolves when it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
