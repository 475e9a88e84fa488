import { ok, type Result } from '../base/result.ts';
import { historyOf } from '../engine/history.ts';
import type { Problem } from '../engine/problem.ts';
import { planFromHistory } from '../engine/since.ts';
import type { History } from '../plan/history.ts';
import { criticalPath } from '../plan/order.ts';
import type { Plan } from '../plan/plan.ts';
import { graphToJson, planToJson } from '../plan/wire.ts';
import { renderGraph } from '../report/graph-text.ts';
import { renderPlan } from '../report/plan-text.ts';
import { safeJson } from '../report/text.ts';
import type { GitRepository } from '../repository/open.ts';
import type { Tree } from '../repository/source.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { openHere, overridesOf, type PlanOptions, prepareHere } from './options.ts';
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
  return made.value.plan.images.some((image) => image.action === 'blocked') ? exitCode.findings : exitCode.done;
}

/** A plan, and what changed behind it as far as the clone's history tells. */
export interface PlanHere {
  readonly plan: Plan;
  readonly history: History;
  readonly repository: GitRepository;
  /** What was planned; closed, so that only its listing is there. */
  readonly tree: Tree;
}

/** A plan against the registry, or with `--since` against another commit. */
export async function makePlanHere(
  context: CommandContext,
  images: readonly string[],
  options: PlanOptions & { readonly since?: string },
): Promise<Result<PlanHere, Problem>> {
  if (options.since !== undefined) return planSinceHere(context, images, { ...options, since: options.since });
  const prepared = await prepareHere(context, images, options);
  if (!prepared.ok) return prepared;
  const { repository, loaded, planned } = prepared.value;
  const history = await historyOf(repository, loaded.tree, planned.plan);
  await loaded.tree.close();
  return ok({ plan: planned.plan, history, repository, tree: loaded.tree });
}

async function planSinceHere(
  context: CommandContext,
  images: readonly string[],
  options: PlanOptions & { readonly since: string },
): Promise<Result<PlanHere, Problem>> {
  const repository = await openHere(context, options);
  if (!repository.ok) return repository;
  const overrides = overridesOf(options);
  if (!overrides.ok) return overrides;
  const { rev, since } = options;
  const made = await planFromHistory({
    repository: repository.value,
    overrides: overrides.value,
    since,
    images,
    ...(rev === undefined ? {} : { rev }),
  });
  if (!made.ok) return made;
  const { plan: compared, loaded } = made.value;
  const history = await historyOf(repository.value, loaded.tree, compared, since);
  await loaded.tree.close();
  return ok({ plan: compared, history, repository: repository.value, tree: loaded.tree });
}

function render(
  context: CommandContext,
  { plan: made, history }: PlanHere,
  format: PlanCommandOptions['format'],
): string {
  const wire = planToJson(made);
  switch (format) {
    case 'pretty':
      return renderPlan(wire, lookOf(context, context.stdout), criticalPath(made).seconds, history);
    case 'json':
      return `${safeJson(wire, 2)}\n`;
    case 'mermaid':
    case 'dot':
      return renderGraph(graphToJson(made.graph), format, wire);
  }
}
