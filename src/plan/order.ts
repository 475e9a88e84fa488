import type { ImageName } from '../names/image-name.ts';
import { liveParents } from './fingerprint.ts';
import type { Graph } from './graph.ts';
import type { ImagePlan, Plan } from './plan.ts';

/** A chain of builds, each standing on the one before. */
export interface BuildPath {
  readonly images: readonly ImageName[];
  /** Expected seconds; absent where an image of it was never timed. */
  readonly seconds?: number;
}

/** What an image with no timing counts as, so that chains still compare by length. */
const UNKNOWN_SECONDS = 1;

/** For every image that is built: expected seconds from its start to the end of its longest chain of builds. */
export function remainingSeconds(plan: Plan): ReadonlyMap<ImageName, number> {
  const remaining = new Map<ImageName, number>();
  for (const image of [...plan.images].reverse()) {
    if (image.action !== 'build') continue;
    const below = buildChildren(plan, image.name).map((child) => remaining.get(child) ?? 0);
    remaining.set(image.name, (image.expectedSeconds ?? UNKNOWN_SECONDS) + below.reduce((a, b) => Math.max(a, b), 0));
  }
  return remaining;
}

/** The longest chain of builds: what a run cannot be faster than. */
export function criticalPath(plan: Plan): BuildPath {
  const remaining = remainingSeconds(plan);
  const longest = (names: Iterable<ImageName>) => {
    let best: ImageName | undefined;
    for (const name of names) {
      if (best === undefined || (remaining.get(name) ?? 0) > (remaining.get(best) ?? 0)) best = name;
    }
    return best;
  };
  const images: ImageName[] = [];
  for (let at = longest(remaining.keys()); at !== undefined; at = longest(buildChildren(plan, at))) images.push(at);
  const timed = images.map((name) => plan.byName.get(name)?.expectedSeconds);
  const seconds = timed.reduce(
    (sum: number | undefined, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
  return seconds === undefined || images.length === 0 ? { images } : { images, seconds };
}

/** Images to build by level: everything in one level can run at once after the levels before; longest chains first. */
export function buildLevels(plan: Plan): readonly (readonly ImageName[])[] {
  const remaining = remainingSeconds(plan);
  const level = new Map<ImageName, number>();
  const levels: ImageName[][] = [];
  for (const image of plan.images) {
    if (image.action !== 'build') continue;
    const at = parentsOf(plan, image).reduce((most, parent) => Math.max(most, (level.get(parent) ?? -1) + 1), 0);
    level.set(image.name, at);
    levels[at] ??= [];
    levels[at].push(image.name);
  }
  const longestFirst = (a: ImageName, b: ImageName) =>
    (remaining.get(b) ?? 0) - (remaining.get(a) ?? 0) || (a < b ? -1 : 1);
  return levels.map((names) => names.sort(longestFirst));
}

/** Names of all images that stand on `name`, directly or not. */
export function descendantsOf(plan: Pick<Plan, 'graph'>, name: ImageName): ReadonlySet<ImageName> {
  const found = new Set<ImageName>();
  const queue = [name];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const edge of plan.graph.children.get(at) ?? []) {
      if (!edge.live || found.has(edge.child)) continue;
      found.add(edge.child);
      queue.push(edge.child);
    }
  }
  return found;
}

/** Names of all images that `name` stands on, directly or not. */
export function ancestorsOf(plan: Pick<Plan, 'graph'>, name: ImageName): ReadonlySet<ImageName> {
  const found = new Set<ImageName>();
  const queue = [name];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const edge of plan.graph.parents.get(at) ?? []) {
      if (!edge.live || found.has(edge.parent)) continue;
      found.add(edge.parent);
      queue.push(edge.parent);
    }
  }
  return found;
}

/**
 * `names` with all that they stand on and, with `below`, all that stands on them: what a run of these images plans.
 * One walk up and one down, however many names.
 */
export function closeSelection(
  graph: Graph,
  names: Iterable<ImageName>,
  below: Iterable<ImageName> = [],
): ReadonlySet<ImageName> {
  const selected = new Set([...names, ...descendantsAndSelf(graph, below)]);
  for (const image of graph.images.toReversed()) {
    const name = image.definition.name.value;
    if (selected.has(name)) for (const { parent } of liveParents(graph, name)) selected.add(parent);
  }
  return selected;
}

/** `names` and all that stands on them. */
function descendantsAndSelf(graph: Graph, names: Iterable<ImageName>): ReadonlySet<ImageName> {
  const found = new Set(names);
  for (const image of graph.images) {
    const name = image.definition.name.value;
    if (liveParents(graph, name).some(({ parent }) => found.has(parent))) found.add(name);
  }
  return found;
}

function buildChildren(plan: Plan, name: ImageName): readonly ImageName[] {
  const children = (plan.graph.children.get(name) ?? []).filter((edge) => edge.live).map((edge) => edge.child);
  return children.filter((child) => plan.byName.get(child)?.action === 'build');
}

function parentsOf(plan: Plan, image: ImagePlan): readonly ImageName[] {
  return (plan.graph.parents.get(image.name) ?? []).filter((edge) => edge.live).map((edge) => edge.parent);
}
