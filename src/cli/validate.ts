import { hasErrors } from '../engine/load.ts';
import { type DiagnosticFormat, renderDiagnostics, summaryLine } from '../report/diagnostics.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { withHadolint } from './hadolint.ts';
import { lookOf } from './look.ts';
import { loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ValidateOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly format: DiagnosticFormat;
  /** Ask hadolint as well. */
  readonly hadolint?: boolean;
}

/** All findings of all files. Exit code 1 where one of them is an error. */
export async function validate(context: CommandContext, options: ValidateOptions): Promise<ExitCode> {
  const here = await loadHere(context, options, context.program);
  if (!here.ok) return reportProblem(context, here.error);
  const { loaded } = here.value;
  const { graph, filesRead } = loaded;
  const diagnostics = options.hadolint ? await withHadolint(loaded, context) : loaded.diagnostics;
  if (!diagnostics) {
    return reportProblem(context, {
      kind: 'usage',
      message: 'hadolint is not installed here',
      suggestion: 'see https://github.com/hadolint/hadolint, or leave --hadolint out: most of its rules are among ours',
    });
  }
  const look = lookOf(context, context.stdout);
  context.stdout.write(renderDiagnostics(diagnostics, options.format, look));
  if (options.format === 'pretty') {
    if (diagnostics.length > 0) context.stdout.write('\n');
    context.stdout.write(`${summaryLine(diagnostics, { images: graph.images.length, files: filesRead })}\n`);
  }
  return hasErrors(diagnostics) ? exitCode.findings : exitCode.done;
}
