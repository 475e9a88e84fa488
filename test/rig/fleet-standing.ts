import type { ChannelRecord } from '../../src/plan/holding.ts';

/** An OCI manifest or index, as far as tests look at it. */
interface RawManifest {
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly layers?: readonly { readonly digest: string }[];
  readonly manifests?: readonly { readonly digest: string; readonly platform: { readonly architecture: string } }[];
  readonly config?: { readonly digest: string };
  readonly text: string;
}

/** What stands in a registry under the tags of one image. */
export interface StandingImage {
  /** Public tag → digest. */
  readonly tags: Readonly<Record<string, string>>;
  /** Public tag → fingerprint. */
  readonly fingerprints: Readonly<Record<string, string | undefined>>;
  readonly records: Readonly<Record<string, ChannelRecord>>;
  /** Landing tag → its manifest. */
  readonly landings: Readonly<Record<string, RawManifest>>;
  /** Every tag, sorted. */
  readonly all: readonly string[];
}

/** Image → what stands there; images without any tag are left out. */
export type Standing = Readonly<Record<string, StandingImage>>;

const ACCEPT = ['image.index.v1', 'image.manifest.v1'].map((kind) => `application/vnd.oci.${kind}+json`).join(', ');

/** Reads a namespace over HTTP, with nothing of our own client. */
export async function standingOf(host: string, namespace: string, images: readonly string[]): Promise<Standing> {
  const rows = await Promise.all(
    images.toSorted().map(async (image) => [image, await standingImage(host, `${namespace}/${image}`)] as const),
  );
  return Object.fromEntries(rows.filter(([, { all }]) => all.length > 0));
}

async function standingImage(host: string, repository: string): Promise<StandingImage> {
  const answer = await fetch(`http://${host}/v2/${repository}/tags/list`);
  const { tags } = answer.ok ? ((await answer.json()) as { tags: string[] | null }) : { tags: [] };
  const all = (tags ?? []).toSorted();
  const manifests = new Map(
    await Promise.all(all.map(async (tag) => [tag, await rawManifest(host, repository, tag)] as const)),
  );
  const chosen = (pattern: RegExp) => [...manifests].filter(([tag]) => pattern.test(tag));
  const published = chosen(/^(?!(?:fp|src|cw)-)/);
  return {
    all,
    tags: Object.fromEntries(published.map(([tag, { digest }]) => [tag, digest])),
    fingerprints: Object.fromEntries(
      published.map(([tag, { annotations }]) => [tag, annotations['dev.caskwright.fingerprint']]),
    ),
    records: Object.fromEntries(
      chosen(/^cw-/).map(([tag, { annotations }]) => [tag, JSON.parse(annotations['dev.caskwright.record'] ?? '')]),
    ),
    landings: Object.fromEntries(chosen(/^fp-[0-9a-f]{40}$/)),
  };
}

/** A manifest or an index under a tag or a digest. */
async function rawManifest(host: string, repository: string, reference: string): Promise<RawManifest> {
  const address = `http://${host}/v2/${repository}/manifests/${reference}`;
  const response = await fetch(address, { headers: { accept: ACCEPT } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const text = await response.text();
  const digest = response.headers.get('docker-content-digest') ?? '';
  return { annotations: {}, ...JSON.parse(text), digest, text };
}

/** The digests of the layers of the one platform that an image has. */
export async function layersOf(host: string, repository: string, reference: string): Promise<readonly string[]> {
  const [only, ...others] = Object.values(await layersOfPlatforms(host, repository, reference));
  if (!only || others.length > 0) throw new Error(`${repository}:${reference} is not of one platform`);
  return only;
}

/** Platform → the digests of its layers. */
export async function layersOfPlatforms(
  host: string,
  repository: string,
  reference: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { manifests = [] } = await rawManifest(host, repository, reference);
  const rows = manifests.map(async ({ digest, platform }) => {
    const { layers = [] } = await rawManifest(host, repository, digest);
    return [`linux/${platform.architecture}`, layers.map((layer) => layer.digest)] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}

/** Where a child's recorded parents are not the present landings of its parents; nothing when all is consistent. */
export function parentsOutOfStep(standing: Standing, channel = 'cw-main'): readonly string[] {
  const current = (image: string) => standing[image]?.records[channel]?.digest;
  return Object.entries(standing).flatMap(([image, { landings }]) => {
    const landing = Object.values(landings).find(({ digest }) => digest === current(image));
    if (!landing) return [`${image} has no landing of what is published`];
    const parents = JSON.parse(landing.annotations['dev.caskwright.parents'] ?? '{}') as Record<string, string>;
    return Object.entries(parents)
      .filter(([parent, digest]) => digest !== current(parent))
      .map(([parent]) => `${image} stands on another ${parent}`);
  });
}

/** Records that a run left open. */
export function openRecords(standing: Standing): readonly string[] {
  return Object.entries(standing).flatMap(([image, { records }]) =>
    Object.entries(records).flatMap(([tag, { state }]) => (state === 'open' ? [`${image}:${tag}`] : [])),
  );
}
