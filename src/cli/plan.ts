import type { Result } from '../base/result.ts';
import { hasErrors, loadRepository } from '../engine/load.ts';
import { chooseImages, findingsOf } from '../engine/plan.ts';
import { treeOf } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import { criticalPath } from '../plan/order.ts';
import type { Plan } from '../plan/plan.ts';
import { planSince } from '../plan/since.ts';
import { graphToJson, planToJson } from '../plan/wire.ts';
import { renderGraph } from '../report/graph-text.ts';
import { renderPlan } from '../report/plan-text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { openHere, type PlanOptions, prepareHere } from './options.ts';
import { reportProblem } from './problem.ts';

export interface PlanCommandOptions extends PlanOptions {
  readonly since?: string;
  readonly format: 'pretty' | 'json' | 'mermaid' | 'dot';
}

/** What a build would do, and why. Exit code 1 where something is in the way of an image. */
export async function plan(
  context: CommandContext,
  images: readonly string[],
  options: PlanCommandOptions,
): Promise<ExitCode> {
  const made = await makePlanHere(context, images, options);
  if (!made.ok) return reportProblem(context, made.error);
  context.stdout.write(render(context, made.value, options.format));
  return made.value.images.some((image) => image.action === 'blocked') ? exitCode.findings : exitCode.done;
}

/** A plan against the registry, or with `--since` against another commit. */
export async function makePlanHere(
  context: CommandContext,
  images: readonly string[],
  options: PlanOptions & { readonly since?: string },
): Promise<Result<Plan, Problem>> {
  if (options.since !== undefined) return planFromHistory(context, images, { ...options, since: options.since });
  const prepared = await prepareHere(context, images, options);
  if (!prepared.ok) return prepared;
  await prepared.value.loaded.tree.close();
  return { ok: true, value: prepared.value.planned.plan };
}

async function planFromHistory(
  context: CommandContext,
  images: readonly string[],
  options: PlanOptions & { readonly since: string },
): Promise<Result<Plan, Problem>> {
  const { rev, registry, since } = options;
  const repository = await openHere(context, options);
  if (!repository.ok) return repository;
  const overrides = registry === undefined ? {} : { registry };
  const now = await treeOf({ repository: repository.value, ...(rev === undefined ? {} : { rev }) });
  if (!now.ok) return now;
  const before = await treeOf({ repository: repository.value, rev: since });
  if (!before.ok) return before;
  const [loaded, old] = await Promise.all([
    loadRepository(now.value, overrides),
    loadRepository(before.value, overrides),
  ]);
  await Promise.all([now.value.close(), before.value.close()]);
  if (hasErrors(loaded.diagnostics)) return { ok: false, error: findingsOf(loaded) };
  const chosen = chooseImages({ loaded, images, force: false });
  if (!chosen.ok) return chosen;
  const { graph, tree } = loaded;
  const state = { graph, commit: tree.commit, dirty: tree.dirty.length > 0, destination: '' };
  return { ok: true, value: planSince(state, old.graph, since, chosen.value.selection) };
}

function render(context: CommandContext, made: Plan, format: PlanCommandOptions['format']): string {
  const wire = planToJson(made);
  switch (format) {
    case 'pretty':
      return renderPlan(wire, lookOf(context, context.stdout), criticalPath(made).seconds);
    case 'json':
      return `${JSON.stringify(wire, undefined, 2)}\n`;
    case 'mermaid':
    case 'dot':
      return renderGraph(graphToJson(made.graph), format, wire);
  }
}
