/**
 * The fewest globs of image directories that reach all of `wanted` and none of `others`. A glob of one star a folder
 * is tried first, then one folder after the other is named.
 */
export function globsFor(wanted: readonly string[], others: readonly string[]): readonly string[] {
  const split = (paths: readonly string[]) =>
    [...new Set(paths)].map((path) => (path === '' ? ['.'] : path.split('/')));
  const all = split(wanted);
  const [top, deeper] = [all.filter((parts) => parts.length === 1), all.filter((parts) => parts.length > 1)];
  const groups = Map.groupBy(deeper, (parts) => `${parts[0]}/${parts.length}`);
  const globs = [...groups.values()].flatMap((group) => cover(group, split(others), 1));
  // One folder may well be the only one of its kind; several make a habit.
  const isHabit =
    top.length > 2 &&
    !split([...wanted, ...others]).some(
      (parts) => (parts.length === 1 && !top.some(([name]) => name === parts[0])) || parts[0] === '.',
    );
  const named = isHabit ? ['*'] : top.map(([name]) => escaped(name as string));
  return [...named, ...globs].toSorted();
}

/** Globs for directories that have the first `fixed` parts and their number in common. */
function cover(
  group: readonly (readonly string[])[],
  others: readonly (readonly string[])[],
  fixed: number,
): readonly string[] {
  const [first] = group as [readonly string[], ...(readonly string[])[]];
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
