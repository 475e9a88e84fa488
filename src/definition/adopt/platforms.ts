import type { Platform } from '../../names/platform.ts';

/** An image with the platforms that it is declared for, and the images that it stands on. */
export interface Built<Image> {
  readonly platforms: readonly Platform[];
  readonly parents: readonly Image[];
}

/**
 * The platforms of images that cannot be built for all of theirs, because a parent is not. One that shares no platform
 * with its parents keeps its own: `validate` tells then.
 */
export function narrowedPlatforms<Image>(
  images: ReadonlyMap<Image, Built<Image>>,
): ReadonlyMap<Image, readonly Platform[]> {
  const now = new Map([...images].map(([image, { platforms }]) => [image, platforms]));
  for (let changed = true, rounds = 0; changed && rounds < images.size; rounds++) {
    changed = false;
    for (const [image, { parents }] of images) {
      const own = now.get(image) ?? [];
      const all = parents.map((parent) => now.get(parent) ?? []);
      const possible = own.filter((platform) => all.every((platforms) => platforms.includes(platform)));
      if (possible.length === 0 || possible.length === own.length) continue;
      now.set(image, possible);
      changed = true;
    }
  }
  return new Map(
    [...now].filter(([image, platforms]) => platforms.length < (images.get(image)?.platforms.length ?? 0)),
  );
}
