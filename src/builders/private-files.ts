import { join } from 'node:path';
import type { Environment } from '../system/environment.ts';
import { linkTo, makePrivate, readText, writePrivate } from '../system/folder-files.ts';
import type { EngineOptions, RegistryAccess } from './options.ts';

/** The files that tell containers/image how to reach registries; written once for a run. */
export interface RegistryFiles {
  readonly authFile: string;
  /** A folder of `*.crt` files, where authorities are configured. */
  readonly certificates?: string;
  readonly registriesConf: string;
}

/** Without credentials of a run there are none: never those that lie about in the user's home. */
const NO_CREDENTIALS = '{}';
/** Secret ids are part of a command line's `id=…,src=…`: nothing in them may end the id (S25). */
const secretId = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Writes what containers/image reads into `folder`. */
export async function writeRegistryFiles(folder: string, options: EngineOptions): Promise<RegistryFiles> {
  const authFile = options.authFile ?? join(folder, 'auth.json');
  if (options.authFile === undefined) await writePrivate(authFile, NO_CREDENTIALS);
  const registriesConf = join(folder, 'registries.conf');
  await writePrivate(registriesConf, await registriesText(options));
  const authorities = Object.values(options.registries.authorities);
  if (authorities.length === 0) return { authFile, registriesConf };
  const certificates = join(folder, 'certificates');
  await makePrivate(certificates);
  await Promise.all(authorities.map((file, index) => linkTo(file, join(certificates, `${index}.crt`))));
  return { authFile, certificates, registriesConf };
}

/** The user's own registries.conf and one entry for each insecure host, so that all others stay verified. */
async function registriesText({ environment, registries }: EngineOptions): Promise<string> {
  const home = environment.XDG_CONFIG_HOME ?? join(environment.HOME ?? '/', '.config');
  const candidates = [
    environment.CONTAINERS_REGISTRIES_CONF,
    join(home, 'containers/registries.conf'),
    '/etc/containers/registries.conf',
  ];
  const texts = await Promise.all(candidates.map((path) => (path === undefined ? undefined : readText(path))));
  const own = texts.find((text) => text !== undefined) ?? '';
  return `${own}\n${insecureEntries(registries)}`;
}

function insecureEntries(registries: RegistryAccess): string {
  return registries.insecure
    .map((host) => `[[registry]]\nlocation = ${JSON.stringify(host)}\ninsecure = true\n`)
    .join('\n');
}

/** Writes each secret into a file of `folder`; returns id → file. */
export async function writeSecrets(
  folder: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const [index, [id, value]] of Object.entries(secrets).entries()) {
    if (!secretId.test(id)) throw new Error(`not a secret's id: ${JSON.stringify(id)}`);
    const file = join(folder, `secret-${index}`);
    await writePrivate(file, value);
    files[id] = file;
  }
  return files;
}

/** Variables that say where engines of the containers family keep their things; none of them is a secret. */
export const CONTAINERS_VARIABLES: readonly (keyof Environment & string)[] = [
  'CONTAINERS_CONF',
  'CONTAINERS_STORAGE_CONF',
  'STORAGE_DRIVER',
  'STORAGE_OPTS',
  'XDG_DATA_HOME',
  'XDG_CONFIG_HOME',
];
