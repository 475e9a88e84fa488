/** An image of a generated graph: the first parent is in its FROM line, files of the others are copied. */
export interface GraphImage {
  readonly name: string;
  readonly parents: readonly string[];
  /** How long its build sleeps. */
  readonly seconds: number;
}

export interface BenchGraph {
  readonly name: string;
  /** Parents before children. */
  readonly images: readonly GraphImage[];
  /** Builds at one time. */
  readonly slots: number;
}

/** Each standing on the one before. */
export function chain(count: number, seconds: number): BenchGraph {
  const images = times(count, (at) => image(at, at === 0 ? [] : [at - 1], seconds));
  return { name: `chain of ${count}`, images, slots: count };
}

/** One, and `leaves` that stand on it. */
export function star(leaves: number, seconds: number): BenchGraph {
  const images = times(leaves + 1, (at) => image(at, at === 0 ? [] : [0], seconds));
  return { name: `star of 1+${leaves}`, images, slots: leaves };
}

/** `waves` times `width` images, each standing on one of the wave before. */
export function waves(count: number, width: number, seconds: number): BenchGraph {
  const images = times(count * width, (at) => {
    const above = at - width;
    return image(at, above < 0 ? [] : [above - (above % width) + ((at * 3) % width)], seconds);
  });
  return { name: `${count} waves of ${width}`, images, slots: width };
}

/** One for each slot, and each other standing on up to two of those before it; the same graph for the same seed. */
export function random(count: number, seed: number, seconds: number, slots: number): BenchGraph {
  const next = mulberry32(seed);
  const images = times(count, (at) => {
    const wanted = at < slots ? 0 : 1 + Math.floor(next() * 2);
    const parents = new Set(times(wanted, () => Math.floor(next() * at)));
    return image(at, [...parents], seconds);
  });
  return { name: `random graph of ${count}`, images, slots };
}

/** What no schedule can beat: the longest chain of sleeps, and all of them over the slots. */
export function bound({ images, slots }: BenchGraph): number {
  const ends = new Map<string, number>();
  for (const { name, parents, seconds } of images) {
    ends.set(name, seconds + Math.max(0, ...parents.map((parent) => ends.get(parent) ?? 0)));
  }
  return Math.max(...ends.values(), images.reduce((sum, { seconds }) => sum + seconds, 0) / slots);
}

/** The images that stand on `name`, directly or not. */
export function descendants({ images }: BenchGraph, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const other of images)
    if (other.parents.some((parent) => parent === name || found.has(parent))) found.add(other.name);
  return found;
}

function image(at: number, parents: readonly number[], seconds: number): GraphImage {
  return { name: nameOf(at), parents: parents.map(nameOf), seconds };
}

function nameOf(at: number): string {
  return `image-${String(at).padStart(3, '0')}`;
}

function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** A small generator of random numbers from 0 to 1, the same sequence for the same seed (Mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
