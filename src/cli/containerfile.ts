import { containerfileOf } from '../engine/containerfile.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ContainerfileOptions extends RepositoryOptions {
  readonly rev?: string;
}

/** Prints what is generated for a declared image; needs no registry. */
export async function printContainerfile(
  context: CommandContext,
  image: string,
  options: ContainerfileOptions,
): Promise<ExitCode> {
  const here = await loadHere(context, options);
  if (!here.ok) return reportProblem(context, here.error);
  const generated = containerfileOf(here.value.loaded, image);
  if (!generated.ok) return reportProblem(context, generated.error);
  context.stdout.write(generated.value);
  return exitCode.done;
}
