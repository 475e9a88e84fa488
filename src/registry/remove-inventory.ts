import { err, ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Failure } from '../build/failure.ts';
import type { HeldManifest } from '../build/ports/remover.ts';
import { type Digest, parseDigest } from '../names/digest.ts';
import type { RegistryClient, Repository } from './client.ts';
import { type Call, failure } from './failures.ts';
import { type Manifest, parseObject } from './manifest.ts';

/** What a registry's own API knows of a manifest beyond the distribution API. */
export interface Listed {
  readonly digest: Digest;
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly pushedAt?: number;
  readonly referred?: boolean;
}

/** Requests for one image at a time. */
const AT_ONCE = 8;
/** An image with more is not cleaned: a decision about a part of it would be a guess. */
const MAX_MANIFESTS = 20_000;
const MAX_CONFIG = 4 * 1024 * 1024;
/** Tags whose content is in their name do not move to another one. */
const bound = /^(?:fp|src)-[0-9a-f]{40}(?:-|$)/;

/** Everything that stands under a wanted tag, and what that is made of: the distribution API lists nothing else. */
export async function tagged(
  client: RegistryClient,
  from: Repository,
  call: Call,
  wanted: (tag: string) => boolean = () => true,
): Promise<Result<readonly HeldManifest[], Failure>> {
  const tags = await client.tags(from, call);
  if (!tags.ok) return tags;
  const standing = await standingOn(client, from, tags.value.filter(wanted), call);
  if (!standing.ok) return standing;
  return readAll(client, from, byDigest(standing.value), call);
}

/**
 * The manifests of a listing with the API's own facts, and what they are made of. Some say that there is nothing to who
 * may not see it: where the registry has tags nevertheless, that must not be taken for nothing.
 */
export async function listed(
  client: RegistryClient,
  from: Repository,
  list: readonly Listed[],
  call: Call,
): Promise<Result<readonly HeldManifest[], Failure>> {
  const tags = list.length === 0 ? await client.tags(from, call) : ok([]);
  if (!tags.ok) return tags;
  if (tags.value.length > 0) {
    const message = `${from.host} has ${from.path}, and its API does not show it to this login`;
    return err(failure(call.phase, 'denied', message, 'give the login the right to see and delete what is there'));
  }
  return readAll(client, from, new Map(list.map((one) => [one.digest, one])), call);
}

/** Reads again what may have moved or come since `known` was read: the tag list, new tags, those that move, and `own`. */
export async function lookAgain(
  client: RegistryClient,
  from: Repository,
  known: readonly HeldManifest[],
  own: readonly string[],
  call: Call,
): Promise<Result<readonly HeldManifest[], Failure>> {
  const tags = await client.tags(from, call);
  if (!tags.ok) return tags;
  const before = new Map(known.flatMap(({ digest, tags }) => tags.map((tag) => [tag, digest] as const)));
  const steady = new Set(tags.value.filter((tag) => before.has(tag) && bound.test(tag) && !own.includes(tag)));
  const others = tags.value.filter((tag) => !steady.has(tag));
  const moved = await standingOn(client, from, others, call);
  if (!moved.ok) return moved;
  const unmoved = [...steady].map((tag) => [tag, before.get(tag) as Digest] as const);
  const standing = byDigest(new Map([...unmoved, ...moved.value]));
  const facts = new Map(known.map(({ digest }) => [digest, { digest, tags: [] as readonly string[] }]));
  const read = await readAll(client, from, new Map([...facts, ...standing]), call);
  if (!read.ok) return read;
  const learned = new Map(known.map((manifest) => [manifest.digest, manifest]));
  return ok(read.value.map((manifest) => ({ ...learned.get(manifest.digest), ...manifest })));
}

/** When the image inside says it was made (OCI image spec 1.1, "Image Configuration": `created`), milliseconds since 1970. */
export async function creationDate(
  client: RegistryClient,
  from: Repository,
  manifest: HeldManifest,
  call: Call,
): Promise<Result<number | undefined, Failure>> {
  const { config, parts } = manifest;
  if (config === undefined) {
    const [first] = parts;
    const inner = first === undefined ? ok(undefined) : await client.manifest(from, first, call);
    if (!inner.ok) return inner;
    return inner.value?.kind === 'image' ? creationDate(client, from, held(inner.value), call) : ok(undefined);
  }
  const blob = await client.blob(from, config, MAX_CONFIG, call);
  if (!blob.ok) return blob;
  const created = Date.parse(String(parseObject(blob.value)?.created));
  return ok(Number.isNaN(created) ? undefined : created);
}

async function standingOn(
  client: RegistryClient,
  from: Repository,
  tags: readonly string[],
  call: Call,
): Promise<Result<ReadonlyMap<string, Digest>, Failure>> {
  const answers = await inTurns(tags, async (tag) => {
    const found = await client.manifest(from, tag, call);
    return found.ok ? ok([tag, found.value?.digest] as const) : found;
  });
  if (!answers.ok) return answers;
  // A tag that is gone since it was listed needs nothing any more.
  return ok(new Map(answers.value.flatMap(([tag, digest]) => (digest === undefined ? [] : [[tag, digest] as const]))));
}

function byDigest(tags: ReadonlyMap<string, Digest>): Map<Digest, Listed> {
  const found = new Map<Digest, Listed>();
  for (const [tag, digest] of tags) {
    found.set(digest, { digest, tags: [...(found.get(digest)?.tags ?? []), tag] });
  }
  return found;
}

/** Reads the manifests and, in rounds, what they are made of. A part that is not there (another platform's) is left out. */
async function readAll(
  client: RegistryClient,
  from: Repository,
  facts: ReadonlyMap<Digest, Listed>,
  call: Call,
): Promise<Result<readonly HeldManifest[], Failure>> {
  const read = new Map<Digest, HeldManifest>();
  for (let wanted: readonly Digest[] = [...facts.keys()]; wanted.length > 0; ) {
    if (read.size + wanted.length > MAX_MANIFESTS) {
      const message = `${from.host}/${from.path} has more than ${MAX_MANIFESTS} manifests`;
      return err(failure(call.phase, 'unknown', message, 'remove old ones at the registry first'));
    }
    const round = await inTurns(wanted, (digest) => client.manifest(from, digest, call));
    if (!round.ok) return round;
    const manifests = round.value.flatMap((manifest) => (manifest ? [manifest] : []));
    for (const manifest of manifests) read.set(manifest.digest, held(manifest, facts.get(manifest.digest)));
    wanted = [...new Set(manifests.flatMap(partsOf))].filter((digest) => !read.has(digest) && !facts.has(digest));
  }
  return ok([...read.values()]);
}

function held(manifest: Manifest, facts?: Listed): HeldManifest {
  const { digest, annotations, bytes } = manifest;
  const own = manifest.kind === 'image' ? [manifest.config, ...manifest.layers] : [];
  const subject = subjectOf(manifest);
  return {
    digest,
    tags: (facts?.tags ?? []).toSorted(),
    annotations,
    parts: partsOf(manifest),
    blobs: Object.fromEntries([[digest, bytes.length], ...own.map((blob) => [blob.digest, blob.size] as const)]),
    ...(subject === undefined ? {} : { subject }),
    ...(manifest.kind === 'image' ? { config: manifest.config.digest } : {}),
    ...(facts?.pushedAt === undefined ? {} : { pushedAt: facts.pushedAt }),
    ...(facts?.referred === undefined ? {} : { referred: facts.referred }),
  };
}

function partsOf(manifest: Manifest): readonly Digest[] {
  return manifest.kind === 'index' ? manifest.manifests.map(({ digest }) => digest) : [];
}

function subjectOf({ json }: Manifest): Digest | undefined {
  const { subject } = json as { readonly subject?: { readonly digest?: unknown } };
  const parsed = parseDigest(String(subject?.digest));
  return parsed.ok ? parsed.value : undefined;
}

async function inTurns<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<Result<R, Failure>>,
): Promise<Result<R[], Failure>> {
  const slots = new Semaphore(AT_ONCE);
  let failed: Result<never, Failure> | undefined;
  const values: R[] = [];
  await Promise.all(
    items.map((item, index) =>
      slots.run(async () => {
        // After the first failure the answer is known.
        if (failed) return;
        const answer = await ask(item);
        if (answer.ok) values[index] = answer.value;
        else failed ??= answer;
      }),
    ),
  );
  return failed ?? ok(values);
}
