import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Exchange, HttpRequest } from '../system/http.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { type Call, failure, failureOfFault, failureOfStatus } from './failures.ts';
import { parseObject } from './manifest.ts';

/** What a request is for: one repository at one host, to read, also to write, or to remove; or the list of all. */
export interface Scope {
  readonly host: string;
  readonly repository: string;
  readonly access: 'pull' | 'pull,push' | 'delete' | 'catalogue';
}

/** The value of an `Authorization` header; undefined where the host wants none, or nobody has a credential. */
export type Header = string | undefined;

type Scheme = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly realm: URL; readonly service?: string };

interface Token {
  readonly header: string;
  /** Milliseconds since 1970, by our own clock. */
  readonly expires: number;
}

/** The token spec's default for a server that does not say how long its token lives, in seconds. */
const DEFAULT_LIFETIME = 60;
/** A token is renewed when this part of its life is over, so that it does not end on the way. */
const USABLE_PART = 0.8;

/**
 * Remembers how each host wants to be spoken to and the tokens that it gave, one for each scope (distribution's
 * "Token Authentication Specification"). Many requests of one scope share one request for its token.
 */
export class Authorization {
  readonly #schemes = new Map<string, Scheme>();
  readonly #tokens = new Map<string, Promise<Result<Token, Failure>>>();
  readonly #clock: Clock;
  readonly #credentials: Credentials;
  readonly #send: (host: string, request: Omit<HttpRequest, 'timeout' | 'maxBytes'>) => Promise<Exchange>;

  /** `send` speaks to a token server under the trust that its registry has. */
  constructor(
    clock: Clock,
    credentials: Credentials,
    send: (host: string, request: Omit<HttpRequest, 'timeout' | 'maxBytes'>) => Promise<Exchange>,
  ) {
    this.#clock = clock;
    this.#credentials = credentials;
    this.#send = send;
  }

  /** The header for a scope, as far as the host has told what it wants. */
  async header(scope: Scope, call: Call): Promise<Result<Header, Failure>> {
    const scheme = this.#schemes.get(scope.host);
    if (!scheme) return ok(undefined);
    if (scheme.kind === 'basic') return ok(await this.basic(scope));
    const token = await this.#token(scheme, scope, call);
    return token.ok ? ok(token.value.header) : token;
  }

  /** The header after a 401 with these challenges; undefined where nothing better than `refused` can be had. */
  async renew(
    scope: Scope,
    challenges: readonly Challenge[],
    refused: Header,
    call: Call,
  ): Promise<Result<Header, Failure>> {
    const scheme = chooseScheme(challenges);
    if (!scheme) return ok(undefined);
    this.#schemes.set(scope.host, scheme);
    const token = this.#tokens.get(keyOf(scope));
    const known = await token;
    if (known?.ok && known.value.header === refused && this.#tokens.get(keyOf(scope)) === token) {
      this.#tokens.delete(keyOf(scope));
    }
    const header = await this.header(scope, call);
    return header.ok && header.value === refused ? ok(undefined) : header;
  }

  /** What is known about the credential for a scope, without a word of it. */
  async login(scope: Scope): Promise<string> {
    const { origin, troubles } = await this.#credentials.find(scope.host, scope.repository);
    const found = origin === undefined ? 'no credentials found' : `credentials of ${origin}`;
    return [found, ...troubles].join('; ');
  }

  /** Name and password as they are: also for APIs beside the registry's own, which know nothing of its tokens. */
  async basic(scope: Scope): Promise<Header> {
    const { credential } = await this.#credentials.find(scope.host, scope.repository);
    return credential?.kind === 'password' ? basic(credential.username, credential.password) : undefined;
  }

  async #token(scheme: Scheme & { kind: 'bearer' }, scope: Scope, call: Call): Promise<Result<Token, Failure>> {
    const key = keyOf(scope);
    const asked = this.#tokens.get(key);
    const known = await asked;
    if (known?.ok && known.value.expires > this.#clock.now()) return known;
    // Of all that waited for the same old token, the first to come back asks for the new one.
    const begun = this.#tokens.get(key);
    if (begun !== undefined && begun !== asked) return begun;
    const token = this.#askToken(scheme, scope, call);
    this.#tokens.set(key, token);
    const result = await token;
    if (!result.ok && this.#tokens.get(key) === token) this.#tokens.delete(key);
    return result;
  }

  async #askToken(scheme: Scheme & { kind: 'bearer' }, scope: Scope, call: Call): Promise<Result<Token, Failure>> {
    const { credential } = await this.#credentials.find(scope.host, scope.repository);
    const { realm, service } = scheme;
    const asked = this.#clock.now();
    const query = [...(service === undefined ? [] : [['service', service]]), ['scope', scopeText(scope)]];
    const request =
      credential?.kind === 'identity-token'
        ? refresh(realm, query, credential.token)
        : plain(realm, query, credential && basic(credential.username, credential.password));
    const answer = await this.#send(scope.host, { ...request, signal: call.signal });
    if (!answer.ok) return err(failureOfFault(call.phase, realm.host, answer.error));
    if (answer.value.status !== 200) {
      const status = [400, 403].includes(answer.value.status) ? 401 : answer.value.status;
      const attempt = {
        host: scope.host,
        subject: `${scope.host}/${scope.repository}`,
        action: scope.access === 'pull' ? 'read' : 'write to',
        login: await this.login(scope),
      } as const;
      return err(failureOfStatus(call.phase, attempt, { ...answer.value, status }));
    }
    const { token, access_token, expires_in } = parseObject(answer.value.body) ?? {};
    const text = token ?? access_token;
    if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) {
      return err(failure(call.phase, 'registry-error', `${realm.host} answered without a token`));
    }
    const lifetime = typeof expires_in === 'number' && expires_in > 0 ? expires_in : DEFAULT_LIFETIME;
    return ok({ header: `Bearer ${text}`, expires: asked + lifetime * 1000 * USABLE_PART });
  }
}

/** Bearer before Basic, as the registry's own clients do; others are not spoken by registries. */
function chooseScheme(challenges: readonly Challenge[]): Scheme | undefined {
  const { realm = '', service } = challenges.find(({ scheme }) => scheme === 'bearer')?.parameters ?? {};
  if (URL.canParse(realm))
    return { kind: 'bearer', realm: new URL(realm), ...(service === undefined ? {} : { service }) };
  return challenges.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : undefined;
}

function scopeText({ repository, access }: Scope): string {
  return access === 'catalogue' ? 'registry:catalog:*' : `repository:${repository}:${access}`;
}

function keyOf(scope: Scope): string {
  return `${scope.host} ${scopeText(scope)}`;
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function plain(realm: URL, query: readonly string[][], authorization: Header) {
  const url = new URL(realm);
  for (const [name = '', value = ''] of query) url.searchParams.append(name, value);
  return { method: 'GET', url, headers: authorization === undefined ? {} : { authorization } } as const;
}

/** OAuth2: the refresh token goes into a body, and scopes into one value separated by spaces. */
function refresh(realm: URL, query: readonly string[][], token: string) {
  const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'caskwright', refresh_token: token });
  for (const [name = '', value = ''] of query) form.set(name, [form.get(name), value].filter(Boolean).join(' '));
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url: realm, headers, body: Buffer.from(form.toString()) } as const;
}
