import type { Platform } from '../../names/platform.ts';
import { formatReference, parseReference, type Reference } from '../../names/reference.ts';
import { axesBehind, axisFit } from './axis.ts';
import { officialImages } from './official.ts';

/** An image that references may mean. */
export interface KnownImage {
  readonly name: string;
  /** Where it stands, part by part; what else it may be called. */
  readonly path: readonly string[];
  /** References that the repository says it is published under. */
  readonly published: readonly string[];
  readonly version?: string;
  /** Ids of the declarations that it comes from, and references that mean other declarations in it. */
  readonly declared: readonly string[];
  readonly contexts: Readonly<Record<string, string>>;
  /** Platforms that it is declared for, else the usual one. */
  readonly platforms: readonly Platform[];
}

/** Which image a reference means: one, none, or it cannot be said which of several. */
export type Meaning<Image> =
  | { readonly kind: 'image'; readonly image: Image }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly images: readonly Image[] };

const none = { kind: 'none' } as const;

/** Finds images by what references call them below a prefix (`host/namespace`). */
export class ImageIndex<Image extends KnownImage> {
  readonly #images: readonly Image[];
  readonly #byName: ReadonlyMap<string, readonly Image[]>;
  readonly #published: ReadonlyMap<string, readonly Image[]>;

  constructor(images: readonly Image[]) {
    this.#images = images;
    this.#byName = Map.groupBy(images, ({ name }) => name);
    const published = images.flatMap((image) => publishedKeys(image).map((key) => [key, image] as const));
    const grouped = Map.groupBy(published, ([key]) => key);
    this.#published = new Map([...grouped].map(([key, pairs]) => [key, [...new Set(pairs.map(([, image]) => image))]]));
  }

  /** The image of a declaration. */
  declared(id: string): Meaning<Image> {
    const image = this.#images.find(({ declared }) => declared.includes(id));
    return image ? { kind: 'image', image } : none;
  }

  /** By what the repository says that it publishes: with the tag, else by the repository alone. */
  published(reference: Reference): Meaning<Image> {
    const { registry, repository, tag } = reference;
    const exact = this.#published.get(formatReference({ registry, repository, ...(tag ? { tag } : {}) }));
    const found = exact ?? this.#published.get(`${registry}/${repository}`);
    return found ? (oneOf(found) ?? this.#byVersion(found, tag)) : none;
  }

  /** By the name that stands below a prefix, and by the tag where several share that name. */
  below(rest: string, tag: string | undefined): Meaning<Image> {
    const named = this.#byName.get(rest);
    if (named) return oneOf(named) ?? { kind: 'several', images: named };
    const called = this.#images.filter((image) => isCalled(image, rest));
    if (called.length > 0) return oneOf(called) ?? this.#byVersion(called, tag);
    return tag === undefined ? none : this.#onAxis(rest, tag);
  }

  #onAxis(rest: string, tag: string): Meaning<Image> {
    const last = rest.split('/').at(-1) as string;
    const fits = this.#images.flatMap((image) =>
      axesBehind(last, image.path).flatMap((axis) => {
        const fit = image.version === tag ? 4 : axisFit(axis, tag);
        return fit > 0 ? [{ image, fit, length: axis.join().length }] : [];
      }),
    );
    const best = fits.toSorted((a, b) => b.fit - a.fit || b.length - a.length);
    const equal = best.filter(({ fit, length }) => fit === best[0]?.fit && length === best[0]?.length);
    const images = [...new Set(equal.map(({ image }) => image))];
    return images.length === 0 ? none : (oneOf(images) ?? { kind: 'several', images });
  }

  #byVersion(images: readonly Image[], tag: string | undefined): Meaning<Image> {
    const same = images.filter(({ version }) => tag !== undefined && version === tag);
    return oneOf(same) ?? { kind: 'several', images };
  }
}

function oneOf<Image>(images: readonly Image[]): Meaning<Image> | undefined {
  const [first] = images;
  return first !== undefined && images.length === 1 ? { kind: 'image', image: first } : undefined;
}

/** Its directory's name, or the end of its path joined in any way. */
function isCalled({ path }: KnownImage, rest: string): boolean {
  const flat = letters(rest);
  let end = '';
  for (let from = path.length - 1; from >= 0 && end.length < flat.length; from--) {
    end = letters(path[from] as string) + end;
    if (end === flat) return true;
  }
  return false;
}

/** `node-base` is the `NodeBase` of another spelling. */
function letters(text: string): string {
  return text.replaceAll(/[-_./]/g, '');
}

function publishedKeys({ published }: KnownImage): readonly string[] {
  return published.flatMap((text) => {
    const parsed = parseReference(text);
    if (!parsed.ok) return [];
    const { registry, repository } = parsed.value;
    // A local tag that an official image has too says nothing of who means which.
    if (registry === 'docker.io' && officialImages.has(repository.replace(/^library\//, ''))) return [];
    return [`${registry}/${repository}`, formatReference(parsed.value)];
  });
}
