import { listTags } from '../engine/list.ts';
import { loadRepository } from '../engine/load.ts';
import { treeOf } from '../engine/prepare.ts';
import type { ImageName } from '../names/image-name.ts';
import { renderListing } from '../report/listing.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { connectTo, openHere, overridesOf, type RepositoryOptions } from './options.ts';
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
  const repository = await openHere(context, options);
  if (!repository.ok) return reportProblem(context, repository.error);
  const overrides = overridesOf(options);
  if (!overrides.ok) return reportProblem(context, overrides.error);
  const tree = await treeOf({ repository: repository.value });
  if (!tree.ok) return reportProblem(context, tree.error);
  const { graph, configuration } = await loadRepository(tree.value, overrides.value);
  await tree.value.close();
  if (configuration.registry.host === undefined) {
    const suggestion = 'add "registry: host/namespace" to caskwright.yaml, or pass --registry host/namespace';
    return reportProblem(context, { kind: 'usage', message: 'no registry is configured', suggestion });
  }
  const { reader } = (await connectTo(context, repository.value)).registry(configuration);
  // A name that Git no longer has can still be in the registry.
  const images = image === undefined ? [...graph.byName.keys()].sort() : [image as ImageName];
  const listed = await listTags(images, reader, context.signal);
  if (!listed.ok) return reportProblem(context, { kind: 'environment', failure: listed.error });
  if (options.format === 'json') context.stdout.write(`${safeJson(listed.value, 2)}\n`);
  else context.stdout.write(renderListing(listed.value, context.clock.now()));
  return exitCode.done;
}
