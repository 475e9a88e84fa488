import { createHash, randomUUID } from 'node:crypto';
import type { Publisher } from '../../src/build/ports/registry.ts';
import type { Digest } from '../../src/names/digest.ts';
import type { ImageName } from '../../src/names/image-name.ts';
import type { Platform } from '../../src/names/platform.ts';
import { type ChannelRecord, recordAnnotations } from '../../src/plan/holding.ts';
import { attestedImage, dockerImage, type PushedImage, push } from './pushed-image.ts';

const amd64 = 'linux/amd64' as Platform;
const signal = new AbortController().signal;

/** A landing to make: what its annotations shall say, and which tags it gets. */
export interface LandingRequest {
  readonly image: string;
  /** Any text: the fingerprint is its hash. */
  readonly name: string;
  /** When it was built. */
  readonly built: Date;
  readonly parents?: Readonly<Record<string, Digest>>;
  /** Public tags. */
  readonly tags?: readonly string[];
  /** As BuildKit leaves it: the node is an index with an attestation. */
  readonly attested?: boolean;
}

/** A landing as it stands in a registry. */
export interface MadeLanding {
  readonly digest: Digest;
  readonly node: Digest;
  readonly fingerprint: string;
  /** Landing, source and node tag. */
  readonly tags: readonly [landing: string, source: string, node: string];
}

/** Lands an image in the way that a run does: pushed to the staging tag, settled, joined, tagged. */
export async function land(publisher: Publisher, request: LandingRequest): Promise<MadeLanding> {
  const image = request.image as ImageName;
  const fingerprint = hash(request.name);
  const tags = [`fp-${fingerprint.slice(0, 40)}`, `src-${hash(`source of ${request.name}`).slice(0, 40)}`] as const;
  const nodeTag = `fp-${hash(`node of ${request.name}`).slice(0, 40)}-linux-amd64`;
  const annotations = {
    'dev.caskwright.fingerprint': fingerprint,
    'dev.caskwright.source': hash(`files of ${request.name}`),
    'dev.caskwright.encoding': '1',
    'dev.caskwright.parents': JSON.stringify(request.parents ?? {}),
  };
  const node = await settleNode(publisher, image, nodeTag, annotations, request);
  const dated = { ...annotations, 'org.opencontainers.image.created': request.built.toISOString() };
  const joined = await value(
    publisher.join({ image, nodes: [{ platform: amd64, digest: node }], annotations: dated }, signal),
  );
  for (const tag of [...tags, ...(request.tags ?? [])]) await value(publisher.tag(image, joined.digest, tag, signal));
  return { digest: joined.digest, node, fingerprint, tags: [...tags, nodeTag] };
}

/** A node of which no landing came: another platform failed, or a test did. */
export async function settleAlone(
  publisher: Publisher,
  request: LandingRequest,
): Promise<{ readonly tag: string; readonly digest: Digest }> {
  const tag = `fp-${hash(`node of ${request.name}`).slice(0, 40)}-linux-amd64`;
  const annotations = {
    'dev.caskwright.fingerprint': hash(request.name),
    'dev.caskwright.source': hash(`files of ${request.name}`),
    'dev.caskwright.parents': '{}',
  };
  return { tag, digest: await settleNode(publisher, request.image as ImageName, tag, annotations, request) };
}

/** Writes the record of a channel that has published a landing. */
export async function writeRecord(
  publisher: Publisher,
  image: string,
  landing: Pick<MadeLanding, 'digest' | 'fingerprint'>,
  more: Partial<ChannelRecord> = {},
): Promise<void> {
  const record: ChannelRecord = {
    state: 'closed',
    commit: '0'.repeat(40),
    digest: landing.digest,
    fingerprint: landing.fingerprint,
    tags: { fixed: [], moving: ['latest'] },
    components: {},
    seconds: 1,
    encoding: 1,
    ...more,
  };
  await value(publisher.writeRecord(image as ImageName, 'cw-main', recordAnnotations(record), signal));
}

async function settleNode(
  publisher: Publisher,
  image: ImageName,
  tag: string,
  annotations: Readonly<Record<string, string>>,
  { attested, built }: LandingRequest,
): Promise<Digest> {
  const pushed: PushedImage = attested
    ? attestedImage()
    : dockerImage({ created: built.toISOString(), author: randomUUID() }, []);
  const digest = await push(pushed, publisher.outputFor(image, tag));
  const settled = await value(publisher.settle({ image, platform: amd64, built: digest, tag, annotations }, signal));
  return settled.digest;
}

async function value<T, E>(answer: Promise<{ ok: true; value: T } | { ok: false; error: E }>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
