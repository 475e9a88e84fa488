import { isAbsolute, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
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
  /** The host that `named`, CASKWRIGHT_REGISTRY_USER and CASKWRIGHT_REGISTRY_PASSWORD are for. */
  readonly host: string;
  readonly named?: NamedCredential;
}

/** A place that somebody has named for the credential of the host; nothing else is asked then. */
export interface NamedCredential {
  /** For messages. */
  readonly origin: string;
  /** The error is one line for people. */
  read(): Promise<Result<Credential, string>>;
}

type Config = Readonly<Record<string, unknown>>;

/** Milliseconds. */
const HELPER_TIMEOUT = 20_000;
const KEPT = 5 * 60_000;

/**
 * Finds credentials: where somebody has said they are; else our own environment variables for the configured host, then REGISTRY_AUTH_FILE, $DOCKER_CONFIG,
 * containers' auth.json and ~/.docker/config.json, in this order. Files and helpers are asked again after five
 * minutes, because what clouds' helpers give does not live as long as a run may.
 */
export class Credentials {
  readonly #options: CredentialOptions;
  readonly #clock: Clock;
  readonly #answers = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();

  constructor(options: CredentialOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** The credential for a repository at a host. */
  async find(host: string, repository: string): Promise<CredentialLookup> {
    const { environment, named } = this.#options;
    if (named && host === this.#options.host) {
      const { origin } = named;
      const read = await this.#remembered(origin, () => named.read());
      return read.ok ? { credential: read.value, origin, troubles: [] } : { troubles: [`${origin}: ${read.error}`] };
    }
    const { CASKWRIGHT_REGISTRY_USER: username, CASKWRIGHT_REGISTRY_PASSWORD: password } = environment;
    if (host === this.#options.host && username && password) {
      const credential = { kind: 'password', username, password } as const;
      return { credential, origin: 'CASKWRIGHT_REGISTRY_USER', troubles: [] };
    }
    const troubles: string[] = [];
    for (const file of authFiles(environment)) {
      const config = await this.#remembered(file, () => readConfig(file));
      if (!config.ok) troubles.push(config.error);
      const found = config.ok ? await this.#inConfig(config.value, host, repository) : ok(undefined);
      if (!found.ok) troubles.push(found.error);
      else if (found.value) return { credential: found.value, origin: file, troubles };
    }
    return { troubles };
  }

  /** Docker's order: the helper of the host, then the file's own entry, then the general store. */
  async #inConfig(config: Config, host: string, repository: string): Promise<Result<Credential | undefined, string>> {
    const keys = configKeys(host, repository);
    const helpers = object(config.credHelpers);
    const helper = keys.map((key) => helpers[key]).find((name) => typeof name === 'string');
    if (typeof helper === 'string') return this.#fromHelper(helper, host);
    const entries = object(config.auths);
    const own = keys.map((key) => fromEntry(object(entries[key]))).find((credential) => credential !== undefined);
    if (own) return ok(own);
    return typeof config.credsStore === 'string' ? this.#fromHelper(config.credsStore, host) : ok(undefined);
  }

  #fromHelper(name: string, host: string): Promise<Result<Credential | undefined, string>> {
    return this.#remembered(`${name} ${host}`, () => askHelper(name, host, this.#options.environment));
  }

  #remembered<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const known = this.#answers.get(key);
    if (known && known.until > now) return known.answer as Promise<T>;
    const answer = ask();
    this.#answers.set(key, { until: now + KEPT, answer });
    return answer;
  }
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

async function readConfig(file: string): Promise<Result<Config, string>> {
  try {
    const bytes = await readIfPresent(file);
    const config = bytes ? parseObject(bytes) : {};
    return config ? ok(config) : err(`${file} is not a JSON object`);
  } catch (error) {
    return err(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** The most exact key first: containers' auth.json may name a namespace or a repository. */
function configKeys(host: string, repository: string): string[] {
  const parts = repository.split('/');
  const paths = parts.map((_, index) => `${host}/${parts.slice(0, parts.length - index).join('/')}`);
  const hub = host === 'docker.io' ? ['https://index.docker.io/v1/', 'index.docker.io', 'registry-1.docker.io'] : [];
  return [...paths, host, `https://${host}`, `https://${host}/`, `https://${host}/v1/`, `https://${host}/v2/`, ...hub];
}

/** The credential of a host in a configuration of docker's format, its own entries alone. */
export function credentialIn(config: Config, host: string): Credential | undefined {
  const entries = object(config.auths);
  return configKeys(host, '')
    .map((key) => fromEntry(object(entries[key])))
    .find((credential) => credential !== undefined);
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
): Promise<Result<Credential | undefined, string>> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return err(`"${name}" is not the name of a credential helper`);
  const program = `docker-credential-${name}`;
  const outcome = await captureProcess(program, ['get'], {
    // Helpers of clouds and desktops find their own login through variables that we do not know.
    env: childEnvironment(environment, Object.keys(environment)),
    input: host === 'docker.io' ? 'https://index.docker.io/v1/' : host,
    timeout: HELPER_TIMEOUT,
  });
  if (outcome.notStarted !== undefined) return err(`${program} is not installed`);
  if (outcome.ended === 'timed-out') return err(`${program} gave no answer in ${HELPER_TIMEOUT / 1000} s`);
  const { Username: username, Secret: secret } = parseObject(outcome.stdout) ?? {};
  // A helper that knows nothing of the host ends with an error, too.
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return ok(undefined);
  return ok(
    username === '<token>'
      ? { kind: 'identity-token', token: secret }
      : { kind: 'password', username, password: secret },
  );
}

function object(value: unknown): Config {
  return typeof value === 'object' && value !== null ? (value as Config) : {};
}
