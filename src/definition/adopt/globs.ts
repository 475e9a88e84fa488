type Parts = readonly string[];

/**
 * The fewest globs of image directories that reach all of `wanted` and none of `others`. A glob of one star a folder
 * is tried first, then one folder after the other is named.
 */
export function globsFor(wanted: readonly string[], others: readonly string[]): readonly string[] {
  const [all, stray] = [partsOf(wanted), partsOf(others)];
  const root = all.some((parts) => parts.length === 0) ? ['.'] : [];
  const top = all.filter((parts) => parts.length === 1);
  const deeper = all.filter((parts) => parts.length > 1);
  const groups = Map.groupBy(deeper, (parts) => `${parts[0]}/${parts.length}`);
  // At the root, one or two folders are a coincidence and more are a habit.
  const atRoot = top.length > 2 ? cover(top, stray, 0) : top.flatMap((parts) => cover([parts], stray, 1));
  const below = [...groups.values()].flatMap((group) => cover(group, stray, 1));
  return [...root, ...atRoot, ...below].toSorted();
}

function partsOf(paths: readonly string[]): readonly Parts[] {
  return [...new Set(paths)].map((path) => (path === '' ? [] : path.split('/')));
}

/** Globs for directories that have the first `fixed` parts and their number in common. */
function cover(group: readonly Parts[], others: readonly Parts[], fixed: number): readonly string[] {
  const [first] = group as readonly [Parts, ...Parts[]];
  const start = first.slice(0, fixed);
  const stray = others.some((parts) => parts.length === first.length && start.every((part, at) => part === parts[at]));
  if (!stray || fixed === first.length) {
    return [[...start.map(escaped), ...first.slice(fixed).map(() => '*')].join('/')];
  }
  return [...Map.groupBy(group, (parts) => parts[fixed]).values()].flatMap((part) => cover(part, others, fixed + 1));
}

function escaped(part: string): string {
  return part.replaceAll(/[*?[\\]/g, '\\$&');
}
