import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { lookOf } from './look.ts';
import { say } from './problem.ts';

/** What `serve` was told on the command line. */
export interface ServeOptions {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly publicUrl?: string;
  readonly repository?: readonly string[];
  readonly slots?: string;
  readonly platforms?: string;
}

/** What `worker` was told on the command line. */
export interface WorkerOptions {
  readonly config?: string;
  readonly data?: string;
  readonly slots?: string;
  readonly platforms?: string;
}

/** The server, as the command sees it: `main` knows the real one. Each resolves when the signal of the context is aborted. */
export interface ServerProgram {
  serve(options: ServeOptions): Promise<ServerProblem | undefined>;
  work(options: WorkerOptions): Promise<ServerProblem | undefined>;
  /** The statements that make a role of the database for a worker. */
  workerRole(name: string): string;
}

/** Why the server does not run. */
export interface ServerProblem {
  readonly diagnostics: readonly Diagnostic[];
  readonly faults: readonly string[];
  /** Whether a person's configuration is wrong, or what is around it. */
  readonly kind: 'usage' | 'environment';
}

/** `caskwright serve`: receives webhooks, builds what they mean, and answers, until it is told to end. */
export async function serve(context: CommandContext, options: ServeOptions): Promise<ExitCode> {
  return report(context, await (await context.server()).serve(options));
}

/** `caskwright worker`: builds for a server until it is told to end. */
export async function worker(context: CommandContext, options: WorkerOptions): Promise<ExitCode> {
  return report(context, await (await context.server()).work(options));
}

/** `caskwright worker-role`: prints what makes a worker's own role, for the owner of the database to run. */
export async function workerRole(context: CommandContext, name: string): Promise<ExitCode> {
  if (!/^[a-z][a-z0-9_]{0,47}$/.test(name)) {
    say(context, `${name} cannot be the name of a role`, 'lower-case letters, digits and "_", at most 48');
    return exitCode.usage;
  }
  context.stdout.write((await context.server()).workerRole(name));
  return exitCode.done;
}

function report(context: CommandContext, problem: ServerProblem | undefined): ExitCode {
  if (problem === undefined) return exitCode.done;
  const { stderr } = context;
  const { diagnostics, faults, kind } = problem;
  if (diagnostics.length > 0) stderr.write(renderDiagnostics(diagnostics, 'pretty', lookOf(context, stderr)));
  for (const fault of faults) say(context, fault);
  return exitCode[kind];
}
