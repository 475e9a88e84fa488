import { dirname, resolve } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import { readServerFile } from '../../definition/read-server-file.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Environment } from '../../system/environment.ts';
import { readWhole } from '../../system/files.ts';
import type { ServerConfiguration } from './configuration.ts';
import { complete } from './defaults.ts';
import { overlay, type ServeFlags } from './layers.ts';
import { maskSecrets, resolveSecrets } from './secrets.ts';
import { configurationOf, webhookFaults } from './values.ts';

/** Where the three layers come from. */
export interface ConfigurationSources {
  /** `--config`; absent: CASKWRIGHT_CONFIG, or no file. */
  readonly config?: string;
  readonly flags: ServeFlags;
  readonly environment: Environment;
  /** The folder that the command was started in. */
  readonly directory: string;
  readonly processors: number;
  /** Whether webhooks are to be received, which takes a secret. */
  readonly receives: boolean;
}

/** All that is wrong: with the file, at its places, and with the values together. */
export interface ConfigurationFaults {
  readonly diagnostics: readonly Diagnostic[];
  readonly faults: readonly string[];
}

/** A configuration, and its text for people, secrets masked: JSON that is a file of its own kind. */
export interface ReadServerConfiguration {
  readonly configuration: ServerConfiguration;
  readonly shown: string;
}

/** Reads file, environment and flags, the later above the earlier. */
export async function readServerConfiguration(
  sources: ConfigurationSources,
): Promise<Result<ReadServerConfiguration, ConfigurationFaults>> {
  const { environment, directory } = sources;
  const name = sources.config ?? (environment.CASKWRIGHT_CONFIG || undefined);
  const path = name === undefined ? undefined : resolve(directory, name);
  const text = path === undefined ? '' : await readWhole(path);
  if (text === undefined) return err({ diagnostics: [], faults: [`${name}: the file cannot be read`] });

  const file = readServerFile({ path: name ?? 'configuration', text });
  const own = file.content.data;
  const fromFile = own === undefined ? file.content : { ...file.content, data: resolve(dirname(path ?? '.'), own) };
  const layered = overlay(fromFile, environment, sources.flags);
  const resolved = await resolveSecrets(layered.content, environment);
  const effective = complete(resolved.content, sources.processors);
  const { configuration, faults } = configurationOf(effective, directory);
  const missing = sources.receives ? webhookFaults(configuration) : [];
  const all = [...layered.faults, ...resolved.faults, ...faults, ...missing];
  if (file.diagnostics.length > 0 || all.length > 0) return err({ diagnostics: file.diagnostics, faults: all });
  return ok({ configuration, shown: `${JSON.stringify(await maskSecrets(effective), null, 2)}\n` });
}
