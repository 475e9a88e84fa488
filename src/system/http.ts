import type { Result } from '../base/result.ts';
import type { Resolver } from './addresses.ts';
import type { Environment } from './environment.ts';

/** One request and the answer's limits. Bodies are held in memory, so they are small: manifests, configs, JSON. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Milliseconds for the whole exchange, from connecting to the answer's last byte. */
  readonly timeout: number;
  /** A longer answer is a fault. */
  readonly maxBytes: number;
  /** The file that the body of a 200 is written to, in place of memory; the time then counts from its last bytes. */
  readonly toFile?: string;
  readonly trust?: Trust;
  /** Connects to addresses of the public internet alone, and through no proxy, which would resolve the name again. */
  readonly publicOnly?: boolean;
  readonly signal: AbortSignal;
}

/** What makes a server's certificate good: by default an authority that this machine trusts. */
export type Trust =
  /** Also an authority of this PEM file. */
  | { readonly kind: 'authority'; readonly file: string }
  /** The certificate of this PEM file and no other. */
  | { readonly kind: 'pinned'; readonly file: string }
  /** This authority where one is given, and a certificate that says who we are. */
  | {
      readonly kind: 'mutual';
      readonly ca?: string;
      readonly verify: boolean;
      readonly certificate?: string;
      readonly key?: string;
    }
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
    /** The certificate is not the one that was pinned. */
    | 'tls-changed'
    /** The certificate is wrong in another way: expired, another name. */
    | 'tls-certificate'
    /** HTTPS was asked for, and something else answered. */
    | 'not-tls'
    | 'too-large'
    /** There is no space for the file that the body goes to. */
    | 'disk-full'
    /** The file with the authority cannot be read. */
    | 'authority-file'
    | 'other';
  /** For people; holds no header and no body. */
  readonly message: string;
  /** The file that says whom to trust, where one does. */
  readonly file?: string;
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

const MAX_LINE = 300;
const loopback = /^(?:localhost|127(?:\.[0-9]+){3}|\[::1\])$/;

/** Whether a URL's host is this machine itself, by name. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname);
}

/**
 * Makes an HTTP client; proxies come from the environment and never stand before this machine itself. Node's own
 * clients are loaded with the first request: that takes 30 ms, and a plan against a folder sends none. `resolve` is how
 * names are resolved for requests with `publicOnly`.
 */
export function createHttp(environment: Environment, resolve?: Resolver): Http {
  let client: Promise<Http> | undefined;
  return {
    async request(request) {
      client ??= import('./http-client.ts').then(({ createClient }) => createClient(environment, resolve));
      return (await client).request(request);
    },
    close: () => void client?.then((made) => made.close()),
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
