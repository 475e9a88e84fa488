import type { ImageName } from '../names/image-name.ts';
import { planToJson } from '../plan/wire.ts';
import { renderExplain } from '../report/explain.ts';
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
  const wire = planToJson(made.value);
  const row = made.value.byName.get(image as ImageName);
  if (!row) throw new Error(`${image} is not in its own plan`);
  if (options.format === 'json') {
    const chain = wire.images.filter((entry) => made.value.byName.has(entry.image));
    context.stdout.write(`${JSON.stringify({ image, chain }, undefined, 2)}\n`);
  } else {
    context.stdout.write(renderExplain(wire, row, lookOf(context, context.stdout)));
  }
  return row.action === 'blocked' ? exitCode.findings : exitCode.done;
}
