import { hasErrors, loadRepository } from '../engine/load.ts';
import { treeOf } from '../engine/prepare.ts';
import { summaryLine } from '../report/diagnostics.ts';
import { type Answer, refusal } from './answer.ts';
import type { Step } from './step.ts';

/** All findings of the checkout's files; needs no registry. */
export async function validateCheckout({ context, inputs }: Step): Promise<Answer> {
  const opened = await context.checkout();
  if (!opened.ok) return refusal(opened.error);
  const tree = await treeOf(opened.value);
  if (!tree.ok) return refusal(tree.error);
  const overrides = inputs.registry === undefined ? {} : { registry: inputs.registry };
  const { diagnostics, graph, filesRead } = await loadRepository(tree.value, overrides);
  await tree.value.close();
  const why = summaryLine(diagnostics, { images: graph.images.length, files: filesRead });
  return { result: hasErrors(diagnostics) ? 'failed' : 'succeeded', diagnostics, why };
}
