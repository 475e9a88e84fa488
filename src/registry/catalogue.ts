import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import type { HttpResponse } from '../system/http.ts';
import { nextLink } from './client.ts';
import { type Call, failure, failureOfStatus } from './failures.ts';
import { parseList, parseObject } from './manifest.ts';
import type { Transport } from './transport.ts';

/** One way to ask a registry for the names of its images. */
interface Listing {
  /** The target of a page, from 1. */
  page(number: number): string;
  /** Entries of an answer; undefined where it is none of this API. */
  read(response: HttpResponse): readonly unknown[] | undefined;
  /** The path of an image, from the registry's host. */
  name(entry: unknown): string;
  /** Entries of a full page; less is the last one. Absent: pages are linked. */
  readonly size?: number;
  readonly login?: 'basic';
}

/** What the API of the registry is, as `registry.kind` has it; GitHub's is another one altogether. */
export type CatalogueKind = 'auto' | 'oci' | 'harbor';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PAGES = 500;
/** A call that a registry does not have, or not for this login. */
const CLOSED = [400, 401, 403, 404, 405];

/** The distribution API's own (spec of distribution/distribution, "Listing Repositories"). */
const distribution: Listing = {
  page: () => '/v2/_catalog?n=1000',
  read: ({ body }) => arrayIn(parseObject(body)?.repositories),
  name: String,
};

/** Gitea and Forgejo: `listPackages` of their API 1; one entry for each version of a package. */
function gitea(owner: string): Listing {
  const size = 50;
  const path = `/api/v1/packages/${encodeURIComponent(owner)}`;
  return {
    page: (number) => `${path}?type=container&limit=${size}&page=${number}`,
    read: ({ body }) => parseList(body),
    // Names of owners have capitals in them; paths of images never do.
    name: (entry) => `${owner}/${textIn(entry, 'name')}`.toLowerCase(),
    size,
    login: 'basic',
  };
}

/** Harbor: `listRepositories` of its API 2.0. */
function harbor(project: string): Listing {
  const size = 100;
  const path = `/api/v2.0/projects/${encodeURIComponent(project)}/repositories`;
  return {
    page: (number) => `${path}?page=${number}&page_size=${size}`,
    read: ({ body }) => parseList(body),
    name: (entry) => textIn(entry, 'name'),
    size,
    login: 'basic',
  };
}

/** The paths of all images at a host below a namespace (`''`: all that there are), sorted. */
export async function listImages(
  transport: Transport,
  place: { readonly host: string; readonly namespace: string },
  kind: CatalogueKind,
  call: Call,
): Promise<Result<readonly ImageName[], Failure>> {
  const [owner = ''] = place.namespace.split('/');
  const ofOwner = owner === '' ? [] : [gitea(owner), harbor(owner)];
  const ways = { auto: [distribution, ...ofOwner], oci: [distribution], harbor: ofOwner.slice(1) }[kind];
  for (const way of ways) {
    const names = await pages(transport, place.host, way, call);
    if (!names.ok) return names;
    if (names.value) return ok(below(place.namespace, names.value));
  }
  return err(await closed(transport, place, call));
}

/** Of all names those below a namespace, each once. What no registry could serve is left out. */
export function below(namespace: string, names: readonly string[]): readonly ImageName[] {
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const images = names.flatMap((name) => {
    const parsed = name.startsWith(prefix) ? parseImageName(name) : undefined;
    return parsed?.ok ? [parsed.value] : [];
  });
  return [...new Set(images)].sort();
}

async function pages(
  transport: Transport,
  host: string,
  way: Listing,
  call: Call,
): Promise<Result<readonly string[] | undefined, Failure>> {
  const found: string[] = [];
  let target: string | undefined = way.page(1);
  for (let number = 1; target !== undefined && number <= MAX_PAGES; number += 1) {
    const scope = { host, repository: '', access: 'catalogue' } as const;
    const request = {
      scope,
      method: 'GET',
      target,
      maxBytes: MAX_BYTES,
      ...(way.login ? { login: way.login } : {}),
    } as const;
    const answer: Result<HttpResponse, Failure> = await transport.send(request, call);
    if (!answer.ok) return answer.error.reason === 'unauthenticated' ? ok(undefined) : answer;
    const entries = answer.value.status === 200 ? way.read(answer.value) : undefined;
    if (entries === undefined) {
      const isClosed = answer.value.status === 200 || CLOSED.includes(answer.value.status);
      return isClosed ? ok(undefined) : err(await refused(transport, host, answer.value, call));
    }
    found.push(...entries.map(way.name));
    const more = way.size === undefined ? nextLink(answer.value) : undefined;
    target = way.size !== undefined && entries.length >= way.size ? way.page(number + 1) : more;
  }
  return ok(found);
}

async function refused(transport: Transport, host: string, response: HttpResponse, call: Call): Promise<Failure> {
  const login = await transport.login({ host, repository: '', access: 'catalogue' });
  return failureOfStatus(call.phase, { host, subject: 'its list of images', action: 'read', login }, response);
}

async function closed(
  transport: Transport,
  { host, namespace }: { readonly host: string; readonly namespace: string },
  call: Call,
): Promise<Failure> {
  const login = await transport.login({ host, repository: '', access: 'catalogue' });
  const message = `${host} does not tell which images it has (${login})`;
  const narrower = namespace === '' ? `ask for one owner: --registry ${host}/<owner>, or ` : '';
  return failure(call.phase, 'denied', message, `${narrower}log in: docker login ${host}, or --credentials`);
}

function arrayIn(value: unknown): readonly unknown[] | undefined {
  // A registry without any image may send null.
  return value === null ? [] : Array.isArray(value) ? value : undefined;
}

function textIn(entry: unknown, key: string): string {
  const value = (entry as Readonly<Record<string, unknown>> | null)?.[key];
  return typeof value === 'string' ? value : '';
}
