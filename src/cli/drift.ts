import { findDrift } from '../engine/drift.ts';
import { driftToJson } from '../plan/drift.ts';
import { renderDrift } from '../report/drift-text.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { prepareHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface DriftOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly branch?: string;
  readonly format: 'pretty' | 'json';
}

/** What has moved on. Exit code 1 where anything has. */
export async function drift(context: CommandContext, options: DriftOptions): Promise<ExitCode> {
  const prepared = await prepareHere(context, [], options);
  if (!prepared.ok) return reportProblem(context, prepared.error);
  const { clock, signal } = context;
  const found = await findDrift({ prepared: prepared.value, clock, signal });
  await prepared.value.loaded.tree.close();
  if (!found.ok) return reportProblem(context, found.error);
  const wire = driftToJson(found.value);
  if (options.format === 'json') context.stdout.write(`${safeJson(wire, 2)}\n`);
  else context.stdout.write(renderDrift(wire, lookOf(context, context.stdout)));
  return wire.drift.length > 0 ? exitCode.findings : exitCode.done;
}
