import type { Platform } from '../../names/platform.ts';

/** An image with the platforms that it is declared for, and the images that it stands on. */
export interface Built<Image> {
  readonly platforms: readonly Platform[];
  readonly parents: readonly Image[];
}

/**
 * The platforms that images can be built for: theirs as far as all of their parents have them, else those that the
 * parents have in common. Where there is none either, an image keeps its own, and `validate` tells.
 */
export function possiblePlatforms<Image>(
  images: ReadonlyMap<Image, Built<Image>>,
): ReadonlyMap<Image, readonly Platform[]> {
  const now = new Map([...images].map(([image, { platforms }]) => [image, platforms]));
  for (let changed = true, rounds = 0; changed && rounds < images.size; rounds++) {
    changed = false;
    for (const [image, { parents }] of images) {
      const own = now.get(image) ?? [];
      const all = parents.map((parent) => now.get(parent) ?? []);
      const common = (all[0] ?? own).filter((platform) => all.every((platforms) => platforms.includes(platform)));
      const shared = own.filter((platform) => common.includes(platform));
      const possible = shared.length > 0 ? shared : common;
      if (possible.length === 0 || possible.join() === own.join()) continue;
      now.set(image, possible);
      changed = true;
    }
  }
  return now;
}
