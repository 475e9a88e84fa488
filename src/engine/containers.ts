import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Container } from '../build/ports/runtime.ts';
import { type ConsumedImage, isMadeFrom } from './consumed.ts';
import type { Consumer } from './consumer.ts';
import { builtHere } from './pull.ts';

/** A running container of an image that is used here. */
export interface ContainerRow {
  readonly container: Container;
  readonly image: ConsumedImage;
  readonly standing: 'in-step' | 'behind' | 'unknown';
  /** Why it is not known. */
  readonly why?: string;
}

/** The running containers of `images`, by name, and how each stands to its registry, or with `local` to this machine's own image. */
export async function surveyContainers(
  images: readonly ConsumedImage[],
  { runtime, standing }: Consumer,
  { local, signal }: { readonly local: boolean; readonly signal: AbortSignal },
): Promise<Result<readonly ContainerRow[], Failure>> {
  const all = await runtime.containers(signal);
  if (!all.ok) return all;
  const used = all.value
    .filter(({ running }) => running)
    .flatMap((container) => {
      const image = images.find((one) => isMadeFrom(one, container.image, local));
      return image ? [{ container, image }] : [];
    });
  const newest = new Map(
    await Promise.all(
      [...new Set(used.map(({ image }) => image))].map(
        async (image) => [image, local ? await localDigests(image) : await standing(image.reference, signal)] as const,
      ),
    ),
  );
  async function localDigests(image: ConsumedImage): Promise<Result<readonly string[], Failure>> {
    const found = await builtHere(image, runtime, signal);
    return found.ok ? ok([found.value.id]) : found;
  }
  const rows = used.map(({ container, image }): ContainerRow => {
    const now = newest.get(image) as Result<readonly string[], Failure>;
    if (!now.ok) return { container, image, standing: 'unknown', why: now.error.message };
    const has = [container.imageId, ...container.digests];
    return { container, image, standing: now.value.some((digest) => has.includes(digest)) ? 'in-step' : 'behind' };
  });
  return ok(rows.toSorted((a, b) => (a.container.name < b.container.name ? -1 : 1)));
}
