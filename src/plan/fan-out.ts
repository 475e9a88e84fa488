import type { ImageName } from '../names/image-name.ts';
import { ancestorsOf, buildLevels } from './order.ts';
import type { ImagePlan, Plan } from './plan.ts';

/** Images that one job builds, the longest expected first. */
export type JobImages = readonly ImageName[];

/** What a CI system allows. */
export interface FanOutLimits {
  readonly levels: number;
  /** Jobs of one level. */
  readonly jobs: number;
}

const UNKNOWN_SECONDS = 1;

/**
 * Deals a plan's builds out to jobs, level by level: all jobs of a level can run at once after those of the levels
 * before. What is deeper than the last level goes into one job of that level, which builds it in order.
 */
export function fanOut(plan: Plan, limits: FanOutLimits): readonly (readonly JobImages[])[] {
  const levels = buildLevels(plan);
  const deepest = levels.slice(limits.levels - 1).flat();
  const shallow = levels.slice(0, limits.levels - 1).map((names) => deal(plan, names, limits.jobs));
  const isDeep = levels.length > limits.levels;
  return deepest.length === 0 ? shallow : [...shallow, isDeep ? [deepest] : deal(plan, deepest, limits.jobs)];
}

/**
 * The part of a plan that builds `names` and nothing else: what they stand on must be there already, and blocks them
 * where it is not, because another job has failed to build it.
 */
export function onlyBuilds(plan: Plan, names: ReadonlySet<ImageName>): Plan {
  const needed = new Set([...names].flatMap((name) => [name, ...ancestorsOf(plan, name)]));
  const images = plan.images
    .filter(({ name }) => names.size === 0 || needed.has(name))
    .map((image) => (image.action === 'build' && !names.has(image.name) ? notBuilt(image) : image));
  return { ...plan, images, byName: new Map(images.map((image) => [image.name, image])) };
}

function notBuilt(image: ImagePlan): ImagePlan {
  return { ...image, action: 'blocked', reasons: [{ kind: 'invalid', message: 'its own job has not built it' }] };
}

/** Gives each image, longest first, to the job that has least to do so far. */
function deal(plan: Plan, names: readonly ImageName[], most: number): readonly JobImages[] {
  const jobs = names.slice(0, most).map(() => ({ seconds: 0, images: [] as ImageName[] }));
  const seconds = (name: ImageName) => plan.byName.get(name)?.expectedSeconds ?? UNKNOWN_SECONDS;
  for (const name of names.toSorted((a, b) => seconds(b) - seconds(a))) {
    const [first, ...rest] = jobs;
    if (!first) break;
    const least = rest.reduce((best, job) => (job.seconds < best.seconds ? job : best), first);
    least.images.push(name);
    least.seconds += seconds(name);
  }
  return jobs.map(({ images }) => images);
}
