import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Attacher, Attachment, Subject } from '../build/ports/supply-chain.ts';
import type { Digest } from '../names/digest.ts';
import type { RegistryClient, Repository } from './client.ts';
import { type Call, failure } from './failures.ts';
import { type Descriptor, digestOf, type Manifest, writeManifest } from './manifest.ts';
import { mediaType } from './media-types.ts';

/** OCI image spec 1.1, "Guidance for an Empty Descriptor". */
const empty = Buffer.from('{}');
/** Another writer may have put its own index over ours in between. */
const ATTEMPTS = 4;

/**
 * Documents beside images. Where the registry has no referrers API, the index under the tag `sha256-<hex>` lists them
 * (distribution spec 1.1, "Referrers Tag Schema"), as cosign, oras and others write and read it.
 */
export function createAttacher(client: RegistryClient): Attacher {
  return {
    async attached(subject, signal) {
      const call = { phase: 'publish', signal } as const;
      const listed = await referrersOf(client, subject, call);
      return listed.ok ? ok(listed.value.flatMap(({ artifactType }) => artifactType ?? [])) : listed;
    },
    attach: (subject, attachment, signal) => attach(client, subject, attachment, { phase: 'publish', signal }),
  };
}

async function attach(
  client: RegistryClient,
  subject: Subject,
  { type, content }: Attachment,
  call: Call,
): Promise<Result<void, Failure>> {
  const to = repositoryOf(subject);
  const described = await client.manifest(to, subject.digest, call);
  if (!described.ok) return described;
  if (!described.value) {
    return err(failure(call.phase, 'image-missing', `${subject.repository} does not have ${subject.digest} any more`));
  }
  for (const bytes of [empty, content]) {
    const has = await client.hasBlob(to, digestOf(bytes), call);
    const put = has.ok && !has.value ? await client.putBlob(to, bytes, call) : has;
    if (!put.ok) return put;
  }
  const manifest = writeManifest({
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    artifactType: type,
    config: { mediaType: mediaType.empty, digest: digestOf(empty), size: empty.length },
    layers: [{ mediaType: type, digest: digestOf(content), size: content.length }],
    subject: descriptorOf(described.value),
  });
  const put = await client.putManifest(to, manifest.digest, manifest, call);
  if (!put.ok) return put;
  const known = await client.referrers(to, subject.digest, call);
  if (!known.ok) return known;
  return known.value
    ? ok(undefined)
    : listUnderTag(client, to, subject.digest, { ...descriptorOf(manifest), artifactType: type }, call);
}

/** Adds an entry to the index that stands in for the API, until it is seen there. */
async function listUnderTag(
  client: RegistryClient,
  to: Repository,
  subject: Digest,
  entry: Descriptor,
  call: Call,
): Promise<Result<void, Failure>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const standing = await client.manifest(to, tagOf(subject), call);
    if (!standing.ok) return standing;
    const entries = standing.value?.kind === 'index' ? standing.value.manifests : [];
    if (entries.some(({ digest }) => digest === entry.digest)) return ok(undefined);
    const index = writeManifest({ schemaVersion: 2, mediaType: mediaType.index, manifests: [...entries, entry] });
    const put = await client.putManifest(to, tagOf(subject), index, call);
    if (!put.ok) return put;
  }
  return err(
    failure(call.phase, 'conflict', `others keep writing ${to.host}/${to.path}:${tagOf(subject)}`, 'run again'),
  );
}

async function referrersOf(
  client: RegistryClient,
  subject: Subject,
  call: Call,
): Promise<Result<readonly Descriptor[], Failure>> {
  const listed = await client.referrers(repositoryOf(subject), subject.digest, call);
  if (!listed.ok) return listed;
  if (listed.value) return ok(listed.value);
  const index = await client.manifest(repositoryOf(subject), tagOf(subject.digest), call);
  if (!index.ok) return index;
  return ok(index.value?.kind === 'index' ? index.value.manifests : []);
}

function repositoryOf({ repository }: Subject): Repository {
  const slash = repository.indexOf('/');
  return { host: repository.slice(0, slash), path: repository.slice(slash + 1) };
}

function tagOf(digest: Digest): string {
  return digest.replace(':', '-');
}

function descriptorOf({ mediaType: type, digest, bytes }: Manifest): Descriptor {
  return { mediaType: type, digest, size: bytes.length };
}
