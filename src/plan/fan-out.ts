import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { ancestorsOf, buildLevels } from './order.ts';
import type { ImagePlan, Plan } from './plan.ts';

/** What one job builds. */
export interface FanOutJob {
  /** `<level>-<place in it>`. */
  readonly id: string;
  /** The longest expected first. */
  readonly images: readonly ImageName[];
  /** The one platform that it builds them for; absent: all that they have. */
  readonly platform?: Platform;
  /** Ids of the jobs that build what these images stand on. */
  readonly needs: readonly string[];
}

/** How jobs are made. */
export interface FanOutLimits {
  readonly levels: number;
  /** Jobs of one level. */
  readonly jobs: number;
  /** A job builds for one platform alone. */
  readonly byPlatform: boolean;
}

type Share = Pick<FanOutJob, 'images' | 'platform'>;

const UNKNOWN_SECONDS = 1;

/**
 * Deals a plan's builds out to jobs, level by level: all jobs of a level can run at once after those of the levels
 * before. What is deeper than the last level goes into one job of that level, or one a platform, which builds it in order.
 */
export function fanOut(plan: Plan, limits: FanOutLimits): readonly (readonly FanOutJob[])[] {
  const levels = buildLevels(plan);
  const deepest = levels.slice(limits.levels - 1).flat();
  const shallow = levels.slice(0, limits.levels - 1).map((names) => dealLevel(plan, names, limits.jobs, limits));
  const most = levels.length > limits.levels ? 1 : limits.jobs;
  const dealt = deepest.length === 0 ? shallow : [...shallow, dealLevel(plan, deepest, most, limits)];
  return withNeeds(
    plan,
    dealt.map((shares, level) => shares.map((share, at) => ({ ...share, id: `${level}-${at}` }))),
  );
}

/** The part of a plan that building `names` takes: they and what they stand on; all of it where there are none. */
export function partOf(plan: Plan, names: ReadonlySet<ImageName>): Plan {
  const needed = new Set([...names].flatMap((name) => [name, ...ancestorsOf(plan, name)]));
  const images = plan.images.filter(({ name }) => names.size === 0 || needed.has(name));
  return { ...plan, images, byName: new Map(images.map((image) => [image.name, image])) };
}

/** Deals a level out, each platform's part of it in proportion to what is built for it; at least one job each. */
function dealLevel(
  plan: Plan,
  names: readonly ImageName[],
  most: number,
  { byPlatform }: FanOutLimits,
): readonly Share[] {
  if (!byPlatform) return deal(plan, names, most).map((images) => ({ images }));
  const nodes = Map.groupBy(
    names.flatMap((name) => platformsOf(plan.byName.get(name)).map((platform) => ({ name, platform }))),
    ({ platform }) => platform,
  );
  const total = [...nodes.values()].reduce((sum, { length }) => sum + length, 0);
  return [...nodes].toSorted().flatMap(([platform, own]) => {
    const jobs = Math.max(1, total <= most ? own.length : Math.floor((most * own.length) / total));
    const images = own.map(({ name }) => name);
    return deal(plan, images, jobs).map((dealt) => ({ images: dealt, platform }));
  });
}

/** Gives each image, longest first, to the job that has least to do so far. */
function deal(plan: Plan, names: readonly ImageName[], most: number): readonly (readonly ImageName[])[] {
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

/** Each job with the jobs that build what its nodes stand on, through all generations. */
function withNeeds(
  plan: Plan,
  levels: readonly (readonly Omit<FanOutJob, 'needs'>[])[],
): readonly (readonly FanOutJob[])[] {
  const builders = new Map<string, string>();
  for (const { id, images, platform } of levels.flat()) {
    for (const name of images) {
      for (const on of platform === undefined ? platformsOf(plan.byName.get(name)) : [platform]) {
        builders.set(nodeKey(name, on), id);
      }
    }
  }
  const below = jobsBelow(plan, builders);
  return levels.map((jobs) =>
    jobs.map((job) => {
      const platforms = (name: ImageName) => (job.platform ? [job.platform] : platformsOf(plan.byName.get(name)));
      const keys = job.images.flatMap((name) => platforms(name).map((platform) => nodeKey(name, platform)));
      const needs = new Set(keys.flatMap((key) => [...(below.get(key) ?? [])]));
      needs.delete(job.id);
      return { ...job, needs: [...needs].toSorted() };
    }),
  );
}

/** For each node that is built, the jobs of the nodes that it stands on. */
function jobsBelow(plan: Plan, builders: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const below = new Map<string, ReadonlySet<string>>();
  for (const { name, fingerprint } of plan.images) {
    for (const { platform, ingredients } of fingerprint?.nodes ?? []) {
      const parents = ingredients.flatMap((part) =>
        part.kind === 'base' ? [] : [nodeKey(part.parent, part.platform)],
      );
      const jobs = parents.flatMap((key) => {
        const job = builders.get(key);
        return [...(below.get(key) ?? []), ...(job === undefined ? [] : [job])];
      });
      below.set(nodeKey(name, platform), new Set(jobs));
    }
  }
  return below;
}

function platformsOf(image: ImagePlan | undefined): readonly Platform[] {
  return image?.image.definition.platforms.map(({ value }) => value) ?? [];
}

function nodeKey(image: ImageName, platform: Platform): string {
  return `${image} ${platform}`;
}
