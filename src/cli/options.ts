import { resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { parseRegistry } from '../definition/read-registry.ts';
import type { Connections } from '../engine/connections.ts';
import { type LoadedRepository, loadRepository, type Overrides } from '../engine/load.ts';
import { type Prepared, type PrepareRequest, prepare, treeOf } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import { keepMemory, openMemory } from '../engine/remember.ts';
import { type GitRepository, openRepository } from '../repository/open.ts';
import type { CommandContext } from './context.ts';

/** Options that every command has which reads a repository. */
export interface RepositoryOptions {
  readonly directory?: string;
  readonly registry?: string;
}

/** Options of every command that compares a repository with a registry. */
export interface PlanOptions extends RepositoryOptions {
  readonly rev?: string;
  readonly branch?: string;
  readonly force?: boolean;
  readonly scheduled?: boolean;
  readonly output?: string;
}

/** Opens the repository around `--directory`, or around the folder that the command was started in. */
export async function openHere(
  context: CommandContext,
  options: RepositoryOptions,
): Promise<Result<GitRepository, Problem>> {
  const directory = resolve(context.directory, options.directory ?? '.');
  const opened = await openRepository(directory, context.environment);
  return opened.ok ? opened : err({ kind: 'usage', ...opened.error });
}

/** What a command's options put above `caskwright.yaml`. */
export function overridesOf({ registry }: RepositoryOptions): Result<Overrides, Problem> {
  if (registry === undefined) return ok({});
  const parsed = parseRegistry(registry);
  if (parsed.ok) return ok({ registry });
  return err({ kind: 'usage', message: `--registry ${registry}: ${parsed.error}` });
}

/** A repository that a command reads whole, with its findings among the rest. Nothing is left open. */
export interface LoadedHere {
  readonly repository: GitRepository;
  readonly loaded: LoadedRepository;
}

/** Reads the repository with a command's options; `program` names who remembers for the next run what was read. */
export async function loadHere(
  context: CommandContext,
  options: RepositoryOptions & { readonly rev?: string },
  program?: string,
): Promise<Result<LoadedHere, Problem>> {
  const repository = await openHere(context, options);
  if (!repository.ok) return repository;
  const overrides = overridesOf(options);
  if (!overrides.ok) return overrides;
  const { rev } = options;
  const tree = await treeOf({ repository: repository.value, ...(rev === undefined ? {} : { rev }) });
  if (!tree.ok) return tree;
  const memory = await openMemory(repository.value, program);
  const loaded = await loadRepository(tree.value, overrides.value, memory);
  await keepMemory(memory);
  await tree.value.close();
  return ok({ repository: repository.value, loaded });
}

/** Plans with a command's options; `more` is what is special about the command. */
export async function prepareHere(
  context: CommandContext,
  images: readonly string[],
  options: PlanOptions,
  more: { readonly buildOnly?: string; readonly release?: string } = {},
): Promise<Result<Prepared, Problem>> {
  const repository = await openHere(context, options);
  if (!repository.ok) return repository;
  const overrides = overridesOf(options);
  if (!overrides.ok) return overrides;
  const layout = layoutOf(context, options.output);
  if (!layout.ok) return layout;
  const request: PrepareRequest = {
    repository: repository.value,
    connections: await connectTo(context, repository.value),
    overrides: overrides.value,
    hints: {
      ...(options.branch === undefined ? {} : { branch: options.branch }),
      ...(more.buildOnly === undefined ? {} : { buildOnly: more.buildOnly }),
    },
    images,
    force: options.force ?? false,
    ...(options.scheduled ? { scheduledAt: context.clock.now() } : {}),
    ...(options.rev === undefined ? {} : { rev: options.rev }),
    ...(more.release === undefined ? {} : { release: more.release }),
    ...(layout.value === undefined ? {} : { layout: layout.value }),
    ...(context.program === undefined ? {} : { program: context.program }),
    signal: context.signal,
  };
  return prepare(request);
}

/** What is real about a command's run, with paths meant from the repository's root. */
export function connectTo(context: CommandContext, repository: GitRepository): Promise<Connections> {
  return context.connect(repository.root ?? context.directory);
}

/** `oci:<dir>`, the one kind of output beside the registry. */
function layoutOf(context: CommandContext, output: string | undefined): Result<string | undefined, Problem> {
  if (output === undefined) return ok(undefined);
  if (output.startsWith('oci:') && output.length > 4) return ok(resolve(context.directory, output.slice(4)));
  return err({
    kind: 'usage',
    message: `--output ${output} is not a place that images can go to`,
    suggestion: '--output oci:<folder> writes an OCI image layout',
  });
}
