import type { Build, Image, Plan, Run, RunWithBuilds, Summary } from './wire.ts';

/** How an image stands against Git. */
export type Standing = 'in-step' | 'behind' | 'building' | 'waiting' | 'failed' | 'blocked' | 'unknown';

/** An image of a repository, as the fleet shows it: what the catalogue knows and what the last run says. */
export interface FleetImage {
  readonly name: string;
  readonly repository: string;
  readonly standing: Standing;
  /** Why, in one line. */
  readonly reason: string;
  readonly version: string;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly category: string;
  readonly tags: readonly string[];
  readonly digest?: string;
  readonly builtAt?: string;
  /** The build that runs, or that failed. */
  readonly build?: Build;
}

/** Every image of a repository: those of its newest plan, and those that only the catalogue has. */
export function fleetOf(
  repository: string,
  catalogue: readonly Image[],
  last: RunWithBuilds | undefined,
): FleetImage[] {
  const known = new Map(
    catalogue.filter((image) => image.repository === repository).map((image) => [image.name, image]),
  );
  const planned = last?.plan?.images ?? [];
  const plans = new Map(planned.map((plan) => [plan.image as string, plan]));
  const built = Map.groupBy(last?.builds ?? [], ({ image }) => image);
  const children = childrenOf(planned);
  const names = [...new Set([...plans.keys(), ...known.keys()])];
  return names.map((name) => {
    const plan = plans.get(name);
    const image = known.get(name);
    const builds = built.get(name) ?? [];
    const standing = plan && last ? standingOf(plan, last.run, builds) : image ? 'in-step' : 'unknown';
    const build = builds.find(({ state }) => state === 'claimed' || state === 'failed') ?? builds[0];
    return {
      name,
      repository,
      standing,
      reason: plan?.reasons[0]?.text ?? '',
      version: plan?.version ?? image?.version ?? '',
      parents: plan?.parents ?? [],
      children: children.get(name) ?? [],
      category: image?.category ?? '',
      tags: image?.tags ?? [],
      ...(image ? { digest: image.digest, builtAt: image.built_at } : {}),
      ...(build ? { build } : {}),
    };
  });
}

function childrenOf(images: Plan['images']): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const { image, parents } of images) {
    for (const parent of parents) children.set(parent, [...(children.get(parent) ?? []), image]);
  }
  return children;
}

function standingOf(plan: Plan['images'][number], run: Run, builds: readonly Build[]): Standing {
  const ended = (run.summary as Summary | null)?.images.find(({ image }) => image === plan.image);
  if (ended) return standingAfter(ended.outcome);
  if (plan.action === 'skip') return 'in-step';
  if (plan.action === 'blocked') return 'blocked';
  if (builds.some(({ state }) => state === 'failed')) return 'failed';
  if (builds.some(({ state }) => state === 'claimed')) return 'building';
  return run.state === 'running' || run.state === 'queued' ? 'waiting' : 'behind';
}

function standingAfter(outcome: Summary['images'][number]['outcome']): Standing {
  switch (outcome) {
    case 'in-step':
    case 'promoted':
    case 'built':
    case 'adopted':
      return 'in-step';
    case 'failed':
      return 'failed';
    case 'blocked':
      return 'blocked';
    case 'cancelled':
      return 'behind';
  }
}

/** Everything that an image stands on, or that stands on it, itself included. */
export function related(name: string, images: readonly FleetImage[]): ReadonlySet<string> {
  const byName = new Map(images.map((image) => [image.name, image]));
  const found = new Set([name]);
  for (const direction of ['parents', 'children'] as const) {
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const other of byName.get(next)?.[direction] ?? []) {
        if (found.has(other)) continue;
        found.add(other);
        open.push(other);
      }
    }
  }
  return found;
}
