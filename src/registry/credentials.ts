import { isAbsolute, join } from 'node:path';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { captureProcess } from '../system/process.ts';
import { readIfPresent } from '../system/storage.ts';
import { parseObject } from './manifest.ts';

/** Who we are at a registry. Never part of a message. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token (docker's `identitytoken`). */
  | { readonly kind: 'identity-token'; readonly token: string };

/** What was found for a host, and what stood in the way of finding more. */
export interface CredentialLookup {
  readonly credential?: Credential;
  /** Where the credential is from, for messages. */
  readonly origin?: string;
  /** Files that cannot be read and helpers that do not work. */
  readonly troubles: readonly string[];
}

export interface CredentialOptions {
  readonly environment: Environment;
  /** The host that CASKWRIGHT_REGISTRY_USER and CASKWRIGHT_REGISTRY_PASSWORD are for. */
  readonly host: string;
}

const HELPER_TIMEOUT = 20_000;

/**
 * Finds the credential for a repository: our own environment variables for the configured host, then
 * REGISTRY_AUTH_FILE, $DOCKER_CONFIG, containers' auth.json and ~/.docker/config.json, in this order.
 */
export async function findCredential(
  host: string,
  repository: string,
  options: CredentialOptions,
): Promise<CredentialLookup> {
  const { environment } = options;
  const { CASKWRIGHT_REGISTRY_USER: username, CASKWRIGHT_REGISTRY_PASSWORD: password } = environment;
  if (host === options.host && username && password) {
    return {
      credential: { kind: 'password', username, password },
      origin: 'CASKWRIGHT_REGISTRY_USER',
      troubles: [],
    };
  }
  const troubles: string[] = [];
  for (const file of authFiles(environment)) {
    const config = await readConfig(file, troubles);
    const credential = config && (await fromConfig(config, host, repository, environment, troubles));
    if (credential) return { credential, origin: file, troubles };
  }
  return { troubles };
}

function authFiles(environment: Environment): string[] {
  const { HOME, XDG_RUNTIME_DIR, XDG_CONFIG_HOME, DOCKER_CONFIG, REGISTRY_AUTH_FILE } = environment;
  return [
    REGISTRY_AUTH_FILE,
    DOCKER_CONFIG && join(DOCKER_CONFIG, 'config.json'),
    XDG_RUNTIME_DIR && join(XDG_RUNTIME_DIR, 'containers/auth.json'),
    XDG_CONFIG_HOME
      ? join(XDG_CONFIG_HOME, 'containers/auth.json')
      : HOME && join(HOME, '.config/containers/auth.json'),
    DOCKER_CONFIG ? undefined : HOME && join(HOME, '.docker/config.json'),
  ].filter((path): path is string => path !== undefined && path !== '' && isAbsolute(path));
}

type Config = Readonly<Record<string, unknown>>;

async function readConfig(file: string, troubles: string[]): Promise<Config | undefined> {
  try {
    const bytes = await readIfPresent(file);
    if (!bytes) return undefined;
    const config = parseObject(bytes);
    if (!config) troubles.push(`${file} is not a JSON object`);
    return config;
  } catch (error) {
    troubles.push(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}

/** Docker's order: the helper of the host, then the file's own entry, then the general store. */
async function fromConfig(
  config: Config,
  host: string,
  repository: string,
  environment: Environment,
  troubles: string[],
): Promise<Credential | undefined> {
  const keys = configKeys(host, repository);
  const helpers = object(config.credHelpers);
  const helper = keys.map((key) => helpers[key]).find((name) => typeof name === 'string');
  if (typeof helper === 'string') return askHelper(helper, host, environment, troubles);
  const entries = object(config.auths);
  for (const key of keys) {
    const credential = fromEntry(object(entries[key]));
    if (credential) return credential;
  }
  const { credsStore } = config;
  return typeof credsStore === 'string' ? askHelper(credsStore, host, environment, troubles) : undefined;
}

/** The most exact key first: containers' auth.json may name a namespace or a repository. */
function configKeys(host: string, repository: string): string[] {
  const parts = repository.split('/');
  const paths = parts.map((_, index) => `${host}/${parts.slice(0, parts.length - index).join('/')}`);
  const hub = host === 'docker.io' ? ['https://index.docker.io/v1/', 'index.docker.io', 'registry-1.docker.io'] : [];
  return [...paths, host, `https://${host}`, `https://${host}/`, `https://${host}/v1/`, `https://${host}/v2/`, ...hub];
}

function fromEntry(entry: Config): Credential | undefined {
  const { auth, username, password, identitytoken } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { kind: 'identity-token', token: identitytoken };
  if (typeof auth === 'string' && auth !== '') {
    const pair = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = pair.indexOf(':');
    if (colon > 0) return { kind: 'password', username: pair.slice(0, colon), password: pair.slice(colon + 1) };
  }
  if (typeof username === 'string' && username !== '' && typeof password === 'string') {
    return { kind: 'password', username, password };
  }
  return undefined;
}

/** Speaks the protocol of docker-credential-helpers: the server on stdin, a JSON object on stdout. */
async function askHelper(
  name: string,
  host: string,
  environment: Environment,
  troubles: string[],
): Promise<Credential | undefined> {
  const program = `docker-credential-${name}`;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    troubles.push(`"${name}" is not the name of a credential helper`);
    return undefined;
  }
  const server = host === 'docker.io' ? 'https://index.docker.io/v1/' : host;
  const outcome = await captureProcess(program, ['get'], {
    // Helpers of clouds and desktops find their own login through variables that we do not know.
    env: childEnvironment(environment, Object.keys(environment)),
    input: server,
    timeout: HELPER_TIMEOUT,
  });
  if (outcome.notStarted !== undefined) troubles.push(`${program} is not installed`);
  if (outcome.exitCode !== 0) return undefined;
  const { Username: username, Secret: secret } = parseObject(outcome.stdout) ?? {};
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  return username === '<token>'
    ? { kind: 'identity-token', token: secret }
    : { kind: 'password', username, password: secret };
}

function object(value: unknown): Config {
  return typeof value === 'object' && value !== null ? (value as Config) : {};
}
