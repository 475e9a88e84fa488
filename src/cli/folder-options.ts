import type { BuildOptions } from './build.ts';
import type { RegistryAccessOptions } from './folder-configuration.ts';

/** Options of `build` that only one image outside of a repository has. */
export interface OneImageOptions extends RegistryAccessOptions {
  readonly tag?: readonly string[];
  readonly file?: string;
  readonly buildArg?: readonly string[];
  readonly target?: string;
  readonly platform?: readonly string[];
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  readonly secret?: readonly string[];
  readonly label?: readonly string[];
  /** Commander's spelling of `--no-cache`. */
  readonly cache: boolean;
}

/** What a command line for one folder looks like. */
export const HINT = 'caskwright build . -t registry.example/team/app:1.0';

/** Flags of the other form, which have no meaning in this one. */
const FLEET_FLAGS = {
  rev: '--rev',
  branch: '--branch',
  force: '--force',
  scheduled: '--scheduled',
  output: '--output',
  dryRun: '--dry-run',
  allowDirty: '--allow-dirty',
  concurrency: '--concurrency',
} as const;

/** Flags of this form. */
const FOLDER_FLAGS = {
  tag: '--tag',
  file: '--file',
  buildArg: '--build-arg',
  target: '--target',
  platform: '--platform',
  cacheFrom: '--cache-from',
  cacheTo: '--cache-to',
  secret: '--secret',
  label: '--label',
  insecure: '--insecure',
  tlsCa: '--tls-ca',
  tlsTrustOnFirstUse: '--tls-trust-on-first-use',
  credentials: '--credentials',
} as const;

/** Whether a command line means one folder, as docker's users write it, and not images of a repository. */
export function meansFolder(names: readonly string[], options: OneImageOptions): boolean {
  return options.tag !== undefined || options.file !== undefined || names.some((name) => /^\.{0,2}(?:\/|$)/.test(name));
}

/** The first flag of a folder's build that stands beside the names of images. */
export function folderFlag(options: OneImageOptions): string | undefined {
  return flagAmong(FOLDER_FLAGS, options);
}

function flagAmong<K extends string>(
  flags: Readonly<Record<K, string>>,
  options: { readonly [key in NoInfer<K>]?: unknown },
): string | undefined {
  const given = (Object.keys(flags) as K[]).find((key) => options[key] !== undefined);
  return given === undefined ? undefined : flags[given];
}

/** The first flag of a repository's build that stands beside a folder. */
export function fleetFlag(options: BuildOptions): string | undefined {
  return flagAmong(FLEET_FLAGS, options);
}
