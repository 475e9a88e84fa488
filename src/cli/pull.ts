import { type PullEvent, pullImages } from '../engine/pull.ts';
import { createPullReport, type PullReport } from '../report/pull.ts';
import { safeJson } from '../report/text.ts';
import { type ConsumerOptions, consumerHere } from './consumer-here.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { reportProblem } from './problem.ts';

/** Fetches the images that are used here, or those of them that are named. */
export async function pull(
  context: CommandContext,
  names: readonly string[],
  options: ConsumerOptions,
): Promise<ExitCode> {
  const here = await consumerHere(context, names, options);
  if (!here.ok) return reportProblem(context, here.error);
  const { images, consumer, local } = here.value;
  const report = pullReport(context, options);
  const { signal } = context;
  const failures = await pullImages(images, { runtime: consumer.runtime, local, signal, onEvent: report.take });
  report.close();
  if (signal.aborted) return exitCode.cancelled;
  return failures.length > 0 ? exitCode.environment : exitCode.done;
}

/** What is shown of the fetching: events for programs, lines for people. */
export function pullReport(context: CommandContext, { json }: ConsumerOptions): PullReport {
  const { stdout, clock } = context;
  if (json) return { take: (event: PullEvent) => stdout.write(`${safeJson(event)}\n`), close: () => {} };
  return createPullReport({
    write: (text) => stdout.write(text),
    live: stdout.isTerminal,
    size: () => stdout.size(),
    look: lookOf(context, stdout),
    clock,
  });
}
