import { ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Failure } from '../build/failure.ts';
import type { Inventory, InventoryEntry } from '../build/ports/inventory.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { landingFrom } from '../plan/holding.ts';
import { subjectOfTag } from '../plan/retention-tags.ts';

/** One public tag of an image as the registry has it. */
export interface ListedTag {
  readonly image: ImageName;
  readonly tag: string;
  readonly digest: string;
  /** Absent where somebody else pushed it. */
  readonly fingerprint?: string;
  readonly commit?: string;
  /** RFC 3339; absent where somebody else pushed it. */
  readonly builtAt?: string;
}

/** Tags of ours that no person pulls: landings, sources, records. Those of signatures are others'. */
const HIDDEN = /^(?:fp-(?:[0-9a-f]{40}|staging)|src-[0-9a-f]{40}$|cw-)/;

const AT_ONCE = 16;

/** The public tags of images, in the images' order, newest build first. */
export async function listTags(
  images: readonly ImageName[],
  reader: Pick<RegistryReader, 'tags' | 'manifest'>,
  signal: AbortSignal,
): Promise<Result<readonly ListedTag[], Failure>> {
  const slots = new Semaphore(AT_ONCE);
  const listed = await Promise.all(images.map((image) => slots.run(() => listImage(image, reader, signal))));
  const all: ListedTag[] = [];
  for (const one of listed) {
    if (!one.ok) return one;
    all.push(...one.value);
  }
  return ok(all);
}

async function listImage(
  image: ImageName,
  reader: Pick<RegistryReader, 'tags' | 'manifest'>,
  signal: AbortSignal,
): Promise<Result<readonly ListedTag[], Failure>> {
  const tags = await reader.tags(image, signal);
  if (!tags.ok) return tags;
  const rows: ListedTag[] = [];
  for (const tag of tags.value.filter((candidate) => !HIDDEN.test(candidate) && !subjectOfTag(candidate))) {
    const manifest = await reader.manifest(image, tag, signal);
    if (!manifest.ok) return manifest;
    if (!manifest.value) continue;
    const landing = landingFrom(manifest.value);
    const ours = landing
      ? { fingerprint: landing.fingerprint, commit: landing.commit, builtAt: landing.builtAt }
      : undefined;
    rows.push({ image, tag, digest: manifest.value.digest, ...ours });
  }
  return ok(rows.sort(newestFirst));
}

function newestFirst(a: ListedTag, b: ListedTag): number {
  const [left, right] = [a.builtAt ?? '', b.builtAt ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return a.tag < b.tag ? -1 : 1;
}

/** One tag of whatever image a registry holds. */
export interface RegistryTag {
  /** Path from the registry's host. */
  readonly image: ImageName;
  readonly tag: string;
  readonly digest: Digest;
  /** Bytes of all layers and configs. */
  readonly size: number;
  /** RFC 3339: when the image says that it was made. */
  readonly createdAt?: string;
}

/** The tags of all images of a registry, or of one, in the images' order, newest first; ours that nobody pulls left out. */
export async function listRegistry(
  inventory: Inventory,
  image: ImageName | undefined,
  signal: AbortSignal,
): Promise<Result<readonly RegistryTag[], Failure>> {
  const images = image === undefined ? await inventory.images(signal) : ok([image]);
  if (!images.ok) return images;
  const slots = new Semaphore(AT_ONCE);
  const listed = await Promise.all(
    images.value.map((one) => slots.run(() => inventory.entries(one, (tag) => !HIDDEN.test(tag), signal))),
  );
  const rows: RegistryTag[] = [];
  for (const [at, entries] of listed.entries()) {
    if (!entries.ok) return entries;
    rows.push(...entries.value.flatMap((entry) => rowsOf(images.value[at] as ImageName, entry)).sort(youngestFirst));
  }
  return ok(rows);
}

function rowsOf(image: ImageName, { tags, digest, size, createdAt }: InventoryEntry): readonly RegistryTag[] {
  const age = createdAt === undefined ? {} : { createdAt: new Date(createdAt).toISOString() };
  return tags.map((tag) => ({ image, tag, digest, size, ...age }));
}

function youngestFirst(a: RegistryTag, b: RegistryTag): number {
  const [left, right] = [a.createdAt ?? '', b.createdAt ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return a.tag < b.tag ? -1 : 1;
}
