import { listTags } from '../engine/list.ts';
import { noRegistry } from '../engine/problem.ts';
import type { ImageName } from '../names/image-name.ts';
import { renderListing } from '../report/listing.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { connectTo, loadHere, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ListOptions extends RepositoryOptions {
  readonly format: 'pretty' | 'json';
}

/** What the registry holds of this repository's images. */
export async function list(
  context: CommandContext,
  image: string | undefined,
  options: ListOptions,
): Promise<ExitCode> {
  const here = await loadHere(context, options);
  if (!here.ok) return reportProblem(context, here.error);
  const { graph, configuration } = here.value.loaded;
  if (configuration.registry.host === undefined) return reportProblem(context, noRegistry);
  const { reader } = (await connectTo(context, here.value.repository)).registry(configuration);
  // A name that Git no longer has can still be in the registry.
  const images = image === undefined ? [...graph.byName.keys()].sort() : [image as ImageName];
  const listed = await listTags(images, reader, context.signal);
  if (!listed.ok) return reportProblem(context, { kind: 'environment', failure: listed.error });
  if (options.format === 'json') context.stdout.write(`${safeJson(listed.value, 2)}\n`);
  else context.stdout.write(renderListing(listed.value, context.clock.now()));
  return exitCode.done;
}
