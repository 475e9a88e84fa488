import type { Failure, FailureReason, Phase } from '../build/failure.ts';
import type { EngineRun } from './engine-run.ts';
import { commandErrors, engineErrors, type KnownError } from './known-errors.ts';

/** How many of the last lines a failure carries. */
const LAST_LINES = 20;

/** Whether an engine did all that it was asked. */
export function isCleanEnd(run: EngineRun): boolean {
  return run.ended === 'by-itself' && run.exitCode === 0;
}

/**
 * Turns how an engine ended into a failure that a person can act on. `phase` is what the engine was asked to do,
 * `tested` the command that it ran in phase `test`.
 */
export function classify(phase: Phase, run: EngineRun, tested: readonly string[] = []): Failure {
  const lastLines = run.lines.slice(-LAST_LINES);
  const base = { phase, lastLines, ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }) };
  if (run.ended === 'aborted') return { ...base, reason: 'cancelled', message: 'cancelled' };
  if (run.ended === 'timed-out') {
    const suggestion = 'raise `timeout` under `resources` in build.yaml, or see what the last lines wait for';
    return { ...base, reason: 'timeout', message: 'the time for it was over', suggestion };
  }
  if (run.notStarted !== undefined) {
    return { ...base, reason: 'builder-unavailable', message: `the builder cannot be started: ${run.notStarted}` };
  }
  if (phase === 'test') return testFailure(base, run, tested);
  const text = run.lines.join('\n');
  const line = dockerfileLine(text);
  const found = recognise(text, lastLines);
  // While it builds, an engine talks to registries only to pull.
  const pulled = phase === 'build' && ofRegistries.has(found.reason) ? { phase: 'pull' as const } : {};
  return { ...base, ...pulled, ...found, ...(line === undefined ? {} : { dockerfileLine: line }) };
}

const ofRegistries: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'unauthenticated',
  'denied',
  'unreachable',
  'tls-authority',
  'plain-http',
  'rate-limited',
  'registry-error',
]);

type Recognised = Pick<Failure, 'reason' | 'message'> & Partial<Pick<Failure, 'phase' | 'suggestion'>>;

function recognise(text: string, lastLines: readonly string[]): Recognised {
  const found = knownErrorIn(text);
  if (found) return found.recognised;
  const said = engineError(text);
  const exitCode = exitCodeIn(said);
  if (exitCode !== undefined) {
    const message = `a command of the Dockerfile ended with exit code ${exitCode}`;
    return { phase: 'build', reason: 'command-failed', message };
  }
  const message = said.split('\n')[0] || 'the builder failed and said nothing';
  return { reason: 'unknown', message: message || (lastLines.at(-1) ?? '') };
}

/** The row of docs/errors.md that the output of an engine belongs to, and what it says. */
export function knownErrorIn(text: string): { readonly name: string; readonly recognised: Recognised } | undefined {
  const said = engineError(text);
  if (exitCodeIn(said) !== undefined) return firstOf(commandErrors, text);
  return firstOf(engineErrors, said) ?? firstOf(engineErrors, text);
}

function exitCodeIn(said: string): string | undefined {
  return failedCommand.exec(said)?.slice(1).find(Boolean);
}

/** How the engines say that a RUN ended with a code of its own. */
const failedCommand = /did not complete successfully: exit code: (\d+)|exit status (\d+)$/m;

/** The engine's own last word: its error, without the text of the step. */
function engineError(text: string): string {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => /^error: /i.test(line));
  return lines
    .slice(Math.max(at, 0))
    .join('\n')
    .replace(/building at STEP ".*?": /, '');
}

function firstOf(candidates: readonly KnownError[], text: string): ReturnType<typeof knownErrorIn> {
  for (const { name, pattern, phase, reason, message, suggestion } of candidates) {
    const found = pattern.exec(text);
    if (!found) continue;
    return {
      name,
      recognised: { reason, message: message(found), suggestion, ...(phase === undefined ? {} : { phase }) },
    };
  }
  return undefined;
}

function testFailure(base: Pick<Failure, 'phase' | 'lastLines'>, run: EngineRun, tested: readonly string[]): Failure {
  const what = tested.join(' ');
  const how = run.exitCode === undefined ? `was ended by ${run.signal}` : `ended with exit code ${run.exitCode}`;
  return { ...base, reason: 'test-failed', message: `${what} ${how}` };
}

/** BuildKit names file and line of the step before its code frame. */
function dockerfileLine(text: string): number | undefined {
  const found = /^[^\s:]*:(\d+)\n-{10,}$/m.exec(text) ?? /parse error on line (\d+)/.exec(text);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
