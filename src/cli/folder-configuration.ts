import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { CONFIGURATION_FILES, type Configuration } from '../definition/configuration.ts';
import type { CredentialSource } from '../definition/credential-source.ts';
import { readConfiguration } from '../definition/read-configuration.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Problem } from '../engine/problem.ts';
import { twiceFinding } from '../repository/findings.ts';
import { readAtMost } from '../system/folder-files.ts';
import type { CommandContext } from './context.ts';

/** How one registry is reached, as flags say it. They stand above `caskwright.yaml`. */
export interface RegistryAccessOptions {
  readonly insecure?: boolean;
  readonly tlsCa?: string;
  readonly tlsTrustOnFirstUse?: boolean;
  /** `kubernetes:…`, `file:…` or `env:…`. */
  readonly credentials?: CredentialSource;
}

const MAX_CONFIGURATION = 1024 * 1024;

/**
 * The configuration where no repository is asked: `caskwright.yaml` or `.jsonc` of the folder itself, else the
 * defaults. No folder above is looked at: whoever may write there must not say which registries are believed.
 */
export async function configurationIn(directory: string, registry?: string): Promise<Result<Configuration, Problem>> {
  const files: SourceFile[] = [];
  for (const path of CONFIGURATION_FILES) {
    const text = await readAtMost(join(directory, path), MAX_CONFIGURATION);
    if (text !== undefined) files.push({ path, text });
  }
  const [file = { path: CONFIGURATION_FILES[0], text: '' }, second] = files;
  const overrides = registry === undefined ? {} : { registry };
  const { configuration, diagnostics } = readConfiguration(file, overrides);
  const all = second ? [...diagnostics, twiceFinding(file, second)] : diagnostics;
  if (!all.some(({ severity }) => severity === 'error')) return ok(configuration);
  return err({ kind: 'findings', diagnostics: all, images: 0, filesRead: 1 });
}

/** The configuration with one host as its registry, reached as the flags say. */
export function reaching(
  configuration: Configuration,
  place: { readonly host: string; readonly namespace: string },
  options: RegistryAccessOptions,
  directory: string,
): Configuration {
  const { registry } = configuration;
  const { host } = place;
  const insecure = { value: host, span: { start: 0, end: 0 } };
  return {
    ...configuration,
    registry: {
      ...registry,
      ...place,
      insecure: options.insecure ? [...registry.insecure, insecure] : registry.insecure,
      trustOnFirstUse: options.tlsTrustOnFirstUse ? [...registry.trustOnFirstUse, host] : registry.trustOnFirstUse,
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      ca: options.tlsCa === undefined ? registry.ca : { ...registry.ca, [host]: resolve(directory, options.tlsCa) },
    },
  };
}

/** Says what `--insecure` gives away. */
export function warnInsecure({ stderr }: CommandContext, host = ''): void {
  stderr.write(`caskwright: --insecure: whoever stands between can replace the images of ${host}\n`);
}
