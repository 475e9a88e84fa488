import { ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Failure } from '../build/failure.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import type { ImageName } from '../names/image-name.ts';
import { landingFrom } from '../plan/holding.ts';

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

/** Tags of ours that no person pulls: landings, sources, records. */
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
  for (const tag of tags.value.filter((candidate) => !HIDDEN.test(candidate))) {
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
