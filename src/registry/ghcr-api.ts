import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Remover } from '../build/ports/remover.ts';
import { parseDigest } from '../names/digest.ts';
import { type Http, type HttpResponse, isLoopback } from '../system/http.ts';
import { withRetries } from '../system/retry.ts';
import { nextLink, type Repository } from './client.ts';
import { Credentials } from './credentials.ts';
import { type Call, failure, failureOfFault, failureOfStatus } from './failures.ts';
import { parseList, parseObject } from './manifest.ts';
import { DEFAULT_TIMEOUT, type RegistryOptions } from './registry.ts';
import type { Listed } from './remove-inventory.ts';

// GitHub's REST API, "Packages": a version of a container package is one manifest, its name the digest. The registry
// itself answers 405 to every DELETE.

/** How GitHub's API is reached. */
interface GitHubOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly credentials: Credentials;
  /** Base of the REST API, and a token of the environment where the login of the registry has none. */
  readonly api: URL;
  readonly token?: string;
  /** Milliseconds for one exchange. */
  readonly timeout: number;
}

interface Version extends Listed {
  readonly id: number;
}

const SCOPES =
  'use a token with read:packages and delete:packages; in a workflow: packages: write, and the repository an admin of the package';
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PAGES = 200;
/** GitHub asks for a second between requests that change something ("Best practices for using the REST API"). */
const BETWEEN_REMOVALS = 1000;

const GITHUB_API = 'https://api.github.com';

/** The API with the login of the registry, else with a token of the environment. */
export function packagesApi(options: RegistryOptions): PackagesApi {
  const { http, clock, environment, timeout = DEFAULT_TIMEOUT } = options;
  const { GITHUB_API_URL, GITHUB_TOKEN, GH_TOKEN } = environment;
  const api = apiOf(GITHUB_API_URL) ?? new URL(GITHUB_API);
  const token = GITHUB_TOKEN || GH_TOKEN;
  const credentials = new Credentials(options, clock);
  return new PackagesApi({ http, clock, credentials, api, timeout, ...(token ? { token } : {}) });
}

/** A token never travels in the clear to another machine. */
function apiOf(text = ''): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === 'https:' || isLoopback(url.hostname)) ? url : undefined;
}

/** The calls of GitHub's packages API about container packages. */
export class PackagesApi {
  readonly #options: GitHubOptions;
  readonly #owners = new Map<string, Promise<Result<string, Failure>>>();
  #nextRemoval = 0;

  constructor(options: GitHubOptions) {
    this.#options = options;
  }

  /** Every version of a package; none where there is no such package. */
  async versions(repository: Repository, call: Call): Promise<Result<readonly Version[], Failure>> {
    const path = await this.#packagePath(repository, call);
    if (!path.ok) return path;
    // Only organisations and the token's own user have the page size among their parameters.
    const query = path.value.startsWith('/users/') ? '' : '?per_page=100';
    const read = await this.#pages(`${path.value}/versions${query}`, repository, readVersion, call);
    return read.ok ? ok(read.value ?? []) : read;
  }

  /** The paths of all packages of an owner (`listPackagesForOrganization` and its kin), from the registry's host. */
  async names(repository: Repository, call: Call): Promise<Result<readonly string[], Failure>> {
    const [owner = ''] = repository.path.split('/');
    const base = await this.#ownerPath(owner, repository, call);
    if (!base.ok) return base;
    const path = `${base.value}/packages?package_type=container&per_page=100`;
    const read = await this.#pages(path, repository, (value) => parseName(owner, value), call);
    return read.ok ? ok(read.value ?? []) : read;
  }

  /** One version as it is now. */
  async version(repository: Repository, id: number, call: Call): Promise<Result<Version | undefined, Failure>> {
    const path = await this.#packagePath(repository, call);
    if (!path.ok) return path;
    const answer = await this.#send('GET', `${path.value}/versions/${id}`, repository, call);
    if (!answer.ok) return answer;
    if (answer.value.status === 404) return ok(undefined);
    const version = answer.value.status === 200 ? readVersion(parseObject(answer.value.body)) : undefined;
    return version ? ok(version) : this.#refused(repository, 'read', answer.value, call);
  }

  /** Removes a version, no sooner than a second after the one before. */
  async remove(repository: Repository, id: number, call: Call): ReturnType<Remover['remove']> {
    const path = await this.#packagePath(repository, call);
    if (!path.ok) return path;
    const { clock } = this.#options;
    const wait = this.#nextRemoval - clock.now();
    this.#nextRemoval = Math.max(clock.now(), this.#nextRemoval) + BETWEEN_REMOVALS;
    if (wait > 0 && !(await slept(clock, wait, call.signal))) return err(failure(call.phase, 'cancelled', 'cancelled'));
    const answer = await this.#send('DELETE', `${path.value}/versions/${id}`, repository, call);
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    if (status === 204 || status === 404) return ok({ removed: true });
    // The last tagged version of a package, and what was pulled more than 5,000 times, GitHub does not let go.
    if (status === 400 || status === 422) {
      const said = parseObject(body)?.message;
      return ok({ removed: false, why: typeof said === 'string' ? `GitHub: ${said}` : `GitHub answered ${status}` });
    }
    return this.#refused(repository, 'write to', answer.value, call);
  }

  /** `/orgs/<owner>/packages/container/<name>`, or the like of a user. */
  async #packagePath(repository: Repository, call: Call): Promise<Result<string, Failure>> {
    const [owner = '', ...rest] = repository.path.split('/');
    const known = this.#owners.get(owner) ?? this.#ownerPath(owner, repository, call);
    this.#owners.set(owner, known);
    const path = await known;
    if (!path.ok) this.#owners.delete(owner);
    return path.ok ? ok(`${path.value}/packages/container/${encodeURIComponent(rest.join('/'))}`) : path;
  }

  async #ownerPath(owner: string, repository: Repository, call: Call): Promise<Result<string, Failure>> {
    const answer = await this.#send('GET', `/users/${encodeURIComponent(owner)}`, repository, call);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return this.#refused(repository, 'read', answer.value, call);
    if (parseObject(answer.value.body)?.type === 'Organization') return ok(`/orgs/${encodeURIComponent(owner)}`);
    // A private package is listed only for its owner, and the token of a workflow has no user at all.
    const self = await this.#send('GET', '/user', repository, call);
    if (!self.ok) return self;
    const login = self.value.status === 200 ? parseObject(self.value.body)?.login : undefined;
    const own = typeof login === 'string' && login.toLowerCase() === owner.toLowerCase();
    return ok(own ? '/user' : `/users/${encodeURIComponent(owner)}`);
  }

  async #send(
    method: 'GET' | 'DELETE',
    target: string,
    { host, path }: Repository,
    call: Call,
  ): Promise<Result<HttpResponse, Failure>> {
    const { http, clock, credentials, api, timeout } = this.#options;
    const { credential } = await credentials.find(host, path);
    const token = credential?.kind === 'password' ? credential.password : this.#options.token;
    const headers = {
      'user-agent': 'caskwright',
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const url = new URL(`${this.#base()}${target}`);
    const { signal } = call;
    const outcome = await withRetries(
      () => http.request({ method, url, headers, timeout, maxBytes: MAX_BYTES, signal }),
      { clock, signal },
    );
    return outcome.ok ? outcome : err(failureOfFault(call.phase, api.host, outcome.error));
  }

  /** All pages of a list, entry by entry; undefined where GitHub knows of no such list. */
  async #pages<T>(
    first: string,
    repository: Repository,
    read: (value: unknown) => T | undefined,
    call: Call,
  ): Promise<Result<readonly T[] | undefined, Failure>> {
    const found: T[] = [];
    let next: string | undefined = first;
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MAX_PAGES) {
        const message = `${repository.host}/${repository.path} has too much to read`;
        return err(failure(call.phase, 'unknown', message, 'remove old versions at GitHub first'));
      }
      const answer: Result<HttpResponse, Failure> = await this.#send('GET', next, repository, call);
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return ok(undefined);
      if (answer.value.status !== 200) return this.#refused(repository, 'read', answer.value, call);
      const entries = parseList(answer.value.body)?.map(read);
      if (!entries?.every((one) => one !== undefined)) return this.#unreadable(repository, 'that is none', call);
      found.push(...entries);
      const link = nextLink(answer.value);
      const base = this.#base();
      if (link !== undefined && !link.startsWith(`${base}/`)) {
        return this.#unreadable(repository, 'that goes on elsewhere', call);
      }
      next = link?.slice(base.length);
    }
    return ok(found);
  }

  #unreadable({ path }: Repository, what: string, call: Call): Result<never, Failure> {
    return err(failure(call.phase, 'registry-error', `GitHub sent a list about ${path} ${what}`));
  }

  /** The API's base without a slash at its end. */
  #base(): string {
    return this.#options.api.href.replace(/\/$/, '');
  }

  #refused(
    { path }: Repository,
    action: 'read' | 'write to',
    response: HttpResponse,
    call: Call,
  ): Result<never, Failure> {
    const spent = response.status === 403 && response.headers['x-ratelimit-remaining'] === '0';
    const { host } = this.#options.api;
    const answer = spent ? { ...response, status: 429 } : response;
    const login = 'token of the registry’s login, else GITHUB_TOKEN';
    const refused = failureOfStatus(call.phase, { host, subject: `the package ${path}`, action, login }, answer);
    return err([401, 403].includes(answer.status) ? { ...refused, suggestion: SCOPES } : refused);
  }
}

async function slept(clock: Clock, wait: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(wait, signal);
    return true;
  } catch {
    return false;
  }
}

function readVersion(value: unknown): Version | undefined {
  const { id, name, created_at, updated_at, metadata } = (value ?? {}) as Record<string, unknown>;
  const digest = parseDigest(String(name));
  const { container } = (metadata ?? {}) as { readonly container?: { readonly tags?: unknown } };
  const tags = container?.tags;
  if (typeof id !== 'number' || !digest.ok || !Array.isArray(tags)) return undefined;
  // A tag that is moved here changes the second date: what was put back to use is young again.
  const dates = [created_at, updated_at].map((date) => Date.parse(String(date))).filter((date) => !Number.isNaN(date));
  return {
    id,
    digest: digest.value,
    tags: tags.map(String),
    ...(dates.length > 0 ? { pushedAt: Math.max(...dates) } : {}),
  };
}

function parseName(owner: string, value: unknown): string | undefined {
  const { name } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' ? `${owner}/${name}`.toLowerCase() : undefined;
}
