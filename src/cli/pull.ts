import { type PullEvent, pullImages } from '../engine/pull.ts';
import { createPullReport, type PullReport } from '../report/pull.ts';
import { count } from '../report/style.ts';
import { safeJson } from '../report/text.ts';
import { type ConsumerOptions, consumerHere, consumerOf } from './consumer-here.ts';
import { type CommandContext, type ExitCode, exitCode, type Output } from './context.ts';
import { configurationIn } from './folder-configuration.ts';
import { lookOf } from './look.ts';
import { reportProblem, say } from './problem.ts';

/** Fetches the images that are used here, or those of them that are named. */
export async function pull(
  context: CommandContext,
  names: readonly string[],
  options: ConsumerOptions,
): Promise<ExitCode> {
  const here = await consumerHere(context, names, options);
  if (!here.ok) return reportProblem(context, here.error);
  const { images, consumer, local } = here.value;
  const report = pullReport(context, context.stdout, options);
  const { signal } = context;
  const failures = await pullImages(images, { runtime: consumer.runtime, local, signal, onEvent: report.take });
  report.close();
  if (signal.aborted) return exitCode.cancelled;
  return failures.length > 0 ? exitCode.environment : exitCode.done;
}

/** Fetches what a configuration names, so that it is there when it is needed; whatever fails is said, and fails nothing. */
export async function pullAhead(context: CommandContext, root: string): Promise<void> {
  const configuration = await configurationIn(root);
  if (!configuration.ok) return;
  const { containers, runtime } = configuration.value;
  if (Object.keys(containers).length === 0 && !runtime.catalogue) return;
  const here = await consumerOf(context, configuration.value, root, [], {});
  if (!here.ok) {
    reportProblem(context, here.error);
    return say(context, 'the images under containers are not fetched yet', LATER);
  }
  const { images, consumer, local } = here.value;
  const report = pullReport(context, context.stderr, {});
  const { signal } = context;
  const failures = await pullImages(images, { runtime: consumer.runtime, local, signal, onEvent: report.take });
  report.close();
  if (failures.length > 0)
    say(context, `${count(failures.length, 'image')} of ${images.length} not fetched yet`, LATER);
}

const LATER = 'caskwright pull, once that is mended; --no-pull leaves it out';

/** What is shown of the fetching: events for programs, lines for people. */
export function pullReport(context: CommandContext, output: Output, { json }: ConsumerOptions): PullReport {
  if (json) return { take: (event: PullEvent) => output.write(`${safeJson(event)}\n`), close: () => {} };
  return createPullReport({
    write: (text) => output.write(text),
    live: output.isTerminal,
    size: () => output.size(),
    look: lookOf(context, output),
    clock: context.clock,
  });
}
