import { unreachable } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Problem } from '../engine/problem.ts';
import { renderDiagnostics, summaryLine } from '../report/diagnostics.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';

/** Says what is in the way, where, and what to do next. Returns the exit code that goes with it. */
export function reportProblem(context: CommandContext, problem: Problem): ExitCode {
  const { stderr } = context;
  switch (problem.kind) {
    case 'findings': {
      const { diagnostics, images, filesRead } = problem;
      stderr.write(renderDiagnostics(diagnostics, 'pretty', lookOf(context, stderr)));
      stderr.write(`\n${summaryLine(diagnostics, { images, files: filesRead })}\n`);
      return exitCode.findings;
    }
    case 'usage':
      say(context, problem.message, problem.suggestion);
      return exitCode.usage;
    case 'environment':
      if (problem.failure.reason === 'cancelled') return exitCode.cancelled;
      sayFailure(context, problem.failure);
      return exitCode.environment;
    default:
      return unreachable(problem);
  }
}

/** One error in the three parts that every error of ours has: what, where, and what to do. */
export function say(context: CommandContext, message: string, suggestion?: string): void {
  context.stderr.write(`caskwright: ${message}\n`);
  if (suggestion !== undefined) context.stderr.write(`  try: ${suggestion}\n`);
}

function sayFailure(context: CommandContext, failure: Failure): void {
  for (const line of failure.lastLines) context.stderr.write(`  ${line}\n`);
  say(context, failure.message, failure.suggestion);
}
