import { graphToJson } from '../plan/wire.ts';
import { type GraphFormat, renderGraph } from '../report/graph-text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface GraphOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly format: GraphFormat;
}

/** Which image builds on which; needs no registry. */
export async function graph(context: CommandContext, options: GraphOptions): Promise<ExitCode> {
  const here = await loadHere(context, options);
  if (!here.ok) return reportProblem(context, here.error);
  context.stdout.write(renderGraph(graphToJson(here.value.loaded.graph), options.format));
  return exitCode.done;
}
