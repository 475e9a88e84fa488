import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Catalogue } from '../build/ports/runtime.ts';
import { firstLine, type Http } from '../system/http.ts';
import { withRetries } from '../system/retry.ts';

/** Which server, and which of its images. */
export interface CatalogueOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** URL of the server; a path in it is kept. */
  readonly url: string;
  readonly category?: string;
  readonly tag?: string;
  /** Bearer token; sent, never shown. */
  readonly token?: string;
}

const TIMEOUT = 30_000;
const MAX_PAGE = 16 * 1024 * 1024;
const PAGE_SIZE = 1000;
const MAX_PAGES = 100;

interface Page {
  readonly items: readonly { readonly id: string; readonly name: string; readonly reference: string }[];
  readonly next?: string;
}

/** Reads the catalogue of a Caskwright server. A name that several repositories have is there by its id alone. */
export function createCatalogue(options: CatalogueOptions): Catalogue {
  return async (signal) => {
    const items: Page['items'][number][] = [];
    let after: string | undefined;
    for (let count = 0; count < MAX_PAGES; count += 1) {
      const page = await readPage(options, after, signal);
      if (!page.ok) return page;
      items.push(...page.value.items);
      after = page.value.next;
      if (after === undefined) break;
    }
    const isUnique = (name: string) => items.filter((item) => item.name === name).length === 1;
    return ok(Object.fromEntries(items.map(({ id, name, reference }) => [isUnique(name) ? name : id, reference])));
  };
}

async function readPage(
  { http, clock, url: base, category, tag, token }: CatalogueOptions,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Result<Page, Failure>> {
  const url = new URL(`${base.replace(/\/+$/, '')}/api/v1/images`);
  const query = { limit: String(PAGE_SIZE), category, tag, after };
  for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { accept: 'application/json', 'user-agent': 'caskwright', ...authorization };
  const request = { method: 'GET', url, headers, timeout: TIMEOUT, maxBytes: MAX_PAGE, signal } as const;
  const answer = await withRetries(() => http.request(request), { clock, signal });
  if (!answer.ok) {
    if (answer.error.kind === 'aborted') return err(failure('cancelled', 'cancelled'));
    const message = `the catalogue at ${url.host} cannot be reached (${answer.error.message})`;
    return err(failure('unreachable', message, 'check the network and runtime.catalogue.url'));
  }
  const { status } = answer.value;
  if (status === 200) return parsePage(url.host, answer.value.body);
  const message = `the catalogue at ${url.host} answered ${status}: ${firstLine(answer.value)}`;
  if (status !== 401 && status !== 403) return err(failure('control-api', message, 'check runtime.catalogue.url'));
  const suggestion = 'put a token of the role viewer into the variable that runtime.catalogue.token_env names';
  return err(failure('unauthenticated', message, suggestion));
}

function parsePage(host: string, body: Uint8Array): Result<Page, Failure> {
  try {
    const page = JSON.parse(new TextDecoder().decode(body)) as Page;
    if (Array.isArray(page.items) && page.items.every(({ name, reference }) => name && reference)) return ok(page);
  } catch {
    // Said below: it is no catalogue.
  }
  const message = `${host} answered something that is no catalogue`;
  return err(failure('control-api', message, 'check runtime.catalogue.url: it is the URL of a Caskwright server'));
}

function failure(reason: Failure['reason'], message: string, suggestion?: string): Failure {
  return { phase: 'pull', reason, message, ...(suggestion === undefined ? {} : { suggestion }), lastLines: [] };
}
