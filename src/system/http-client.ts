import { createWriteStream, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { createSecureContext, getCACertificates } from 'node:tls';
import { err, ok } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import { isPrivateLiteral, NOT_PUBLIC, publicLookup, type Resolver } from './addresses.ts';
import type { Environment } from './environment.ts';
import { type Exchange, type Http, type HttpFault, type HttpRequest, isLoopback, type Trust } from './http.ts';

const SLOTS_PER_ORIGIN = 32;

/** The client behind `createHttp`. */
export function createClient(environment: Environment, resolve?: Resolver): Http {
  const agents = new Map<string, http.Agent>();
  const slots = new Map<string, Semaphore>();
  const machineTrusted = new Set<string>();

  const agentFor = ({ url, publicOnly = false }: HttpRequest, trust: Believed): http.Agent => {
    const proxied = !publicOnly && !isLoopback(url.hostname);
    const key = JSON.stringify([url.protocol, trust, proxied, publicOnly]);
    const known = agents.get(key);
    if (known) return known;
    const route = publicOnly ? { lookup: publicLookup(resolve) } : proxied ? { proxyEnv: { ...environment } } : {};
    const options = { keepAlive: true, ...route };
    const made =
      url.protocol === 'https:' ? new https.Agent({ ...options, ...tlsOptions(trust) }) : new http.Agent(options);
    agents.set(key, made);
    return made;
  };

  const send = async (request: HttpRequest, trust: Believed): Promise<Exchange> => {
    try {
      const outcome = await exchange(request, agentFor(request, trust));
      return outcome.ok ? outcome : err(seenFrom(outcome.error, trust));
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
        if (request.publicOnly && isPrivateLiteral(request.url)) return err({ kind: 'other', message: NOT_PUBLIC });
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

/** Whom a connection believes: what `Trust` says, or the machine's own store where Node's does not know an authority. */
type Believed = Trust | { readonly kind: 'machine' } | undefined;

function tlsOptions(trust: Believed): https.AgentOptions {
  if (trust === undefined) return {};
  if (trust.kind === 'unverified') return { rejectUnauthorized: false };
  if (trust.kind === 'mutual') {
    const { ca, certificate: cert, key, verify } = trust;
    return { rejectUnauthorized: verify, secureContext: createSecureContext({ ca, cert, key }) };
  }
  if (trust.kind === 'pinned') {
    return { secureContext: createSecureContext({ ca: readAuthority(trust.file), allowPartialTrustChain: true }) };
  }
  const also = trust.kind === 'machine' ? getCACertificates('system') : [readAuthority(trust.file)];
  const ca = [...new Set([...getCACertificates('default'), ...also])];
  // An authority that is itself signed by another one is enough, as it is for docker.
  return { secureContext: createSecureContext({ ca, allowPartialTrustChain: true }) };
}

/** A fault as it looks to somebody who trusts in this way. */
function seenFrom(fault: HttpFault, trust: Believed): HttpFault {
  if (trust === undefined || !('file' in trust) || fault.kind !== 'tls-authority') return fault;
  return { ...fault, kind: trust.kind === 'pinned' ? 'tls-changed' : fault.kind, file: trust.file };
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
    const message = driver.request(url, { method, agent, headers: { ...request.headers, ...length } }, (response) => {
      const toFile = response.statusCode === 200 ? request.toFile : undefined;
      if (toFile === undefined) collect(response, request.maxBytes, finish, fail);
      else void writeDown(response, { ...request, toFile }, () => timer.refresh(), finish, fail);
    });
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
    finish(ok({ status: response.statusCode ?? 0, headers: headersOf(response), body: Buffer.concat(chunks) }));
  });
}

/** Writes a body to its file; what cannot be written rejects nothing and is a fault of its own. */
async function writeDown(
  response: http.IncomingMessage,
  { toFile, maxBytes }: { readonly toFile: string; readonly maxBytes: number },
  alive: () => void,
  finish: (outcome: Exchange) => void,
  fail: (fault: HttpFault) => void,
): Promise<void> {
  let size = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      alive();
      size += chunk.length;
      if (size > maxBytes) return fail({ kind: 'too-large', message: `the answer is longer than ${maxBytes} bytes` });
      yield chunk;
    }
  };
  try {
    await pipeline(counted, createWriteStream(toFile, { mode: 0o600 }));
    finish(ok({ status: 200, headers: headersOf(response), body: new Uint8Array() }));
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    const full = fault.code === 'ENOSPC' || fault.code === 'EDQUOT';
    fail(full ? { kind: 'disk-full', message: `no space left for ${toFile}` } : faultOf(fault));
  }
}

function headersOf(response: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headersDistinct)) headers[name] = (value ?? []).join(', ');
  return headers;
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

/** What an error of Node's sockets means. */
export function faultOf(error: NodeJS.ErrnoException): HttpFault {
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
