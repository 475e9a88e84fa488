import type { AdoptionInput } from './adoption.ts';
import type { ProposedImage } from './proposed.ts';
import { slug } from './slug.ts';

/**
 * The file that describes each image: `build.yaml` for the one that its directory is named after, `build.<variant>.yaml`
 * for the others beside it.
 */
export function buildFilePaths<Image extends ProposedImage>(
  images: readonly Image[],
  { paths }: Pick<AdoptionInput, 'paths'>,
): ReadonlyMap<Image, string> {
  const there = new Set(paths);
  const chosen = new Map<Image, string>();
  for (const [directory, group] of Map.groupBy(images, ({ candidate }) => candidate.directory)) {
    const taken = new Set<string>();
    const main =
      group.find(({ candidate }) => candidate.variant === undefined) ?? (group.length === 1 ? group[0] : undefined);
    for (const image of group) {
      const variant = slug(image.candidate.variant ?? image.name);
      const variants = [variant, image.name].filter((part) => part !== '').map((part) => `build.${part}.yaml`);
      const names = [...(image === main ? ['build.yaml'] : []), ...variants];
      const free = names.find((name) => !taken.has(name) && !there.has(inside(directory, name)));
      if (free === undefined) continue;
      taken.add(free);
      chosen.set(image, inside(directory, free));
    }
  }
  return chosen;
}

function inside(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
