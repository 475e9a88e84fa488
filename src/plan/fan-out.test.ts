import { describe, expect, test } from 'vitest';
import { fanOut, onlyBuilds } from './fan-out.ts';
import { name } from './images.fixture.ts';
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

describe('fanOut', () => {
  test('gives each image a job of its own where there are enough', () => {
    expect(fanOut(plan(chain), { levels: 8, jobs: 256 })).toEqual([
      [names('a'), names('e'), names('f')],
      [names('b')],
      [names('c')],
      [names('d')],
    ]);
  });

  test('puts what is deeper than the last level into one job of it', () => {
    expect(fanOut(plan(chain), { levels: 2, jobs: 256 })).toEqual([
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
    expect(fanOut(forced, { levels: 1, jobs: 2 })).toHaveLength(1);
    expect(fanOut(forced, { levels: 8, jobs: 2 })[0]).toEqual([names('e'), names('fa')]);
  });

  test('is empty where nothing is built', () => {
    expect(fanOut(plan(chain, { holdings: published(chain) }), { levels: 8, jobs: 256 })).toEqual([]);
  });

  test('never makes more jobs than there may be', () => {
    const wide: Fleet = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`i${at}`, {}]));
    const [level = []] = fanOut(plan(wide), { levels: 8, jobs: 256 });
    expect(level).toHaveLength(256);
    expect(new Set(level.flat()).size).toBe(600);
  });
});

describe('onlyBuilds', () => {
  const actions = (part: string, holdings = new Map()) =>
    onlyBuilds(plan(chain, { holdings }), new Set(names(part))).images.map((image) => [image.name, image.action]);

  test('blocks on what another job should have built', () => {
    expect(actions('c')).toEqual([
      ['a', 'blocked'],
      ['b', 'blocked'],
      ['c', 'build'],
    ]);
  });

  test('of nothing leaves what is there already', () => {
    const { landing } = published(chain).get(name('e')) ?? {};
    const holdings = new Map([[name('e'), { ...(landing ? { landing } : {}) }]]);
    expect(actions('', holdings)).toEqual([
      ['a', 'blocked'],
      ['b', 'blocked'],
      ['c', 'blocked'],
      ['d', 'blocked'],
      ['e', 'promote'],
      ['f', 'blocked'],
    ]);
  });
});
