import { hasErrors } from '../engine/load.ts';
import { type DiagnosticFormat, renderDiagnostics, summaryLine } from '../report/diagnostics.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ValidateOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly format: DiagnosticFormat;
}

/** All findings of all files. Exit code 1 where one of them is an error. */
export async function validate(context: CommandContext, options: ValidateOptions): Promise<ExitCode> {
  const here = await loadHere(context, options, context.program);
  if (!here.ok) return reportProblem(context, here.error);
  const { diagnostics, graph, filesRead } = here.value.loaded;
  const look = lookOf(context, context.stdout);
  context.stdout.write(renderDiagnostics(diagnostics, options.format, look));
  if (options.format === 'pretty') {
    if (diagnostics.length > 0) context.stdout.write('\n');
    context.stdout.write(`${summaryLine(diagnostics, { images: graph.images.length, files: filesRead })}\n`);
  }
  return hasErrors(diagnostics) ? exitCode.findings : exitCode.done;
}
