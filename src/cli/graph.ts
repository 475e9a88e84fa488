import { loadRepository } from '../engine/load.ts';
import { treeOf } from '../engine/prepare.ts';
import { graphToJson } from '../plan/wire.ts';
import { type GraphFormat, renderGraph } from '../report/graph-text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { openHere, overridesOf, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface GraphOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly format: GraphFormat;
}

/** Which image builds on which; needs no registry. */
export async function graph(context: CommandContext, options: GraphOptions): Promise<ExitCode> {
  const repository = await openHere(context, options);
  if (!repository.ok) return reportProblem(context, repository.error);
  const overrides = overridesOf(options);
  if (!overrides.ok) return reportProblem(context, overrides.error);
  const { rev } = options;
  const tree = await treeOf({ repository: repository.value, ...(rev === undefined ? {} : { rev }) });
  if (!tree.ok) return reportProblem(context, tree.error);
  const loaded = await loadRepository(tree.value, overrides.value);
  await tree.value.close();
  context.stdout.write(renderGraph(graphToJson(loaded.graph), options.format));
  return exitCode.done;
}
