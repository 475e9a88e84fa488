import type { Build, RunWithBuilds } from './wire.ts';

/** How a run differs from the one before on the same ref. */
export interface Difference {
  /** Images that this run built and the one before did not, and the other way round. */
  readonly now: readonly string[];
  readonly before: readonly string[];
  /** What both built, with the seconds of each. */
  readonly both: readonly { readonly image: string; readonly now: number; readonly before: number }[];
}

type Built = Pick<RunWithBuilds, 'builds'>;

export function differenceOf(now: Built, before: Built): Difference {
  const [own, other] = [secondsOf(now.builds), secondsOf(before.builds)];
  return {
    now: [...own.keys()].filter((image) => !other.has(image)),
    before: [...other.keys()].filter((image) => !own.has(image)),
    both: [...own].flatMap(([image, seconds]) => {
      const earlier = other.get(image);
      return earlier === undefined ? [] : [{ image, now: seconds, before: earlier }];
    }),
  };
}

/** Image → seconds of its longest build, of those that ended well. */
function secondsOf(builds: readonly Build[]): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  for (const { image, state, started_at, finished_at, adopted } of builds) {
    if (state !== 'landed' || adopted || started_at === null || finished_at === null) continue;
    const took = (Date.parse(finished_at) - Date.parse(started_at)) / 1000;
    seconds.set(image, Math.max(took, seconds.get(image) ?? 0));
  }
  return seconds;
}
