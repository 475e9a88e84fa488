import { join } from 'node:path';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { makePrivate } from '../system/folder-files.ts';

/** Where engines and their settings are: no login, token or key is in these. */
const ENGINES = [
  'BUILDAH_ISOLATION',
  'CASKWRIGHT_SAFE_DIRECTORY',
  'CASKWRIGHT_TMPDIR',
  'CONTAINERS_CONF',
  'CONTAINERS_REGISTRIES_CONF',
  'CONTAINERS_STORAGE_CONF',
  'DOCKER_HOST',
];

/** Folders that logins are kept below. */
const HOMES = ['HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR'];

/**
 * The environment for code that nobody here has vouched for: without a secret, and with empty folders in the place of
 * those where engines and registries look for logins (S29).
 */
export async function strangerEnvironment(environment: Environment, folder: string): Promise<Environment> {
  const homes = HOMES.map((name) => [name, join(folder, 'stranger', name.toLowerCase())] as const);
  for (const [, path] of homes) await makePrivate(path);
  return { ...childEnvironment(environment, ENGINES), ...Object.fromEntries(homes) };
}
