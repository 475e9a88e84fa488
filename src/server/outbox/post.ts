import { err, ok, type Result } from '../../base/result.ts';
import { type Exchange, firstLine, type Http, type HttpResponse } from '../../system/http.ts';
import type { SendFault } from './outbox.ts';

/** Posts JSON to a configured URL. */
export type Post = (
  url: URL,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Result<void, SendFault>>;

const LIMITS = { timeout: 20_000, maxBytes: 256 * 1024 };
const REDIRECTS = 3;

/**
 * Posts to the public internet, and to private addresses only where the host is listed (S39): each redirect is held
 * against the same rule. A redirect that would make a GET of it (RFC 9110, section 15.4) is not followed.
 */
export function createPost(http: Http, privateHosts: readonly string[]): Post {
  return async (url, body, headers, signal) => {
    const all = { 'content-type': 'application/json', 'user-agent': 'caskwright', ...headers };
    let to = url;
    for (let hops = 0; ; hops += 1) {
      const publicOnly = !privateHosts.includes(to.hostname);
      const answer = await http.request({ ...LIMITS, method: 'POST', url: to, headers: all, body, publicOnly, signal });
      const next = answer.ok ? redirectOf(answer.value, to) : undefined;
      if (next === undefined || hops === REDIRECTS) return outcomeOf(answer, to);
      to = next;
    }
  };
}

/** What an answer means for a message: on 408, 425, 429, 5xx and lost connections it is repeated. */
export function outcomeOf(answer: Exchange, { host }: URL): Result<void, SendFault> {
  if (!answer.ok) return err({ message: `${host} cannot be told: ${answer.error.message}`, final: false });
  const { status } = answer.value;
  if (status >= 200 && status < 300) return ok(undefined);
  const said = firstLine(answer.value);
  const message = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`;
  return err({ message, final: status < 500 && ![408, 425, 429].includes(status) });
}

function redirectOf({ status, headers }: HttpResponse, from: URL): URL | undefined {
  if (status !== 307 && status !== 308) return undefined;
  const to = headers.location === undefined ? null : URL.parse(headers.location, from.href);
  // A body that was meant for a secure connection does not go over an open one.
  const isDowngrade = from.protocol === 'https:' && to?.protocol !== 'https:';
  return to && /^https?:$/.test(to.protocol) && !isDowngrade ? to : undefined;
}
