import type { RunSummary } from '../build/events.ts';
import type { BuilderKind } from '../engine/connections.ts';
import { historyOf } from '../engine/history.ts';
import type { Prepared } from '../engine/prepare.ts';
import { carryOut } from '../engine/run.ts';
import { criticalPath } from '../plan/order.ts';
import { planToJson } from '../plan/wire.ts';
import { renderPlan } from '../report/plan-text.ts';
import { jsonLines } from '../report/sinks.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { folderFlag, meansFolder, type OneImageOptions } from './folder-options.ts';
import { lookOf } from './look.ts';
import { connectTo, type PlanOptions, prepareHere } from './options.ts';
import { reportProblem } from './problem.ts';
import { createRunReport, nextRun } from './run-report.ts';

export interface BuildOptions extends PlanOptions {
  readonly dryRun?: boolean;
  /** Commander's spelling of `--no-push`. */
  readonly push: boolean;
  readonly keepGoing: boolean;
  readonly allowDirty?: boolean;
  /** Make the disk images of what is published. */
  readonly export?: boolean;
  readonly builder?: BuilderKind;
  readonly concurrency?: number;
  readonly json?: boolean;
}

/**
 * Plans and carries out: builds what differs from the registry, publishes it, registers it. Or builds one folder, where
 * the command line is one that docker's users would write.
 */
export async function build(
  context: CommandContext,
  images: readonly string[],
  options: BuildOptions & OneImageOptions,
): Promise<ExitCode> {
  if (meansFolder(images, options)) return (await import('./build-one.ts')).buildFolder(context, images, options);
  const foreign = folderFlag(options);
  if (foreign !== undefined) {
    const message = `${foreign} is for building one folder: caskwright build . -t registry.example/team/app:1.0`;
    return reportProblem(context, { kind: 'usage', message });
  }
  const prepared = await prepareHere(context, images, options, options.push ? {} : { buildOnly: '--no-push' });
  if (!prepared.ok) return reportProblem(context, prepared.error);
  return carryOutHere(context, prepared.value, options);
}

/** Shows a prepared plan and carries it out, reporting as it goes. */
export async function carryOutHere(
  context: CommandContext,
  prepared: Prepared,
  options: Omit<BuildOptions, 'push'>,
): Promise<ExitCode> {
  const { plan } = prepared.planned;
  const people = options.json || !context.stdout.isTerminal ? context.stderr : context.stdout;
  if (!(options.json && options.dryRun)) {
    const history = await historyOf(prepared.repository, prepared.loaded.tree, plan);
    people.write(`${renderPlan(planToJson(plan), lookOf(context, people), criticalPath(plan).seconds, history)}\n`);
  }
  if (options.dryRun) {
    if (options.json) context.stdout.write(`${safeJson(planToJson(plan))}\n`);
    return plan.images.some((image) => image.action === 'blocked') ? exitCode.findings : exitCode.done;
  }
  const run = await nextRun(prepared.repository.root ?? context.directory);
  const report = createRunReport(
    context,
    prepared,
    run,
    people,
    options.json ? [jsonLines((text) => context.stdout.write(text))] : [],
  );
  try {
    const connections = await connectTo(context, prepared.repository);
    const exports = options.export ? await connections.exports(prepared.loaded.configuration) : undefined;
    if (exports && !exports.ok) return reportProblem(context, { kind: 'environment', failure: exports.error });
    const ended = await carryOut({
      prepared,
      connections,
      ...(exports ? { exports: exports.value } : {}),
      run: run.id,
      allowDirty: options.allowDirty ?? false,
      keepGoing: options.keepGoing,
      ...(options.builder === undefined ? {} : { builder: options.builder }),
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      secret: (name) => context.environment[name] ?? context.environment[name.toUpperCase()],
      clock: context.clock,
      emit: report.sink,
      signal: context.signal,
      onBuilder: (why) => people.write(`builder: ${why}\n`),
    });
    return ended.ok ? exitCodeOf(ended.value) : reportProblem(context, ended.error);
  } finally {
    await report.close();
    await prepared.loaded.tree.close();
  }
}

function exitCodeOf(summary: RunSummary): ExitCode {
  switch (summary.outcome) {
    case 'succeeded':
      return exitCode.done;
    case 'failed':
      return exitCode.findings;
    case 'cancelled':
      return exitCode.cancelled;
  }
}
