type Parts = readonly string[];

/**
 * The fewest globs of image directories that reach all of `wanted` and none of `others`. A glob of one star a folder
 * is tried first, then one folder after the other is named.
 */
export function globsFor(wanted: readonly string[], others: readonly string[]): readonly string[] {
  const [all, stray] = [partsOf(wanted), partsOf(others)];
  const root = all.some((parts) => parts.length === 0) ? ['.'] : [];
  const groups = Map.groupBy(
    all.filter((parts) => parts.length > 0),
    (parts) => (parts.length === 1 ? '' : `${parts[0]}/${parts.length}`),
  );
  const globs = [...groups].flatMap(([folder, group]) => {
    // At the root, one or two folders are a coincidence and more are a habit.
    return cover(group, stray, folder === '' ? (group.length > 2 ? 0 : 1) : 1);
  });
  return [...root, ...globs].toSorted();
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
