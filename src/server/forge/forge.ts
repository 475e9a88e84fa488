import { err, ok, type Result } from '../../base/result.ts';
import type { Http, HttpRequest, HttpResponse } from '../../system/http.ts';
import type { SendFault } from '../outbox/outbox.ts';
import { outcomeOf } from '../outbox/post.ts';
import type { CommitStatus } from './commit-status.ts';

/** What a forge is told. One for each repository. */
export interface Forge {
  /** Shows a run beside its commit, in the place of what it showed of the run before. Repeating it changes nothing. */
  tell(status: CommitStatus, signal: AbortSignal): Promise<Result<void, SendFault>>;
}

/** A call of a forge's REST API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the API's URL, with its query: `/repos/acme/images/statuses/…`. */
  readonly path: string;
  readonly body?: object;
}

/** Sends a call and answers with the parsed body. */
export type Api = (call: ApiCall, signal: AbortSignal) => Promise<Result<unknown, SendFault>>;

const LIMITS = { timeout: 20_000, maxBytes: 4 * 1024 * 1024 };

/** An API that is spoken to with this `Authorization` and these headers. */
export function createApi(
  http: Http,
  base: string,
  headers: () => Promise<Result<Readonly<Record<string, string>>, SendFault>>,
): Api {
  return async ({ method, path, body }, signal) => {
    const made = await headers();
    if (!made.ok) return made;
    const url = new URL(`${base}${path}`);
    const request: HttpRequest = {
      ...LIMITS,
      method,
      url,
      signal,
      headers: {
        accept: 'application/json',
        'user-agent': 'caskwright',
        ...made.value,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    };
    const answer = await http.request(request);
    const outcome = outcomeOf(answer, url);
    if (!outcome.ok) return withAdvice(outcome.error, answer.ok ? answer.value : undefined);
    return answer.ok ? ok(jsonOf(answer.value)) : err({ message: 'no answer', final: false });
  };
}

function withAdvice(fault: SendFault, answer: HttpResponse | undefined): Result<never, SendFault> {
  // GitHub says 403 for its rate limits too.
  const isLimit =
    answer?.status === 403 && (answer.headers['x-ratelimit-remaining'] === '0' || 'retry-after' in answer.headers);
  if (isLimit) return err({ ...fault, final: false });
  const isAccess = answer !== undefined && [401, 403, 404].includes(answer.status);
  return err(isAccess ? { ...fault, message: `${fault.message}; may the credential write statuses there?` } : fault);
}

function jsonOf({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
