import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { captureProcess, type ProcessOptions, runProcess } from './process.ts';

const env = { PATH: process.env.PATH ?? '' };

/** Runs a shell script; `says` resolves when it prints that line. */
function start(script: string, options: Partial<ProcessOptions> = {}) {
  const lines: string[] = [];
  const waiting = new Map<string, () => void>();
  const outcome = runProcess('/bin/sh', ['-c', script], {
    env,
    ...options,
    onLine: (line) => {
      lines.push(line);
      waiting.get(line)?.();
    },
  });
  const says = (line: string) =>
    lines.includes(line) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(line, resolve));
  return { lines, outcome, says };
}

/** A zombie is not alive: it waits for its parent only. */
function alive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

const pidOf = (lines: readonly string[], name: string) =>
  Number(lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1));

describe('runProcess', () => {
  test('hands on lines of both streams while the command runs, and its exit code', async () => {
    const { lines, outcome, says } = start('echo one; echo two >&2; printf three; exit 7');
    await says('one');
    expect(await outcome).toEqual({ ended: 'by-itself', exitCode: 7 });
    expect(lines.toSorted()).toEqual(['one', 'three', 'two']);
  });

  test('S10 arguments are a vector: no shell reads them', async () => {
    const lines: string[] = [];
    await runProcess('/bin/echo', ['$(id)', '; id'], { env, onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['$(id) ; id']);
  });

  test('S27 the child sees the environment that it was given and nothing else', async () => {
    process.env.CANARY = 'canary';
    const { lines, outcome } = start('env');
    await outcome;
    expect(lines.filter((line) => !/^(PATH|PWD|SHLVL|_|OLDPWD)=/.test(line))).toEqual([]);
    delete process.env.CANARY;
  });

  test('an abort waits for a child of the leader that cleans up after the leader ended', async () => {
    const controller = new AbortController();
    const child = `trap "sleep 0.3; echo cleaned; exit" TERM; echo ready; while :; do sleep 0.05; done`;
    const { lines, outcome, says } = start(`sh -c '${child}' & exec sleep 100`, { signal: controller.signal });
    await says('ready');
    controller.abort();
    expect(await outcome).toEqual({ ended: 'aborted', signal: 'SIGTERM' });
    expect(lines).toContain('cleaned');
  });

  test('a group that ignores SIGTERM gets SIGKILL after the grace time, all of it', async () => {
    const controller = new AbortController();
    const stubborn = `trap "" TERM; sh -c 'echo child=$$; while :; do sleep 0.05; done' & echo leader=$$; wait`;
    const { lines, outcome, says } = start(`${stubborn}; echo never`, { signal: controller.signal, grace: 100 });
    await says(`leader=${await until(() => pidOf(lines, 'leader'))}`);
    const child = await until(() => pidOf(lines, 'child'));
    controller.abort();
    expect((await outcome).signal).toBe('SIGKILL');
    expect(alive(child)).toBe(false);
    expect(lines).not.toContain('never');
  });

  test('a timeout of ours ends the command', async () => {
    const { outcome } = start('sleep 100', { timeout: 50 });
    expect(await outcome).toEqual({ ended: 'timed-out', signal: 'SIGTERM' });
  });

  test('I5 what a leader leaves behind in its group is ended when it ends by itself', async () => {
    const { lines, outcome } = start(`sleep 100 & echo left=$!`);
    expect(await outcome).toEqual({ ended: 'by-itself', exitCode: 0 });
    expect(alive(pidOf(lines, 'left'))).toBe(false);
  });

  test('a pipe that a stranger holds open does not hold up the result', async () => {
    const { lines, outcome } = start(`setsid sleep 30 & echo stranger=$!; sleep 0.1`);
    await outcome;
    const stranger = pidOf(lines, 'stranger');
    expect(alive(stranger)).toBe(true);
    process.kill(stranger, 'SIGKILL');
  });

  test('a command that does not exist is an outcome, not a throw', async () => {
    const outcome = await runProcess('/does/not/exist', [], { env, onLine: () => {} });
    expect(outcome.notStarted).toContain('ENOENT');
  });

  test('a signal that is aborted already starts nothing', async () => {
    const { lines, outcome } = start('echo started', { signal: AbortSignal.abort() });
    expect([await outcome, lines]).toEqual([{ ended: 'aborted' }, []]);
  });
});

describe('captureProcess', () => {
  test('what cannot be started is an outcome: no such command, no such folder, an argument with a zero byte', async () => {
    const outcomes = await Promise.all([
      captureProcess('/does/not/exist', [], { env, input: 'x' }),
      captureProcess('/bin/true', [], { env, cwd: '/does/not/exist' }),
      captureProcess('/bin/true', ['a\0b'], { env }),
    ]);
    expect(outcomes.map(({ notStarted, exitCode }) => [notStarted?.slice(0, 5), exitCode])).toEqual([
      ['Error', undefined],
      ['Error', undefined],
      ['TypeE', undefined],
    ]);
  });

  test('writes input, returns bytes', async () => {
    const { stdout, exitCode } = await captureProcess('/bin/cat', [], { env, input: new Uint8Array([0, 255, 10]) });
    expect([[...stdout], exitCode]).toEqual([[0, 255, 10], 0]);
  });

  test('a timeout ends children too', async () => {
    const result = await captureProcess('/bin/sh', ['-c', 'sleep 100 & echo left=$!; wait'], { env, timeout: 100 });
    expect(result.ended).toBe('timed-out');
    expect(alive(pidOf([Buffer.from(result.stdout).toString().trim()], 'left'))).toBe(false);
  });
});

async function until(value: () => number): Promise<number> {
  while (!value()) await sleep(5);
  return value();
}
