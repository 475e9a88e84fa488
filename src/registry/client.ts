import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import { hashFile } from '../system/folder-files.ts';
import type { HttpResponse } from '../system/http.ts';
import type { Scope } from './authorization.ts';
import { type Call, failure, failureOfStatus } from './failures.ts';
import { type Descriptor, digestOf, type Manifest, matches, parseManifest, parseObject } from './manifest.ts';
import { readable } from './media-types.ts';
import type { RegistryRequest, Transport } from './transport.ts';

/** A repository at a registry. */
export interface Repository {
  readonly host: string;
  readonly path: string;
}

/** How an attempt to remove something ended. */
export type Deletion = 'removed' | 'absent' | 'unsupported';

/** What registries must take at least (distribution spec 1.1, "Pushing Manifests"). */
const MAX_MANIFEST = 4 * 1024 * 1024;
const MAX_TAG_PAGE = 16 * 1024 * 1024;
const MAX_REMEMBERED = 5000;
const MAX_ERROR = 64 * 1024;
/** Tags asked for at once; a registry may give fewer. */
const PAGE_SIZE = 1000;
const MAX_PAGES = 1000;
/** A page of fewer tags than any registry's own cap is the last one, also where the registry sends no `Link`. */
const SMALLEST_PAGE = 50;
/** An upload is begun anew when the registry has lost it (404) or counts its bytes otherwise (416). */
const LOST_UPLOAD = [404, 416];
const UPLOAD_ATTEMPTS = 3;

/**
 * The OCI distribution API, spec 1.1, as far as manifests and small blobs go. Every answer is checked against the
 * digest that was asked for and the one that the registry claims. An absent thing is a value, not a failure.
 */
export class RegistryClient {
  readonly #transport: Transport;
  /** Manifests by digest: content that cannot change. */
  readonly #manifests = new Map<string, Manifest>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The manifest or index under a tag or digest; one request, or none for a digest that passed by before. */
  async manifest(from: Repository, reference: string, call: Call): Promise<Result<Manifest | undefined, Failure>> {
    const known = this.#manifests.get(keyOf(from, reference));
    if (known) return ok(known);
    const request = { method: 'GET', headers: { accept: readable }, maxBytes: MAX_MANIFEST } as const;
    const answer = await this.#send(from, 'pull', `manifests/${reference}`, request, call);
    if (!answer.ok) return answer;
    if (answer.value.status === 404) return ok(undefined);
    if (answer.value.status !== 200) return this.#refused(from, `:${reference}`, 'pull', answer.value, call);
    const manifest = readManifest(reference, answer.value);
    if (!manifest.ok) {
      const message = `${from.host} sent no usable manifest for ${from.path}:${reference}: ${manifest.error}`;
      return err(failure(call.phase, 'registry-error', message));
    }
    this.#remember(from, manifest.value);
    return ok(manifest.value);
  }

  /** Puts a manifest under a tag, or under its own digest. */
  async putManifest(to: Repository, reference: string, manifest: Manifest, call: Call): Promise<Result<void, Failure>> {
    const answer = await this.#send(
      to,
      'pull,push',
      `manifests/${reference}`,
      {
        method: 'PUT',
        headers: { 'content-type': manifest.mediaType },
        body: manifest.bytes,
        maxBytes: MAX_ERROR,
      },
      call,
    );
    if (!answer.ok) return answer;
    if (answer.value.status < 200 || answer.value.status > 299) {
      return this.#refused(to, `:${reference}`, 'pull,push', answer.value, call);
    }
    const claimed = answer.value.headers['docker-content-digest'];
    if (claimed?.startsWith('sha256:') && claimed !== manifest.digest) {
      const message = `${to.host} stored ${claimed} where ${manifest.digest} was sent`;
      return err(failure(call.phase, 'registry-error', message));
    }
    this.#remember(to, manifest);
    return ok(undefined);
  }

  /** Removes a manifest by its digest, or a tag where the registry knows how (spec 1.1, "Content Management"). */
  async remove(from: Repository, reference: string, call: Call): Promise<Result<Deletion, Failure>> {
    const request = { method: 'DELETE', maxBytes: MAX_ERROR } as const;
    const answer = await this.#send(from, 'delete', `manifests/${reference}`, request, call);
    if (!answer.ok) return answer;
    const { status } = answer.value;
    if (status >= 200 && status <= 299) return ok('removed');
    if (status === 404) return ok('absent');
    if ([400, 405].includes(status)) return ok('unsupported');
    return this.#refused(from, `:${reference}`, 'delete', answer.value, call);
  }

  /** What refers to a manifest (spec 1.1, "Listing Referrers"); undefined where the registry does not know that call. */
  async referrers(
    from: Repository,
    digest: Digest,
    call: Call,
  ): Promise<Result<readonly Descriptor[] | undefined, Failure>> {
    const request = { method: 'GET', headers: { accept: readable }, maxBytes: MAX_MANIFEST } as const;
    const answer = await this.#send(from, 'pull', `referrers/${digest}`, request, call);
    if (!answer.ok) return answer;
    if ([400, 404, 405].includes(answer.value.status)) return ok(undefined);
    if (answer.value.status !== 200) return this.#refused(from, `@${digest}`, 'pull', answer.value, call);
    const referrers = parseObject(answer.value.body)?.manifests;
    return ok(Array.isArray(referrers) ? (referrers as readonly Descriptor[]) : undefined);
  }

  /** The bytes of a blob that is not longer than `maxBytes`. */
  async blob(from: Repository, digest: Digest, maxBytes: number, call: Call): Promise<Result<Uint8Array, Failure>> {
    const answer = await this.#send(from, 'pull', `blobs/${digest}`, { method: 'GET', maxBytes }, call);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return this.#refused(from, `@${digest}`, 'pull', answer.value, call);
    if (matches(answer.value.body, digest)) return ok(answer.value.body);
    return err(failure(call.phase, 'registry-error', `${from.host} sent other bytes than ${digest}`));
  }

  /** Writes a blob of `size` bytes to a file; its digest is held against what was written. */
  async blobToFile(
    from: Repository,
    { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
    file: string,
    call: Call,
  ): Promise<Result<void, Failure>> {
    const request = { method: 'GET', maxBytes: size, toFile: file } as const;
    const answer = await this.#send(from, 'pull', `blobs/${digest}`, request, call);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return this.#refused(from, `@${digest}`, 'pull', answer.value, call);
    if ((await hashFile(file, digest.startsWith('sha512:') ? 'sha512' : 'sha256')) === digest) return ok(undefined);
    return err(failure(call.phase, 'registry-error', `${from.host} sent other bytes than ${digest}`));
  }

  /** Whether the repository has a blob. */
  async hasBlob(from: Repository, digest: Digest, call: Call): Promise<Result<boolean, Failure>> {
    const request = { method: 'HEAD', maxBytes: MAX_ERROR } as const;
    const answer = await this.#send(from, 'pull', `blobs/${digest}`, request, call);
    if (!answer.ok) return answer;
    if (answer.value.status === 404) return ok(false);
    return answer.value.status === 200 ? ok(true) : this.#refused(from, `@${digest}`, 'pull', answer.value, call);
  }

  /** Uploads a blob in one piece. */
  async putBlob(to: Repository, bytes: Uint8Array, call: Call): Promise<Result<Digest, Failure>> {
    const digest = digestOf(bytes);
    for (let attempt = 1; ; attempt += 1) {
      const begun = await this.#beginUpload(to, call);
      if (!begun.ok) return begun;
      const target = `${begun.value}${begun.value.includes('?') ? '&' : '?'}${new URLSearchParams({ digest })}`;
      const headers = { 'content-type': 'application/octet-stream' };
      const request = { method: 'PUT', headers, body: bytes, maxBytes: MAX_ERROR } as const;
      const answer = await this.#send(to, 'pull,push', target, request, call);
      if (!answer.ok) return answer;
      if (answer.value.status === 201 || answer.value.status === 204) return ok(digest);
      if (attempt < UPLOAD_ATTEMPTS && LOST_UPLOAD.includes(answer.value.status)) continue;
      return this.#refused(to, `@${digest}`, 'pull,push', answer.value, call);
    }
  }

  /** All tags, in the registry's order; an absent repository has none. */
  async tags(from: Repository, call: Call): Promise<Result<readonly string[], Failure>> {
    const tags = new Set<string>();
    let linked = false;
    let target: string | undefined = `tags/list?n=${PAGE_SIZE}`;
    for (let page = 0; target !== undefined && page < MAX_PAGES; page += 1) {
      const request = { method: 'GET', maxBytes: MAX_TAG_PAGE } as const;
      const answer: Result<HttpResponse, Failure> = await this.#send(from, 'pull', target, request, call);
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return ok([...tags]);
      if (answer.value.status !== 200) return this.#refused(from, '', 'pull', answer.value, call);
      const known = tags.size;
      const listed = listedTags(answer.value);
      for (const tag of listed) tags.add(tag);
      const link = nextLink(answer.value);
      linked ||= link !== undefined;
      target = link ?? (linked ? undefined : pageAfter(listed));
      // A registry that ignores `last` sends the same page for ever.
      if (tags.size === known) break;
    }
    return ok([...tags]);
  }

  /** Whether the repository takes uploads: begins one, as `docker push` would, and gives it up. */
  async mayPush(to: Repository, call: Call): Promise<Result<void, Failure>> {
    const location = await this.#beginUpload(to, call);
    if (!location.ok) return location;
    const request = { method: 'DELETE', maxBytes: MAX_ERROR } as const;
    // A registry that cannot end an upload forgets it by itself.
    await this.#send(to, 'pull,push', location.value, request, call);
    return ok(undefined);
  }

  /** HTTP requests sent so far. */
  requests(): number {
    return this.#transport.requests();
  }

  #remember(repository: Repository, manifest: Manifest): void {
    const [oldest] = this.#manifests.keys();
    if (oldest !== undefined && this.#manifests.size >= MAX_REMEMBERED) this.#manifests.delete(oldest);
    this.#manifests.set(keyOf(repository, manifest.digest), manifest);
  }

  /** Where to send the bytes. */
  async #beginUpload(to: Repository, call: Call): Promise<Result<string, Failure>> {
    const request = { method: 'POST', maxBytes: MAX_ERROR } as const;
    const answer = await this.#send(to, 'pull,push', 'blobs/uploads/', request, call);
    if (!answer.ok) return answer;
    const { status, headers } = answer.value;
    const { location = '' } = headers;
    const usable = status === 202 && (location.startsWith('/') || URL.canParse(location));
    return usable ? ok(location) : this.#refused(to, '', 'pull,push', answer.value, call);
  }

  #send(
    repository: Repository,
    access: Scope['access'],
    target: string,
    request: Omit<RegistryRequest, 'scope' | 'target'>,
    call: Call,
  ): Promise<Result<HttpResponse, Failure>> {
    const scope = { host: repository.host, repository: repository.path, access };
    const absolute = target.startsWith('/') || URL.canParse(target) ? target : `/v2/${repository.path}/${target}`;
    return this.#transport.send({ ...request, scope, target: absolute }, call);
  }

  async #refused(
    repository: Repository,
    what: string,
    access: Scope['access'],
    response: HttpResponse,
    call: Call,
  ): Promise<Result<never, Failure>> {
    const scope = { host: repository.host, repository: repository.path, access };
    const separator = what.startsWith(':sha') ? `@${what.slice(1)}` : what;
    const attempt = {
      host: repository.host,
      subject: `${repository.host}/${repository.path}${separator}`,
      action: access === 'pull' ? 'read' : 'write to',
      login: await this.#transport.login(scope),
    } as const;
    return err(failureOfStatus(call.phase, attempt, response));
  }
}

function keyOf({ host, path }: Repository, digest: string): string {
  return `${host}/${path}@${digest}`;
}

/** A manifest whose bytes are those that were asked for and those that the registry claims to send. */
function readManifest(reference: string, response: HttpResponse): Result<Manifest, string> {
  const { body, headers } = response;
  const claimed = headers['docker-content-digest'];
  for (const digest of [reference, claimed].map((text) => parseDigest(text ?? ''))) {
    if (digest.ok && !matches(body, digest.value)) return err(`its bytes are not those of ${digest.value}`);
  }
  return parseManifest(body, headers['content-type']?.split(';')[0]?.trim());
}

function listedTags(response: HttpResponse): readonly string[] {
  const listed = parseObject(response.body)?.tags;
  return Array.isArray(listed) ? listed.filter((tag) => typeof tag === 'string') : [];
}

/** The target of `Link: <…>; rel="next"` (RFC 8288). */
export function nextLink(response: HttpResponse): string | undefined {
  return /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(response.headers.link ?? '')?.[1];
}

/** docker-registry 2.8 and others page without `Link`, or not at all: asking after the last tag tells. */
function pageAfter(listed: readonly string[]): string | undefined {
  const last = listed.at(-1);
  if (last === undefined || listed.length < SMALLEST_PAGE) return undefined;
  return `tags/list?${new URLSearchParams({ n: String(PAGE_SIZE), last })}`;
}
