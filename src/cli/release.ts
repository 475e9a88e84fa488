import { type BuildOptions, carryOutHere } from './build.ts';
import type { CommandContext, ExitCode } from './context.ts';
import { prepareHere } from './options.ts';
import { reportProblem } from './problem.ts';

export type ReleaseOptions = Omit<BuildOptions, 'push' | 'force' | 'branch' | 'rev' | 'output' | 'allowDirty'> & {
  readonly rebuild?: boolean;
};

/** Publishes every image of a release tag's commit as one set, by promotion where the bytes exist. */
export async function release(context: CommandContext, tag: string, options: ReleaseOptions): Promise<ExitCode> {
  const { rebuild, ...rest } = options;
  const prepared = await prepareHere(context, [], { ...rest, force: rebuild ?? false }, { release: tag });
  return prepared.ok ? carryOutHere(context, prepared.value, rest) : reportProblem(context, prepared.error);
}
