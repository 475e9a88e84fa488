import type { ImageName } from '../names/image-name.ts';
import { planToJson } from '../plan/wire.ts';
import { renderExplain } from '../report/explain.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import type { PlanOptions } from './options.ts';
import { makePlanHere } from './plan.ts';
import { reportProblem } from './problem.ts';

export interface ExplainOptions extends PlanOptions {
  readonly since?: string;
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
  if (options.format === 'json') {
    context.stdout.write(`${safeJson({ image, chain: wire.images, history: Object.fromEntries(history) }, 2)}\n`);
  } else {
    context.stdout.write(renderExplain(wire, row, lookOf(context, context.stdout), history, context.clock.now()));
  }
  return row.action === 'blocked' ? exitCode.findings : exitCode.done;
}
