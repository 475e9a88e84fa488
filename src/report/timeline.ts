import type { RunEvent } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';

/** When one platform of an image was worked on. Times are seconds since the run's start. */
export interface Stretch {
  readonly image: ImageName;
  readonly platform: Platform;
  readonly start: number;
  /** Its bytes were where children get them; absent where they never were. */
  readonly settled?: number;
  /** Its image had landed, failed, or was given up. */
  readonly end: number;
}

/** What a run could not have been faster than, as it went: each image waited for the one before. */
export interface RunPath {
  readonly images: readonly ImageName[];
  /** From the start of the first to the end of the last. */
  readonly seconds: number;
  /** The part of it in which the next image could have begun and had not: it had no slot, mostly. */
  readonly waited: number;
}

/** Measures who ran when, from the times that events carry. */
export class Stopwatch {
  #zero = 0;
  readonly #open = new Map<ImageName, Map<Platform, { start: number; settled?: number }>>();
  readonly #stretches: Stretch[] = [];

  apply(event: RunEvent): void {
    const now = (Date.parse(event.time) - this.#zero) / 1000;
    switch (event.type) {
      case 'run.started':
        this.#zero = Date.parse(event.time);
        return;
      case 'node.started':
        this.#nodes(event.image).set(event.platform, { start: now });
        return;
      case 'node.settled': {
        const node = this.#open.get(event.image)?.get(event.platform);
        if (node) node.settled = now;
        return;
      }
      case 'image.landed':
      case 'image.failed':
      case 'image.blocked':
      case 'image.cancelled':
        this.#close(event.image, now);
        return;
      case 'run.finished':
        for (const image of this.#open.keys()) this.#close(image, now);
        return;
      default:
        return;
    }
  }

  /** By start; images that are still being built are not among them. */
  stretches(): readonly Stretch[] {
    return this.#stretches.toSorted((a, b) => a.start - b.start || a.end - b.end);
  }

  #nodes(image: ImageName): Map<Platform, { start: number; settled?: number }> {
    const known = this.#open.get(image) ?? new Map<Platform, { start: number; settled?: number }>();
    this.#open.set(image, known);
    return known;
  }

  #close(image: ImageName, end: number): void {
    for (const [platform, node] of this.#open.get(image) ?? []) this.#stretches.push({ image, platform, ...node, end });
    this.#open.delete(image);
  }
}

/**
 * The chain of builds that ended last: from its end back, each time to the parent that was settled last before the
 * image began, of the same platform where the parent was built for it. Undefined where nothing was built.
 */
export function runPath(
  stretches: readonly Stretch[],
  parents: (image: ImageName) => readonly ImageName[],
): RunPath | undefined {
  const byImage = Map.groupBy(stretches, (stretch) => stretch.image);
  const last = latest(stretches, (stretch) => stretch.end);
  if (last === undefined) return undefined;
  const images = [last.image];
  let first = last;
  let waited = 0;
  for (let before = releasing(first, byImage, parents); before; before = releasing(first, byImage, parents)) {
    waited += first.start - (before.settled as number);
    images.unshift(before.image);
    first = before;
  }
  return { images, seconds: last.end - first.start, waited };
}

/** The stretch whose settling let this one begin. */
function releasing(
  { image, platform, start }: Stretch,
  byImage: ReadonlyMap<ImageName, readonly Stretch[]>,
  parents: (image: ImageName) => readonly ImageName[],
): Stretch | undefined {
  const candidates = parents(image).flatMap((parent) => {
    const built = byImage.get(parent) ?? [];
    const same = built.filter((stretch) => stretch.platform === platform);
    return same.length > 0 ? same : built;
  });
  const before = candidates.filter(({ settled }) => settled !== undefined && settled <= start);
  return latest(before, (stretch) => stretch.settled as number);
}

function latest(stretches: readonly Stretch[], time: (stretch: Stretch) => number): Stretch | undefined {
  return stretches.reduce<Stretch | undefined>(
    (best, one) => (best === undefined || time(one) > time(best) ? one : best),
    undefined,
  );
}
