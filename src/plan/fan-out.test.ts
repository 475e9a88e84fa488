import { describe, expect, test } from 'vitest';
import type { ImageName } from '../names/image-name.ts';
import { type FanOutLimits, fanOut, partOf } from './fan-out.ts';
import { amd64, arm64, name } from './images.fixture.ts';
import type { Plan } from './plan.ts';
import { changed, type Fleet, plan, published } from './plans.fixture.ts';

const ours = 'registry.example/fleet';
/** a → b → c → d; e and f alone. */
const chain: Fleet = {
  a: {},
  b: { from: `${ours}/a` },
  c: { from: `${ours}/b` },
  d: { from: `${ours}/c` },
  e: {},
  f: {},
};
const names = (text: string) => [...text].map(name);
/** The images of each job of each level. */
const dealt = (of: Plan, limits: Partial<FanOutLimits>): readonly (readonly (readonly ImageName[])[])[] =>
  fanOut(of, { levels: 8, jobs: 256, byPlatform: false, ...limits }).map((jobs) => jobs.map(({ images }) => images));

describe('fanOut', () => {
  test('gives each image a job of its own where there are enough', () => {
    expect(dealt(plan(chain), { levels: 8, jobs: 256 })).toEqual([
      [names('a'), names('e'), names('f')],
      [names('b')],
      [names('c')],
      [names('d')],
    ]);
  });

  test('puts what is deeper than the last level into one job of it', () => {
    expect(dealt(plan(chain), { levels: 2, jobs: 256 })).toEqual([
      [names('a'), names('e'), names('f')],
      [names('bcd')],
    ]);
  });

  test('shares a level out by the expected time', () => {
    const held = (seconds: Readonly<Record<string, number>>) =>
      Object.entries(seconds).reduce(
        (holdings, [image, took]) =>
          changed(holdings, image, (one) => ({ ...one, record: { ...one.record, seconds: took } })),
        published(chain),
      );
    const forced = plan(chain, { holdings: held({ a: 10, e: 90, f: 20 }), forced: ['a', 'e', 'f'] });
    expect(dealt(forced, { levels: 1, jobs: 2 })).toHaveLength(1);
    expect(dealt(forced, { levels: 8, jobs: 2 })[0]).toEqual([names('e'), names('fa')]);
  });

  test('is empty where nothing is built', () => {
    expect(dealt(plan(chain, { holdings: published(chain) }), { levels: 8, jobs: 256 })).toEqual([]);
  });

  test('never makes more jobs than there may be', () => {
    const wide: Fleet = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`i${at}`, {}]));
    const [level = []] = dealt(plan(wide), { levels: 8, jobs: 256 });
    expect(level).toHaveLength(256);
    expect(new Set(level.flat()).size).toBe(600);
  });
});

describe('jobs of one platform', () => {
  const platforms = [amd64, arm64];
  const fleet: Fleet = {
    base: { platforms },
    web: { from: `${ours}/base`, platforms },
    tool: { from: `${ours}/base` },
  };
  const jobs = (limits: Partial<FanOutLimits> = {}, of = fleet) =>
    fanOut(plan(of), { levels: 8, jobs: 256, byPlatform: true, ...limits });

  test('build each image once for each of its platforms, and stand on the jobs of their own', () => {
    expect(jobs()).toEqual([
      [
        { id: '0-0', images: ['base'], platform: amd64, needs: [] },
        { id: '0-1', images: ['base'], platform: arm64, needs: [] },
      ],
      [
        { id: '1-0', images: ['tool'], platform: amd64, needs: ['0-0'] },
        { id: '1-1', images: ['web'], platform: amd64, needs: ['0-0'] },
        { id: '1-2', images: ['web'], platform: arm64, needs: ['0-1'] },
      ],
    ]);
  });

  test('never are more than there may be, and each platform has some', () => {
    const wide: Fleet = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`i${at}`, { platforms }]));
    const [level = []] = jobs({ jobs: 256 }, { ...wide, odd: { platforms: ['linux/s390x'] } });
    expect(level.length).toBeLessThanOrEqual(256);
    expect(new Set(level.flatMap(({ images, platform }) => images.map((image) => `${image} ${platform}`))).size).toBe(
      601,
    );
  });

  test('build what is deeper than the last level in one job a platform', () => {
    const [only] = jobs({ levels: 1 });
    expect(only?.map(({ images, platform }) => [images.length, platform])).toEqual([
      [3, amd64],
      [2, arm64],
    ]);
  });
});

test('a job needs the jobs of all that it stands on, through all generations', () => {
  const [, , third] = fanOut(plan(chain), { levels: 8, jobs: 256, byPlatform: false });
  expect(third).toEqual([{ id: '2-0', images: ['c'], needs: ['0-0', '1-0'] }]);
});

test('the part of a plan that some images take is they and what they stand on', () => {
  const part = (text: string) => partOf(plan(chain), new Set(names(text))).images.map((image) => image.name);
  expect([part('c'), part('')]).toEqual([names('abc'), names('abcdef')]);
});
