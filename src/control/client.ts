import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../base/clock.ts';
import { err, ok } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Registrar, Registration } from '../build/ports/registrar.ts';
import {
  type Exchange,
  firstLine,
  type Http,
  type HttpFault,
  type HttpRequest,
  type HttpResponse,
} from '../system/http.ts';
import { withRetries } from '../system/retry.ts';

/** Where and how images are registered. */
export interface RegistrarOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** Base URL of the control API; a path in it is kept. */
  readonly url: string;
  readonly method: 'PUT' | 'POST';
  /** Path below the URL; `{name}` is the image's name, encoded as one path segment. */
  readonly path: string;
  /** Bearer token; sent, never shown. */
  readonly token?: string;
  /** Milliseconds for one exchange; 30 seconds where absent. */
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 30_000;
const MAX_ANSWER = 1024 * 1024;

/** Registers images at a control API over HTTP. Repeating a registration changes nothing there. */
export function createRegistrar(options: RegistrarOptions): Registrar {
  const base = options.url.replace(/\/+$/, '');
  const urlOf = (path: string, name: string) => {
    const below = path.replace(/^\/+/, '').replaceAll('{name}', encodeURIComponent(name));
    return new URL(`${base}/${below}`);
  };
  const send = (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'signal'> & { body?: Uint8Array }) => {
    const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
    const headers = { accept: 'application/json', 'user-agent': 'caskwright', ...authorization, ...request.headers };
    const limits = { timeout: options.timeout ?? DEFAULT_TIMEOUT, maxBytes: MAX_ANSWER };
    return withRetries(() => options.http.request({ ...request, ...limits, headers }), {
      clock: options.clock,
      signal: request.signal,
    });
  };
  /** The record that a name has now, for an API that refuses to create what exists. */
  const existing = (name: string, signal: AbortSignal) => {
    const path = options.path.includes('{name}') ? options.path : `${options.path.replace(/\/+$/, '')}/{name}`;
    return send({ method: 'GET', url: urlOf(path, name), signal });
  };

  return {
    async register(payload, signal) {
      if (!URL.canParse(base)) return err(failure('control-api', `control.url is not a URL: ${base}`));
      const body = Buffer.from(JSON.stringify(payload));
      const idempotency = options.method === 'POST' ? { 'idempotency-key': idempotencyKey(payload, body) } : {};
      const headers = { 'content-type': 'application/json', ...idempotency };
      const url = urlOf(options.path, payload.name);
      const outcome = await send({ method: options.method, url, headers, body, signal });
      if (!outcome.ok) return err(failureOfFault(url.host, payload.name, outcome.error));
      const { status } = outcome.value;
      if (status >= 200 && status < 300) return ok(undefined);
      if (options.method === 'POST' && status === 409) {
        if (holds(outcome, payload) || holds(await existing(payload.name, signal), payload)) return ok(undefined);
      }
      return err(failureOfStatus(url.host, payload.name, outcome.value));
    },
  } satisfies Registrar;
}

/** The same for the same payload, on every machine and in every run. */
function idempotencyKey(payload: Registration, body: Uint8Array): string {
  const hash = createHash('sha256').update(body).digest('hex');
  return createHash('sha256')
    .update(JSON.stringify([payload.name, payload.digest, hash]))
    .digest('hex');
}

/** Whether an answer is a record that says all that the payload says; it may say more. */
function holds(outcome: Exchange, payload: Registration): boolean {
  if (!outcome.ok) return false;
  const record = parsed(outcome.value);
  return Object.entries(payload).every(([key, value]) => isDeepStrictEqual(record[key], value));
}

function parsed(response: HttpResponse): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(new TextDecoder().decode(response.body)) as object) };
  } catch {
    return {};
  }
}

function failureOfFault(host: string, name: string, fault: HttpFault): Failure {
  if (fault.kind === 'aborted') return failure('cancelled', `${name} was not registered: cancelled`);
  const message = `${name} is not registered: the control API at ${host} cannot be reached (${fault.message})`;
  return failure('control-api', message, 'check control.url; the next run registers it');
}

function failureOfStatus(host: string, name: string, response: HttpResponse): Failure {
  const told = firstLine(response);
  const message = `${name} is not registered: the control API at ${host} answered ${response.status}`;
  return failure('control-api', told === '' ? message : `${message}: ${told}`, suggestionFor(response.status));
}

function suggestionFor(status: number): string {
  if (status === 401 || status === 403)
    return 'check the token in the environment variable that control.token_env names';
  if (status === 404 || status === 405) return 'check control.url, control.method and control.path';
  if (status === 409)
    return 'it has another record of that name and does not replace it: use control.method PUT if it can';
  return status >= 500 || status === 408 || status === 429
    ? 'the next run registers it'
    : 'see what the control API expects of a payload';
}

function failure(reason: Failure['reason'], message: string, suggestion?: string): Failure {
  return { phase: 'register', reason, message, ...(suggestion === undefined ? {} : { suggestion }), lastLines: [] };
}
