import { describe, expect, test } from 'vitest';
import { name } from './images.fixture.ts';
import { ancestorsOf, buildLevels, closeSelection, criticalPath, descendantsOf, remainingSeconds } from './order.ts';
import type { Plan } from './plan.ts';
import { changed, type Fleet, plan, published } from './plans.fixture.ts';

const ours = 'registry.example/fleet';
/** a → b → d → e, a → c → d, f alone. */
const diamond: Fleet = {
  a: {},
  b: { from: `${ours}/a` },
  c: { from: `${ours}/a` },
  d: { from: `${ours}/b`, copyFrom: [`${ours}/c`, `${ours}/b`] },
  e: { from: `${ours}/d` },
  f: {},
};

/** A plan that builds everything, with the seconds that each took the last time. */
function timed(seconds: Readonly<Record<string, number>>): Plan {
  let holdings = published(diamond);
  for (const [image, took] of Object.entries(seconds)) {
    holdings = changed(holdings, image, (held) => ({ ...held, record: { ...held.record, seconds: took } }));
  }
  return plan(diamond, { holdings, forced: ['a', 'f'] });
}

describe('levels', () => {
  test('after the levels before, longest chains first', () => {
    expect(buildLevels(timed({ c: 30, f: 1000 }))).toEqual([['f', 'a'], ['c', 'b'], ['d'], ['e']]);
  });

  test('names decide between equals', () => {
    expect(buildLevels(plan(diamond))).toEqual([['a', 'f'], ['b', 'c'], ['d'], ['e']]);
  });

  test('what is held is no level', () => {
    expect(buildLevels(plan(diamond, { holdings: published(diamond), forced: ['d'] }))).toEqual([['d'], ['e']]);
  });
});

describe('the longest chain of builds', () => {
  test('is the slowest, not the one of most images', () => {
    expect(criticalPath(timed({ c: 30 }))).toEqual({ images: ['a', 'c', 'd', 'e'], seconds: 60 });
    expect(criticalPath(timed({ f: 1000 }))).toEqual({ images: ['f'], seconds: 1000 });
  });

  test('has no seconds where an image of it was never timed', () => {
    expect(criticalPath(timed({ d: 0 }))).toEqual({ images: ['a', 'b', 'd', 'e'] });
  });

  test('is empty where nothing is built', () => {
    expect(criticalPath(plan(diamond, { holdings: published(diamond) }))).toEqual({ images: [] });
  });

  test('remaining seconds count from an image’s start to the end of its chain', () => {
    const remaining = remainingSeconds(timed({ c: 30 }));
    expect([...'abcdef'].map((each) => remaining.get(name(each)))).toEqual([60, 30, 50, 20, 10, 10]);
  });
});

describe('above and below', () => {
  const { graph } = plan(diamond);
  const select = (names: string[], below: string[] = []) => [
    ...closeSelection(graph, names.map(name), below.map(name)),
  ];

  test('all that an image stands on, and all that stands on it', () => {
    expect([...ancestorsOf({ graph }, name('d'))].sort()).toEqual(['a', 'b', 'c']);
    expect([...descendantsOf({ graph }, name('b'))].sort()).toEqual(['d', 'e']);
  });

  test.each<[string, string[], string[], string[]]>([
    ['nothing', [], [], []],
    ['an image and what it stands on', ['c'], [], ['a', 'c']],
    ['what stands on one, with all that this stands on', ['b'], ['b'], ['a', 'b', 'c', 'd', 'e']],
  ])('a selection of %s', (_, names, below, expected) => expect(select(names, below).sort()).toEqual(expected));
});

test('ten thousand images in a chain and in a star', () => {
  const size = 10_000;
  const chain = Object.fromEntries(
    Array.from({ length: size }, (_, at) => [`i${at}`, at === 0 ? {} : { from: `${ours}/i${at - 1}` }]),
  );
  const star = {
    ...Object.fromEntries(Array.from({ length: size }, (_, at) => [`i${at}`, {}])),
    all: { dependsOn: Object.keys(chain) },
  };
  const chained = plan(chain);
  expect(criticalPath(chained).images).toHaveLength(size);
  expect(buildLevels(chained)).toHaveLength(size);
  expect(buildLevels(plan(star)).map((level) => level.length)).toEqual([size, 1]);
});
