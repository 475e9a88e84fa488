import type { Reference } from '../../names/reference.ts';
import type { KnownImage } from './own.ts';
import type { UsedBy } from './prefixes.ts';

/**
 * Repositories of a registry whose tags are the paths of images here: `spark:4.0.0-java17` is the image in
 * `4.0.0/java17` where several references say the like, and none of them is how such an image names its own original.
 */
export class Families<Image extends KnownImage> {
  readonly #byPath: ReadonlyMap<string, readonly Image[]>;
  readonly #names: ReadonlySet<string>;

  constructor(images: readonly Image[], used: readonly UsedBy<Image>[]) {
    const paths = images.flatMap((image) => endsOf(image.path).map((end) => [end, image] as const));
    const grouped = Map.groupBy(paths, ([end]) => end);
    this.#byPath = new Map([...grouped].map(([end, pairs]) => [end, pairs.map(([, image]) => image)]));
    const meant = Map.groupBy(
      used.flatMap(({ reference, child }) => {
        const image = this.#image(reference);
        return image ? [{ name: repositoryOf(reference), image, wraps: image === child }] : [];
      }),
      ({ name }) => name,
    );
    const families = [...meant].filter(
      ([, uses]) => !uses.some(({ wraps }) => wraps) && new Set(uses.map(({ image }) => image)).size > 1,
    );
    this.#names = new Set(families.map(([name]) => name));
  }

  /** The image that the tag of a family's reference is the path of. */
  member(reference: Reference): Image | undefined {
    return this.#names.has(repositoryOf(reference)) ? this.#image(reference) : undefined;
  }

  #image({ tag }: Reference): Image | undefined {
    const images = tag === undefined ? undefined : this.#byPath.get(partsOf(tag).join('-'));
    return images?.length === 1 ? images[0] : undefined;
  }
}

function repositoryOf({ registry, repository }: Reference): string {
  return `${registry}/${repository}`;
}

/** Every end of a path that has at least two parts: one alone is in too many tags. */
function endsOf(path: readonly string[]): readonly string[] {
  const parts = partsOf(path.join('-'));
  return parts.slice(0, -1).map((_, from) => parts.slice(from).join('-'));
}

function partsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[-_/]+/)
    .filter((part) => part !== '');
}
