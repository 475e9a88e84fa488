import { ok, type Result } from '../base/result.ts';
import { findDrift } from '../engine/drift.ts';
import { type DriftFix, fixDrift } from '../engine/fix-drift.ts';
import type { Prepared } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import { driftToJson } from '../plan/drift.ts';
import { renderDrift } from '../report/drift-text.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { overridesOf, prepareHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface DriftOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly branch?: string;
  /** A branch, or the usual one. */
  readonly fix?: true | string;
  readonly format: 'pretty' | 'json';
}

const FIX_BRANCH = 'caskwright/drift';

/** What has moved on. Exit code 1 where anything has. */
export async function drift(context: CommandContext, options: DriftOptions): Promise<ExitCode> {
  const fixing = options.fix !== undefined;
  // A fix stands on a commit, whatever lies in the work tree.
  const prepared = await prepareHere(context, [], fixing ? { rev: 'HEAD', ...options } : options);
  if (!prepared.ok) return reportProblem(context, prepared.error);
  const { clock, signal } = context;
  const found = await findDrift({ prepared: prepared.value, clock, signal });
  const fix = found.ok && fixing ? await fixHere(context, prepared.value, options) : ok(undefined);
  await prepared.value.loaded.tree.close();
  if (!found.ok) return reportProblem(context, found.error);
  if (!fix.ok) return reportProblem(context, fix.error);
  const wire = { ...driftToJson(found.value), ...(fix.value ? { fix: fix.value } : {}) };
  if (options.format === 'json') context.stdout.write(`${safeJson(wire, 2)}\n`);
  else context.stdout.write(renderDrift(wire, lookOf(context, context.stdout)));
  return wire.drift.length > 0 ? exitCode.findings : exitCode.done;
}

async function fixHere(
  { clock, signal }: CommandContext,
  prepared: Prepared,
  options: DriftOptions,
): Promise<Result<DriftFix | undefined, Problem>> {
  const overrides = overridesOf(options);
  if (!overrides.ok) return overrides;
  const branch = typeof options.fix === 'string' ? options.fix : FIX_BRANCH;
  return fixDrift({ prepared, overrides: overrides.value, branch, clock, signal });
}
