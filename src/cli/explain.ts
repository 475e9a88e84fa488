import { uncountedSince } from '../engine/history.ts';
import type { ImageName } from '../names/image-name.ts';
import type { ImagePlan } from '../plan/plan.ts';
import { whyNot } from '../plan/why-not.ts';
import { planToJson } from '../plan/wire.ts';
import { renderExplain } from '../report/explain.ts';
import { safeJson } from '../report/text.ts';
import { renderWhyNot } from '../report/why-not.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import type { PlanOptions } from './options.ts';
import { makePlanHere, type PlanHere } from './plan.ts';
import { reportProblem } from './problem.ts';

export interface ExplainOptions extends PlanOptions {
  readonly since?: string;
  readonly whyNot?: boolean;
  readonly format: 'pretty' | 'json';
}

/** The whole chain of reasons for one image. */
export async function explain(context: CommandContext, image: string, options: ExplainOptions): Promise<ExitCode> {
  const made = await makePlanHere(context, [image], options);
  if (!made.ok) return reportProblem(context, made.error);
  const { plan, history } = made.value;
  const wire = planToJson(plan);
  const row = plan.byName.get(image as ImageName);
  if (!row) throw new Error(`${image} is not in its own plan`);
  if (options.whyNot) await explainWhyNot(context, made.value, row, options);
  else if (options.format === 'json') {
    context.stdout.write(`${safeJson({ image, chain: wire.images, history: Object.fromEntries(history) }, 2)}\n`);
  } else {
    context.stdout.write(renderExplain(wire, row, lookOf(context, context.stdout), history, context.clock.now()));
  }
  return row.action === 'blocked' ? exitCode.findings : exitCode.done;
}

/** Why an image is not built, and what has changed with it that makes no difference. */
async function explainWhyNot(
  context: CommandContext,
  { plan, repository, tree }: PlanHere,
  image: ImagePlan,
  { since, format }: ExplainOptions,
): Promise<void> {
  const why = whyNot(plan, image, await uncountedSince(repository, tree, image, since));
  const text = format === 'json' ? `${safeJson(why, 2)}\n` : renderWhyNot(why, lookOf(context, context.stdout));
  context.stdout.write(text);
}
