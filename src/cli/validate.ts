import { hasErrors, loadRepository } from '../engine/load.ts';
import { treeOf } from '../engine/prepare.ts';
import { keepMemory, openMemory } from '../engine/remember.ts';
import { type DiagnosticFormat, renderDiagnostics, summaryLine } from '../report/diagnostics.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { openHere, overridesOf, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ValidateOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly format: DiagnosticFormat;
}

/** All findings of all files. Exit code 1 where one of them is an error. */
export async function validate(context: CommandContext, options: ValidateOptions): Promise<ExitCode> {
  const repository = await openHere(context, options);
  if (!repository.ok) return reportProblem(context, repository.error);
  const overrides = overridesOf(options);
  if (!overrides.ok) return reportProblem(context, overrides.error);
  const { rev } = options;
  const tree = await treeOf({ repository: repository.value, ...(rev === undefined ? {} : { rev }) });
  if (!tree.ok) return reportProblem(context, tree.error);
  const memory = await openMemory(repository.value, context.program);
  const { diagnostics, graph, filesRead } = await loadRepository(tree.value, overrides.value, memory);
  await keepMemory(memory);
  await tree.value.close();
  const look = lookOf(context, context.stdout);
  context.stdout.write(renderDiagnostics(diagnostics, options.format, look));
  if (options.format === 'pretty') {
    if (diagnostics.length > 0) context.stdout.write('\n');
    context.stdout.write(`${summaryLine(diagnostics, { images: graph.images.length, files: filesRead })}\n`);
  }
  return hasErrors(diagnostics) ? exitCode.findings : exitCode.done;
}
