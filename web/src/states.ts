import type { FleetImage } from './wire.ts';

/** How an image stands against Git. */
export type Standing = FleetImage['state'];

/** States in the order in which they want to be seen. */
export const STANDINGS: readonly Standing[] = [
  'failed',
  'blocked',
  'building',
  'waiting',
  'drifted',
  'behind',
  'unknown',
  'in-step',
];

/** What the address says of which images to show, and in which order. */
export interface Choice {
  readonly search: string;
  readonly state: string | null;
  readonly category: string | null;
  readonly tag: string | null;
  /** A column, and `-down` where the last come first. */
  readonly sort: string;
}

export function choiceOf(query: URLSearchParams): Choice {
  return {
    search: query.get('q') ?? '',
    state: query.get('state'),
    category: query.get('category'),
    tag: query.get('tag'),
    sort: query.get('sort') ?? '',
  };
}

/** The images that are asked for, in the order that is asked for; by name where nothing is. */
export function chosen(images: readonly FleetImage[], { search, state, category, tag, sort }: Choice): FleetImage[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = images.filter(
    (image) =>
      words.every((word) => textOf(image).includes(word)) &&
      (state === null || image.state === state) &&
      (category === null || image.category === category) &&
      (tag === null || image.tags.includes(tag)),
  );
  const [by = '', order] = sort.split('-');
  const value = SORTS[by];
  if (!value) return found;
  const sign = order === 'down' ? -1 : 1;
  return found.sort((one, other) => sign * COLLATOR.compare(value(one), value(other)));
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** What a search looks at. */
function textOf({ name, version, category, tags, digest }: FleetImage): string {
  return [name, version, category, ...tags, digest].join(' ').toLowerCase();
}

const SORTS: Readonly<Record<string, (image: FleetImage) => string>> = {
  name: ({ name }) => name,
  state: ({ state, name }) => `${STANDINGS.indexOf(state)} ${name}`,
  version: ({ version }) => version ?? '',
  age: ({ built_at }) => built_at ?? '',
  category: ({ category, name }) => `${category} ${name}`,
};

/** Everything that an image stands on, and everything that stands on it, near and far; the image is in neither. */
export function related(
  name: string,
  images: readonly Pick<FleetImage, 'name' | 'parents' | 'children'>[],
): { readonly above: ReadonlySet<string>; readonly below: ReadonlySet<string> } {
  const byName = new Map(images.map((image) => [image.name, image]));
  const reached = (direction: 'parents' | 'children') => {
    const found = new Set<string>();
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const other of byName.get(next)?.[direction] ?? []) {
        if (found.has(other)) continue;
        found.add(other);
        open.push(other);
      }
    }
    return found;
  };
  return { above: reached('parents'), below: reached('children') };
}
