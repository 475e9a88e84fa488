import type { Clock } from '../base/clock.ts';
import { err, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Environment } from '../system/environment.ts';
import {
  type Exchange,
  type Http,
  type HttpRequest,
  type HttpResponse,
  isLoopback,
  type Trust,
} from '../system/http.ts';
import { withRetries } from '../system/retry.ts';
import { Authorization, type Header, type Scope } from './authorization.ts';
import { parseChallenges } from './challenge.ts';
import { Credentials, type NamedCredential } from './credentials.ts';
import { type Call, failure, failureOfFault } from './failures.ts';
import type { KnownRegistries } from './known-registries.ts';

/** How hosts are reached and who we are there. */
export interface TransportOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly environment: Environment;
  /** The host that our own credential variables are for. */
  readonly host: string;
  /** Hosts spoken to over HTTPS without verification, or over HTTP where they have no HTTPS. */
  readonly insecure: readonly string[];
  /** Host → absolute path of a PEM file with the authority to trust beside the machine's own. */
  readonly ca: Readonly<Record<string, string>>;
  /** Certificates that are trusted since they were first seen; `ca` and `insecure` stand above them. */
  readonly known?: KnownRegistries;
  /** Hosts whose certificate is trusted when it is seen first, where no authority vouches for it. */
  readonly firstUse?: readonly string[];
  /** Where the credential of `host` comes from, where that is said; nothing else is asked then. */
  readonly named?: NamedCredential;
  /** Milliseconds for one exchange; a registry that is silent for longer fails with `timeout`. */
  readonly timeout: number;
}

/** A request to a registry's API. */
export interface RegistryRequest {
  readonly scope: Scope;
  /** Log in with name and password, whatever the registry asks for: its host has another API beside it. */
  readonly login?: 'basic';
  readonly method: HttpRequest['method'];
  /** Path and query below the host, or the URL that the registry gave for the next step. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly maxBytes: number;
  /** The file that the body of a 200 is written to. */
  readonly toFile?: string;
}

interface Endpoint {
  readonly base: URL;
  readonly trust?: Trust;
}

const MAX_REDIRECTS = 5;
/** A token may end between being given and being used, but not again and again. */
const MAX_RENEWALS = 3;
/** Docker Hub's API lives on another host than its name says. */
const DOCKER_HUB = { name: 'docker.io', host: 'registry-1.docker.io' };
const MAX_TOKEN_BYTES = 1024 * 1024;

/** Sends requests to registries: right protocol, credentials, retries, redirects, deadlines. Counts what it sends. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #authorization: Authorization;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #opened = new Map<string, PromiseWithResolvers<void>>();
  #requests = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#authorization = new Authorization(options.clock, new Credentials(options, options.clock), (host, request) =>
      this.#askTokenServer(host, request),
    );
  }

  /** HTTP requests sent so far, to registries and token servers, repeated ones included. */
  requests(): number {
    return this.#requests;
  }

  /** What is known about the credential for a scope, without a word of it. */
  login(scope: Scope): Promise<string> {
    return this.#authorization.login(scope);
  }

  /**
   * The registry's answer, whatever its status. The first request to a host goes alone: it finds out protocol and
   * authentication for all, so that a hundred parallel requests do not all run into the same 401.
   */
  async send(request: RegistryRequest, call: Call): Promise<Result<HttpResponse, Failure>> {
    const { host } = request.scope;
    if (!URL.canParse(`https://${host}`)) {
      return err(failure(call.phase, 'unreachable', `"${host}" is not a registry host`, 'a host is name or name:port'));
    }
    const opened = this.#opened.get(host);
    if (opened) {
      await opened.promise;
      return this.#authorized(request, call);
    }
    const first = Promise.withResolvers<void>();
    this.#opened.set(host, first);
    try {
      return await this.#authorized(request, call, first.resolve);
    } finally {
      first.resolve();
    }
  }

  /** `failed` is called as soon as there is no answer: others need not wait for the retries of the first. */
  async #authorized(request: RegistryRequest, call: Call, failed?: () => void): Promise<Result<HttpResponse, Failure>> {
    const { scope } = request;
    if (request.login === 'basic') return this.#repeated(request, await this.#authorization.basic(scope), call, failed);
    let header = await this.#authorization.header(scope, call);
    for (let renewals = 0; ; renewals += 1) {
      if (!header.ok) return header;
      const answer = await this.#repeated(request, header.value, call, failed);
      if (!answer.ok || answer.value.status !== 401 || renewals === MAX_RENEWALS) return answer;
      const challenges = parseChallenges(answer.value.headers['www-authenticate'] ?? '');
      header = await this.#authorization.renew(scope, challenges, header.value, call);
      if (header.ok && header.value === undefined) return answer;
    }
  }

  async #repeated(
    request: RegistryRequest,
    header: Header,
    call: Call,
    failed?: () => void,
  ): Promise<Result<HttpResponse, Failure>> {
    const outcome = await withRetries(
      async () => {
        const exchange = await this.#reach(request, header, call.signal);
        if (!exchange.ok) failed?.();
        return exchange;
      },
      { clock: this.#options.clock, signal: call.signal },
    );
    return outcome.ok ? outcome : err(failureOfFault(call.phase, request.scope.host, outcome.error));
  }

  /** Sends to the host's endpoint; where the protocol is not known yet, tries those that are permitted. */
  async #reach(request: RegistryRequest, header: Header, signal: AbortSignal): Promise<Exchange> {
    const { host } = request.scope;
    const known = this.#endpoints.get(host);
    if (known) return this.#exchange(request, known, header, signal);
    let outcome: Exchange | undefined;
    for (const endpoint of this.#candidates(host)) {
      outcome = await this.#exchange(request, endpoint, header, signal);
      if (outcome.ok) this.#endpoints.set(host, endpoint);
      if (outcome.ok || ['aborted', 'timeout'].includes(outcome.error.kind)) return outcome;
      if (outcome.error.kind === 'tls-authority' && this.#isFirstUse(host, endpoint)) {
        return this.#meet(request, endpoint, header, signal);
      }
    }
    return this.#explained(host, outcome as Exchange, signal);
  }

  #isFirstUse(host: string, { base, trust }: Endpoint): boolean {
    return base.protocol === 'https:' && trust === undefined && (this.#options.firstUse ?? []).includes(host);
  }

  /** Nobody vouches for the host, and it may be trusted on first use: from now on it is known. */
  async #meet(request: RegistryRequest, { base }: Endpoint, header: Header, signal: AbortSignal): Promise<Exchange> {
    const { host } = request.scope;
    const met = await this.#options.known?.meet(host, base, signal);
    if (!met?.ok) return err(met?.error ?? { kind: 'tls-authority', message: 'there is no place to remember it' });
    const endpoint: Endpoint = { base, trust: { kind: 'pinned', file: met.value.file } };
    const outcome = await this.#exchange(request, endpoint, header, signal);
    if (outcome.ok) this.#endpoints.set(host, endpoint);
    return outcome;
  }

  /** A certificate that has changed is shown beside the one that is known. */
  async #explained(host: string, outcome: Exchange, signal: AbortSignal): Promise<Exchange> {
    const { known } = this.#options;
    if (outcome.ok || outcome.error.kind !== 'tls-changed' || !known || outcome.error.file === undefined)
      return outcome;
    const message = await known.compare(outcome.error.file, secureUrl(host), signal);
    return err({ ...outcome.error, message });
  }

  /** HTTPS; as docker does, plain HTTP on this machine itself and, second, where the configuration permits it. */
  #candidates(host: string): readonly Endpoint[] {
    const secure = secureUrl(host);
    const plain = { base: new URL(`http://${secure.host}`) };
    const trust = this.#trustOf(host);
    if (trust?.kind === 'unverified') return [{ base: secure, trust }, plain];
    if (trust) return [{ base: secure, trust }];
    const firstUse = (this.#options.firstUse ?? []).includes(host);
    return isLoopback(secure.hostname) && !firstUse ? [plain] : [{ base: secure }];
  }

  /** What makes the certificate of a host good beside the machine's authorities. */
  #trustOf(host: string): Trust | undefined {
    const { insecure, ca, known } = this.#options;
    if (insecure.includes(host)) return { kind: 'unverified' };
    if (Object.hasOwn(ca, host)) return { kind: 'authority', file: ca[host] as string };
    const files = known?.files() ?? {};
    return Object.hasOwn(files, host) ? { kind: 'pinned', file: files[host] as string } : undefined;
  }

  /** One request and its redirects; a redirect to another origin gets no credential, and never leads from HTTPS to HTTP. */
  async #exchange(
    request: RegistryRequest,
    { base, trust }: Endpoint,
    header: Header,
    signal: AbortSignal,
  ): Promise<Exchange> {
    if (!URL.canParse(request.target, base.href)) return err({ kind: 'other', message: 'it sent a URL that is none' });
    let url = new URL(request.target, base);
    for (let hop = 0; ; hop += 1) {
      const own = url.origin === base.origin;
      const outcome = await this.#once({
        method: request.method,
        url,
        headers: { ...request.headers, ...(own && header !== undefined ? { authorization: header } : {}) },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.toFile === undefined ? {} : { toFile: request.toFile }),
        maxBytes: request.maxBytes,
        ...(trust !== undefined && own ? { trust } : {}),
        signal,
      });
      const next = outcome.ok ? redirection(request.method, url, outcome.value) : undefined;
      if (next === undefined) return outcome;
      if (hop === MAX_REDIRECTS || (url.protocol === 'https:' && next.protocol !== 'https:')) {
        return err({ kind: 'other', message: `redirected to ${next.origin}` });
      }
      url = next;
    }
  }

  #once(request: Omit<HttpRequest, 'timeout'>): Promise<Exchange> {
    this.#requests += 1;
    const headers = { 'user-agent': 'caskwright', ...request.headers };
    return this.#options.http.request({ ...request, headers, timeout: this.#options.timeout });
  }

  /** A token server shares its registry's host settings; a password never travels in the clear to another machine. */
  async #askTokenServer(host: string, request: Omit<HttpRequest, 'timeout' | 'maxBytes'>): Promise<Exchange> {
    const { insecure, clock } = this.#options;
    const { url } = request;
    const permitted = url.protocol === 'https:' || isLoopback(url.hostname) || insecure.includes(host);
    if (!permitted) return err({ kind: 'other', message: `it wants the password over plain HTTP at ${url.host}` });
    const unverified = insecure.includes(host) ? ({ kind: 'unverified' } as const) : undefined;
    const believed = unverified ?? this.#trustOf(url.host) ?? this.#trustOf(host);
    const trust = believed === undefined ? {} : { trust: believed };
    return withRetries(() => this.#once({ ...request, ...trust, maxBytes: MAX_TOKEN_BYTES }), {
      clock,
      signal: request.signal,
    });
  }
}

function secureUrl(host: string): URL {
  return new URL(`https://${host === DOCKER_HUB.name ? DOCKER_HUB.host : host}`);
}

function redirection(method: string, url: URL, response: HttpResponse): URL | undefined {
  const { location } = response.headers;
  if (!['GET', 'HEAD'].includes(method) || ![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  return location !== undefined && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
}
