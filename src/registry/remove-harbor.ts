import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Remover } from '../build/ports/remover.ts';
import { parseDigest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { HttpResponse } from '../system/http.ts';
import type { RegistryClient, Repository } from './client.ts';
import { type Call, failure, failureOfStatus } from './failures.ts';
import { parseList, parseObject } from './manifest.ts';
import { type Listed, listed } from './remove-inventory.ts';
import { createLooker } from './remove-oci.ts';
import type { Transport } from './transport.ts';

// Harbor's API 2.0 (api/v2.0/swagger.yaml of goharbor/harbor): listArtifacts, getArtifact, deleteArtifact, deleteTag.

const API = '/api/v2.0';
/** The largest page that Harbor gives. */
const PAGE_SIZE = 100;
const MAX_PAGES = 200;
const MAX_BYTES = 16 * 1024 * 1024;

/** Removes artifacts and tags by Harbor's own API, which also lists what no tag names. */
export function createHarborRemover(
  transport: Transport,
  client: RegistryClient,
  repositoryOf: (image: ImageName) => Repository,
): Remover {
  const api = new HarborApi(transport);
  return {
    kind: 'harbor',
    ...createLooker(client, repositoryOf),
    async inventory(image, signal) {
      const call = { phase: 'plan', signal } as const;
      const known = await api.probe(repositoryOf(image), call);
      if (!known.ok) return known;
      const artifacts = await api.artifacts(repositoryOf(image), call);
      return artifacts.ok ? listed(client, repositoryOf(image), artifacts.value, call) : artifacts;
    },
    async remove(image, manifest, signal) {
      const call = { phase: 'publish', signal } as const;
      const now = await api.artifact(repositoryOf(image), manifest.digest, call);
      if (!now.ok) return now;
      if (!now.value) return ok({ removed: true });
      const another = now.value.tags.find((tag) => !manifest.tags.includes(tag));
      if (another !== undefined) return ok({ removed: false, why: `${another} stands on it by now` });
      if (now.value.referred) return ok({ removed: false, why: 'something refers to it by now' });
      return api.remove(repositoryOf(image), manifest.digest, call);
    },
    untag: (image, manifest, tag, signal) =>
      api.remove(repositoryOf(image), `${manifest.digest}/tags/${tag}`, { phase: 'publish', signal }),
  };
}

class HarborApi {
  readonly #transport: Transport;
  #probed: Promise<Result<void, Failure>> | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Whether it is Harbor that answers: `registry.kind` may be wrong. */
  probe(repository: Repository, call: Call): Promise<Result<void, Failure>> {
    this.#probed ??= this.#probe(repository, call);
    return this.#probed;
  }

  /** Every artifact of a repository; none where it does not exist. */
  async artifacts(repository: Repository, call: Call): Promise<Result<readonly Listed[], Failure>> {
    const found: Listed[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const query = `?${new URLSearchParams({ page: String(page), page_size: String(PAGE_SIZE), with_tag: 'true', with_accessory: 'true' })}`;
      const answer = await this.#send('GET', repository, `${artifactsPath(repository)}${query}`, call);
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return ok([]);
      if (answer.value.status !== 200) return this.#refused(repository, 'read', answer.value, call);
      const artifacts = parseList(answer.value.body)?.map(readArtifact);
      if (!artifacts?.every((one) => one !== undefined)) {
        return err(failure(call.phase, 'registry-error', `${repository.host} sent a list of artifacts that is none`));
      }
      found.push(...artifacts);
      if (artifacts.length < PAGE_SIZE) return ok(found);
    }
    const message = `${repository.host}/${repository.path} has more than ${MAX_PAGES * PAGE_SIZE} artifacts`;
    return err(failure(call.phase, 'unknown', message, 'remove old ones in Harbor first'));
  }

  /** One artifact as it is now. */
  async artifact(repository: Repository, digest: string, call: Call): Promise<Result<Listed | undefined, Failure>> {
    const target = `${artifactsPath(repository)}/${digest}?with_tag=true&with_accessory=true`;
    const answer = await this.#send('GET', repository, target, call);
    if (!answer.ok) return answer;
    if (answer.value.status === 404) return ok(undefined);
    const artifact = answer.value.status === 200 ? readArtifact(parseObject(answer.value.body)) : undefined;
    return artifact ? ok(artifact) : this.#refused(repository, 'read', answer.value, call);
  }

  /** Removes an artifact, or a tag of it. */
  async remove(repository: Repository, what: string, call: Call): ReturnType<Remover['remove']> {
    const answer = await this.#send('DELETE', repository, `${artifactsPath(repository)}/${what}`, call);
    if (!answer.ok) return answer;
    const { status } = answer.value;
    if (status === 200 || status === 404) return ok({ removed: true });
    // Immutable tags and retention rules of a project (412), and an artifact that another one holds (also 412).
    if (status === 412 || status === 409) return ok({ removed: false, why: 'Harbor holds it by a rule of its own' });
    return this.#refused(repository, 'write to', answer.value, call);
  }

  async #probe(repository: Repository, call: Call): Promise<Result<void, Failure>> {
    const answer = await this.#send('GET', repository, `${API}/systeminfo`, call);
    if (!answer.ok) return answer;
    if (answer.value.status === 200 && parseObject(answer.value.body)) return ok(undefined);
    const message = `${repository.host} is not Harbor: ${API}/systeminfo answered ${answer.value.status}`;
    return err(failure(call.phase, 'registry-error', message, 'set registry.kind to auto in caskwright.yaml'));
  }

  #send(method: 'GET' | 'DELETE', repository: Repository, target: string, call: Call) {
    const scope = { host: repository.host, repository: repository.path, access: 'pull' } as const;
    return this.#transport.send({ scope, login: 'basic', method, target, maxBytes: MAX_BYTES }, call);
  }

  async #refused(
    { host, path }: Repository,
    action: 'read' | 'write to',
    response: HttpResponse,
    call: Call,
  ): Promise<Result<never, Failure>> {
    const login = await this.#transport.login({ host, repository: path, access: 'pull' });
    return err(failureOfStatus(call.phase, { host, subject: `${host}/${path}`, action, login }, response));
  }
}

/** The first part of a path is Harbor's project. A slash in the rest is encoded twice over, as its description wants. */
function artifactsPath({ path }: Repository): string {
  const [project = '', ...rest] = path.split('/');
  const name = encodeURIComponent(encodeURIComponent(rest.join('/')));
  return `${API}/projects/${encodeURIComponent(project)}/repositories/${name}/artifacts`;
}

function readArtifact(value: unknown): Listed | undefined {
  const { digest, push_time, tags, accessories } = (value ?? {}) as Record<string, unknown>;
  const parsed = parseDigest(String(digest));
  const names = tags === undefined || tags === null ? [] : tags;
  if (!parsed.ok || !Array.isArray(names)) return undefined;
  const pushedAt = Date.parse(String(push_time));
  return {
    digest: parsed.value,
    tags: names.map((tag) => String((tag as { readonly name?: unknown } | null)?.name)),
    ...(Number.isNaN(pushedAt) ? {} : { pushedAt }),
    ...(Array.isArray(accessories) && accessories.length > 0 ? { referred: true } : {}),
  };
}
