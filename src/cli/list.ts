import { resolve } from 'node:path';
import { ok } from '../base/result.ts';
import type { Configuration } from '../definition/configuration.ts';
import { listRegistry, listTags } from '../engine/list.ts';
import { noRegistry } from '../engine/problem.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { renderListing, renderRegistry } from '../report/listing.ts';
import { safeJson } from '../report/text.ts';
import { type CommandContext, type ExitCode, exitCode } from './context.ts';
import { configurationIn, type RegistryAccessOptions, reaching, warnInsecure } from './folder-configuration.ts';
import { connectTo, loadHere, openHere, overridesOf, type RepositoryOptions } from './options.ts';
import { reportProblem } from './problem.ts';

export interface ListOptions extends RepositoryOptions, RegistryAccessOptions {
  readonly format: 'pretty' | 'json';
  readonly json?: boolean;
}

/** What the registry holds of this repository's images; with `--registry`, or without a repository, of all images. */
export async function list(
  context: CommandContext,
  image: string | undefined,
  options: ListOptions,
): Promise<ExitCode> {
  const isElsewhere = options.registry !== undefined || !(await openHere(context, options)).ok;
  return isElsewhere ? listAll(context, image, options) : listOwn(context, image, options);
}

async function listOwn(context: CommandContext, image: string | undefined, options: ListOptions): Promise<ExitCode> {
  const here = await loadHere(context, options);
  if (!here.ok) return reportProblem(context, here.error);
  const { graph, configuration } = here.value.loaded;
  if (configuration.registry.host === undefined) return reportProblem(context, noRegistry);
  const { reader } = (await connectTo(context, here.value.repository)).registry(
    reached(configuration, options, context),
  );
  // A name that Git no longer has can still be in the registry.
  const images = image === undefined ? [...graph.byName.keys()].sort() : [image as ImageName];
  const listed = await listTags(images, reader, context.signal);
  if (!listed.ok) return reportProblem(context, { kind: 'environment', failure: listed.error });
  if (isJson(options)) context.stdout.write(`${safeJson(listed.value, 2)}\n`);
  else context.stdout.write(renderListing(listed.value, context.clock.now()));
  return exitCode.done;
}

async function listAll(context: CommandContext, image: string | undefined, options: ListOptions): Promise<ExitCode> {
  const directory = resolve(context.directory, options.directory ?? '.');
  const overrides = overridesOf(options);
  if (!overrides.ok) return reportProblem(context, overrides.error);
  const found = await configurationIn(directory, overrides.value.registry);
  if (!found.ok) return reportProblem(context, found.error);
  const { host, namespace } = found.value.registry;
  if (host === undefined) return reportProblem(context, noRegistry);
  const inventory = (await context.connect(directory)).inventory(reached(found.value, options, context));
  const place = namespace === '' ? host : `${host}/${namespace}`;
  const path = image === undefined || namespace === '' ? image : `${namespace}/${image}`;
  const name = path === undefined ? ok(undefined) : parseImageName(path);
  if (!name.ok) return reportProblem(context, { kind: 'usage', message: `${image}: ${name.error}` });
  const listed = await listRegistry(inventory, name.value, context.signal);
  if (!listed.ok) return reportProblem(context, { kind: 'environment', failure: listed.error });
  if (isJson(options)) context.stdout.write(`${safeJson(listed.value, 2)}\n`);
  else context.stdout.write(renderRegistry(listed.value, place, context.clock.now()));
  return exitCode.done;
}

/** The configuration with its registry reached as the flags say. */
function reached(configuration: Configuration, options: ListOptions, context: CommandContext): Configuration {
  const { host = '', namespace } = configuration.registry;
  if (options.insecure) warnInsecure(context, host);
  return reaching(configuration, { host, namespace }, options, resolve(context.directory, options.directory ?? '.'));
}

function isJson({ format, json }: ListOptions): boolean {
  return json === true || format === 'json';
}
