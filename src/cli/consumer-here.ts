import { resolve } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import type { Configuration } from '../definition/configuration.ts';
import { type ConsumedImage, consumedImages } from '../engine/consumed.ts';
import type { Consumer } from '../engine/consumer.ts';
import type { Problem } from '../engine/problem.ts';
import { openRepository } from '../repository/open.ts';
import type { CommandContext } from './context.ts';
import { configurationIn } from './folder-configuration.ts';

/** Options of every command of those who use images. */
export interface ConsumerOptions {
  readonly directory?: string;
  readonly engine?: Configuration['runtime']['engine'];
  readonly json?: boolean;
}

/** The images that are used here, and the engine that runs them. */
export interface ConsumerHere {
  readonly configuration: Configuration;
  readonly images: readonly ConsumedImage[];
  readonly consumer: Consumer;
  /** Development: what was built on this machine is what counts, and nothing is pulled. */
  readonly local: boolean;
}

/** Reads the configuration of the repository around the folder, or of the folder itself, and finds the engine. */
export async function consumerHere(
  context: CommandContext,
  names: readonly string[],
  options: ConsumerOptions,
): Promise<Result<ConsumerHere, Problem>> {
  const directory = resolve(context.directory, options.directory ?? '.');
  const repository = await openRepository(directory, context.environment);
  const root = (repository.ok ? repository.value.root : undefined) ?? directory;
  const configuration = await configurationIn(root);
  return configuration.ok ? consumerOf(context, configuration.value, root, names, options) : configuration;
}

/** The same for a configuration that is read already; `root` is the folder that its relative paths mean. */
export async function consumerOf(
  context: CommandContext,
  configuration: Configuration,
  root: string,
  names: readonly string[],
  options: ConsumerOptions,
): Promise<Result<ConsumerHere, Problem>> {
  const { open, catalogue } = await context.consume();
  const runtime = { ...configuration.runtime, ...(options.engine === undefined ? {} : { engine: options.engine }) };
  const images = await consumedImages(configuration, catalogue(runtime), names, context.signal);
  if (!images.ok) return images;
  const { insecure, ca } = configuration.registry;
  const authorities = Object.fromEntries(Object.entries(ca).map(([host, path]) => [host, resolve(root, path)]));
  const consumer = await open({ runtime, insecure: insecure.map(({ value }) => value), authorities }, context.signal);
  if (!consumer.ok) return { ok: false, error: { kind: 'environment', failure: consumer.error } };
  const local = context.environment.CASKWRIGHT_DEV === '1';
  return ok({ configuration, images: images.value, consumer: consumer.value, local });
}
