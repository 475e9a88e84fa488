import type { BuildContext } from '../build/ports/builder.ts';
import { type ProcessOutcome, runProcess } from '../system/process.ts';

/** A command line of an engine. */
export interface EngineCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How a command of an engine ended, and what it said at the end. */
export interface EngineRun extends ProcessOutcome {
  /** Oldest first, at most `KEPT_LINES`. */
  readonly lines: readonly string[];
}

/** A line of structured progress tells of every step at once. */
const MAX_STRUCTURED_LINE = 16 * 1024 * 1024;
/** Enough for an error that an engine spreads over several lines, with the output before it. */
const KEPT_LINES = 60;

/** Runs an engine until it ends, `context.signal` aborts or `deadline` (as `performance.now()`) passes. */
export async function runEngine(
  command: EngineCommand,
  context: BuildContext,
  deadline: number,
  /** Turns a line of output into the lines that people see. */
  read?: (line: string) => readonly string[],
): Promise<EngineRun> {
  const lines: string[] = [];
  const timeout = Math.max(1, Math.ceil(deadline - performance.now()));
  const outcome = await runProcess(command.command, command.args, {
    cwd: command.cwd,
    env: command.env,
    signal: context.signal,
    timeout,
    ...(read === undefined ? {} : { maxLine: MAX_STRUCTURED_LINE }),
    onLine: (raw) => {
      for (const line of read?.(raw) ?? [raw]) {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        context.log(line);
      }
    },
  });
  return { ...outcome, lines };
}
