import { ok } from '../base/result.ts';
import type { OtherLinter } from '../definition/lint/others.ts';
import { hasErrors } from '../engine/load.ts';
import { type DiagnosticFormat, renderDiagnostics, summaryLine } from '../report/diagnostics.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { withLinters } from './linters.ts';
import { lookOf } from './look.ts';
import { loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ValidateOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly format: DiagnosticFormat;
  /** Asked as well. */
  readonly linter?: readonly OtherLinter[];
}

/** All findings of all files. Exit code 1 where one of them is an error. */
export async function validate(context: CommandContext, options: ValidateOptions): Promise<ExitCode> {
  const here = await loadHere(context, options, context.program);
  if (!here.ok) return reportProblem(context, here.error);
  const { loaded } = here.value;
  const { graph, filesRead } = loaded;
  const found = options.linter ? await withLinters(options.linter, loaded, context) : ok(loaded.diagnostics);
  if (!found.ok) {
    const suggestion = 'leave --linter out: most of what others say is among our own rules';
    return reportProblem(context, { kind: 'usage', message: found.error, suggestion });
  }
  const diagnostics = found.value;
  const look = lookOf(context, context.stdout);
  context.stdout.write(renderDiagnostics(diagnostics, options.format, look));
  if (options.format === 'pretty') {
    if (diagnostics.length > 0) context.stdout.write('\n');
    context.stdout.write(`${summaryLine(diagnostics, { images: graph.images.length, files: filesRead })}\n`);
  }
  return hasErrors(diagnostics) ? exitCode.findings : exitCode.done;
}
