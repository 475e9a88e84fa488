import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createSecureContext, getCACertificates } from 'node:tls';
import { err, ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Environment } from './environment.ts';

/** One request and the answer's limits. Bodies are held in memory, so they are small: manifests, configs, JSON. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Milliseconds for the whole exchange, from connecting to the answer's last byte. */
  readonly timeout: number;
  /** A longer answer is a fault. */
  readonly maxBytes: number;
  readonly trust?: Trust;
  readonly signal: AbortSignal;
}

/** What makes a server's certificate good: by default an authority that this machine trusts. */
export type Trust =
  /** Also an authority of this PEM file. */
  | { readonly kind: 'authority'; readonly file: string }
  /** Anything goes. */
  | { readonly kind: 'unverified' };

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; the values of a repeated header are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Why there is no answer. */
export interface HttpFault {
  readonly kind:
    | 'aborted'
    | 'timeout'
    /** The connection broke, before or in the middle of the answer. */
    | 'reset'
    | 'refused'
    | 'unknown-host'
    /** The certificate's authority is not trusted here. */
    | 'tls-authority'
    /** The certificate is wrong in another way: expired, another name. */
    | 'tls-certificate'
    /** HTTPS was asked for, and something else answered. */
    | 'not-tls'
    | 'too-large'
    /** The file with the authority cannot be read. */
    | 'authority-file'
    | 'other';
  /** For people; holds no header and no body. */
  readonly message: string;
}

/** An answer of whatever status, or why there is none. */
export type Exchange = Result<HttpResponse, HttpFault>;

/** The only way to speak HTTP. Connections are kept open and reused; at most 32 requests to one origin at a time. */
export interface Http {
  /** Sends one request, once: no retry, no redirect. Never rejects. */
  request(request: HttpRequest): Promise<Exchange>;
  /** Ends the idle connections. May be called twice. */
  close(): void;
}

const SLOTS_PER_ORIGIN = 32;
const MAX_LINE = 300;
const loopback = /^(?:localhost|127(?:\.[0-9]+){3}|\[::1\])$/;

/** Whether a URL's host is this machine itself, by name. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname);
}

/** Makes an HTTP client; proxies come from the environment and never stand before this machine itself. */
export function createHttp(environment: Environment): Http {
  const agents = new Map<string, http.Agent>();
  const slots = new Map<string, Semaphore>();
  const machineTrusted = new Set<string>();

  const agentFor = (url: URL, trust: Believed): http.Agent => {
    const proxied = !isLoopback(url.hostname);
    const key = JSON.stringify([url.protocol, trust, proxied]);
    const known = agents.get(key);
    if (known) return known;
    const options = { keepAlive: true, ...(proxied ? { proxyEnv: { ...environment } } : {}) };
    const made =
      url.protocol === 'https:' ? new https.Agent({ ...options, ...tlsOptions(trust) }) : new http.Agent(options);
    agents.set(key, made);
    return made;
  };

  const send = async (request: HttpRequest, trust: Believed): Promise<Exchange> => {
    try {
      return await exchange(request, agentFor(request.url, trust));
    } catch (error) {
      return err(faultOf(error as NodeJS.ErrnoException));
    }
  };

  return {
    async request(request) {
      const { origin } = request.url;
      const semaphore = slots.get(origin) ?? new Semaphore(SLOTS_PER_ORIGIN);
      slots.set(origin, semaphore);
      return semaphore.run(async () => {
        if (request.signal.aborted) return err({ kind: 'aborted', message: 'cancelled' });
        const trust = request.trust ?? (machineTrusted.has(origin) ? { kind: 'machine' } : undefined);
        const outcome = await send(request, trust);
        if (outcome.ok || outcome.error.kind !== 'tls-authority' || trust !== undefined) return outcome;
        // Docker believes the machine's store; Node does not know it, and reading it takes a tenth of a second.
        machineTrusted.add(origin);
        return send(request, { kind: 'machine' });
      });
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** The first line of an answer in text or JSON (not of a page), without control characters, because it is shown on terminals; else `''`. */
export function firstLine(response: HttpResponse): string {
  const type = response.headers['content-type'] ?? 'text/plain';
  if (!/^(?:text\/plain|application\/(?:[a-z.-]+\+)?json)/i.test(type)) return '';
  const text = new TextDecoder().decode(response.body.subarray(0, 4096));
  return printable(text.trim().split('\n')[0] ?? '').slice(0, MAX_LINE);
}

/** Somebody else's text on one line, without control characters. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Whom a connection believes: what `Trust` says, or the machine's own store where Node's does not know an authority. */
type Believed = Trust | { readonly kind: 'machine' } | undefined;

function tlsOptions(trust: Believed): https.AgentOptions {
  if (trust === undefined) return {};
  if (trust.kind === 'unverified') return { rejectUnauthorized: false };
  const also = trust.kind === 'machine' ? getCACertificates('system') : [readAuthority(trust.file)];
  const ca = [...new Set([...getCACertificates('default'), ...also])];
  // An authority that is itself signed by another one is enough, as it is for docker.
  return { secureContext: createSecureContext({ ca, allowPartialTrustChain: true }) };
}

class AuthorityFileError extends Error {}

function readAuthority(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch (error) {
    throw new AuthorityFileError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  throw new AuthorityFileError(`${file} holds no PEM certificate`);
}

function exchange(request: HttpRequest, agent: http.Agent): Promise<Exchange> {
  const { url, method, body, signal } = request;
  const driver = url.protocol === 'https:' ? https : http;
  const length = body === undefined && method !== 'POST' ? {} : { 'content-length': String(body?.length ?? 0) };
  return new Promise((resolve) => {
    const finish = (outcome: Exchange) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const fail = (fault: HttpFault) => {
      finish(err(fault));
      message.destroy();
    };
    const abort = () => fail({ kind: 'aborted', message: 'cancelled' });
    const message = driver.request(url, { method, agent, headers: { ...request.headers, ...length } }, (response) =>
      collect(response, request.maxBytes, finish, fail),
    );
    const timer = setTimeout(
      () => fail({ kind: 'timeout', message: `no complete answer in ${request.timeout / 1000} s` }),
      request.timeout,
    );
    signal.addEventListener('abort', abort, { once: true });
    message.on('error', (error: NodeJS.ErrnoException) => fail(faultOf(error)));
    message.end(body);
  });
}

function collect(
  response: http.IncomingMessage,
  maxBytes: number,
  finish: (outcome: Exchange) => void,
  fail: (fault: HttpFault) => void,
): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  response.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) fail({ kind: 'too-large', message: `the answer is longer than ${maxBytes} bytes` });
  });
  response.on('error', (error: NodeJS.ErrnoException) => fail(faultOf(error)));
  response.on('end', () => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headersDistinct)) headers[name] = (value ?? []).join(', ');
    finish(ok({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) }));
  });
}

const kinds: Readonly<Record<string, HttpFault['kind']>> = {
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-authority',
  CERT_UNTRUSTED: 'tls-authority',
  CERT_HAS_EXPIRED: 'tls-certificate',
  CERT_NOT_YET_VALID: 'tls-certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-certificate',
};

function faultOf(error: NodeJS.ErrnoException): HttpFault {
  const { code = '' } = error;
  if (error instanceof AuthorityFileError) return { kind: 'authority-file', message: error.message };
  if (code === 'EPROTO') return tlsFault(error.message);
  // A parser error (HPE_…) is an answer that was cut off or garbled: as good as a broken connection.
  const kind = kinds[code] ?? (code.startsWith('HPE_') ? 'reset' : 'other');
  return { kind, message: code === '' ? error.message : code };
}

/** OpenSSL says in one line of colons what it did not like; what is no TLS at all has no TLS version either. */
function tlsFault(message: string): HttpFault {
  const what = /routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? 'TLS failed';
  const foreign = ['wrong version number', 'packet length too long'].includes(what);
  return { kind: foreign ? 'not-tls' : 'other', message: what };
}
