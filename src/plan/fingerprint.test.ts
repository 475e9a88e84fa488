import { describe, expect, test } from 'vitest';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import { fingerprintImages, hashSources } from './fingerprint.ts';
import { buildGraph } from './graph.ts';
import type { RepositoryImage } from './image.ts';
import { amd64, arm64, configuration, digest, file, type ImageSketch, images, name } from './images.fixture.ts';

const ours = 'registry.example/fleet';
type Fleet = Record<string, ImageSketch>;
type Resolve = (reference: string, platform: Platform) => Digest | undefined;

/** Every base means a digest of its own on each platform. */
const byName: Resolve = (reference, platform) => digest(`${platform} ${reference}`);

function hash(list: readonly RepositoryImage[], resolve: Resolve = byName) {
  const { graph } = buildGraph(list, configuration());
  const sources = hashSources(graph);
  const fingerprints = fingerprintImages(graph, sources, resolve);
  return (text: string) => {
    const { source = '', closure = '' } = sources.get(name(text)) ?? {};
    return { source, closure, fingerprint: fingerprints.get(name(text))?.fingerprint };
  };
}

const plain: ImageSketch = {
  version: '1.0',
  run: 'RUN make',
  args: { JOBS: '4', UNUSED: 'x' },
  effectiveArgs: ['JOBS'],
  context: [file('a'), file('b')],
};

describe('an image’s own parts', () => {
  const rows: [string, ImageSketch, 'same' | 'fingerprint' | 'closure' | 'source'][] = [
    ['nothing', {}, 'same'],
    ['the title', { displayName: 'Another' }, 'same'],
    ['the description', { description: 'Another' }, 'same'],
    ['category, catalogue tags, metadata', { category: 'x', catalogueTags: ['y'], metadata: { z: 1 } }, 'same'],
    ['a limit of time', { timeout: 1 }, 'same'],
    ['an arg that the Dockerfile does not declare', { args: { JOBS: '4', UNUSED: 'y' } }, 'same'],
    ['the Dockerfile', { run: 'RUN make all' }, 'source'],
    ['the content of a file', { context: [file('a'), file('b', 'other')] }, 'source'],
    ['the name of a file', { context: [file('a'), file('c', 'b')] }, 'source'],
    ['the mode of a file', { context: [file('a'), file('b', 'b', 'executable')] }, 'source'],
    ['a link in place of a file', { context: [file('a'), file('b', 'b', 'link')] }, 'source'],
    ['a file more', { context: [file('a'), file('b'), file('c')] }, 'source'],
    ['a file less', { context: [file('a')] }, 'source'],
    ['the value of an arg', { args: { JOBS: '5', UNUSED: 'x' } }, 'source'],
    ['an arg that is not given', { args: { UNUSED: 'x' } }, 'source'],
    ['the target', { target: 'runtime' }, 'source'],
    ['the name of a secret', { secrets: ['token'] }, 'source'],
    ['the version', { version: '1.1' }, 'source'],
    ['a platform', { platforms: [amd64, arm64] }, 'closure'],
    ['the test', { test: ['true'] }, 'closure'],
    ['the reference to a base', { from: 'debian:13' }, 'closure'],
    ['another base beside it', { copyFrom: ['debian:12'] }, 'source'],
  ];
  test.each(rows)('%s', (_, change, level) => {
    const was = hash(images({ app: plain }))('app');
    const is = hash(images({ app: { ...plain, ...change } }))('app');
    const changed = { same: 0, fingerprint: 1, closure: 2, source: 3 }[level];
    expect(is.fingerprint === was.fingerprint).toBe(changed < 1);
    expect(is.closure === was.closure).toBe(changed < 2);
    expect(is.source === was.source).toBe(changed < 3);
  });

  test('the name', () => {
    expect(hash(images({ app: plain }))('app').source).not.toBe(hash(images({ api: plain }))('api').source);
  });

  test('an arg called like a method of every object is not given by nobody', () => {
    const declared = { ...plain, effectiveArgs: ['JOBS', 'constructor'] };
    expect(hash(images({ app: declared }))('app').source).toBe(hash(images({ app: plain }))('app').source);
  });
});

describe('what an image stands on', () => {
  const fleet: Fleet = {
    base: {},
    tool: {},
    app: { from: `${ours}/base`, copyFrom: [`${ours}/tool`, 'debian:12'] },
    other: {},
  };
  const was = hash(images(fleet));

  test('a base that means other bytes: fingerprints of all above it, no source, no closure', () => {
    const is = hash(images({ ...fleet }), (reference, platform) =>
      reference === 'debian:12' ? digest('moved') : byName(reference, platform),
    );
    for (const each of ['base', 'app']) {
      expect(is(each).fingerprint).not.toBe(was(each).fingerprint);
      expect(is(each)).toMatchObject({ source: was(each).source, closure: was(each).closure });
    }
  });

  test.each<[string, Fleet]>([
    ['the final parent', { base: { run: 'RUN new' } }],
    ['a builder parent', { tool: { run: 'RUN new' } }],
  ])('%s: fingerprint and closure of the child, not its source, and of nothing else', (_, change) => {
    const is = hash(images({ ...fleet, ...change }));
    expect(is('app').fingerprint).not.toBe(was('app').fingerprint);
    expect(is('app').closure).not.toBe(was('app').closure);
    expect(is('app').source).toBe(was('app').source);
    expect(is('other')).toEqual(was('other'));
  });

  test('a parent’s title changes nothing', () => {
    expect(hash(images({ ...fleet, base: { displayName: 'New' } }))('app')).toEqual(was('app'));
  });

  test.each<[string, Partial<ImageSketch>]>([
    ['which of two parents is the final one', { from: `${ours}/tool`, copyFrom: [`${ours}/base`, 'debian:12'] }],
    ['which of three copies is of whom', { copyFrom: ['debian:12', `${ours}/tool`] }],
  ])('order counts: %s', (_, change) => {
    const is = hash(images({ ...fleet, app: { ...fleet.app, ...change } }));
    expect(is('app').fingerprint).not.toBe(was('app').fingerprint);
    expect(is('app').closure).not.toBe(was('app').closure);
    expect(is('app').source).toBe(was('app').source);
  });

  test('a second copy of one parent in place of the other', () => {
    const [one, two] = [`${ours}/base`, `${ours}/tool`].map((last) =>
      hash(images({ ...fleet, app: { from: `${ours}/base`, copyFrom: [`${ours}/tool`, last] } }))('app'),
    );
    expect(one?.fingerprint).not.toBe(two?.fingerprint);
    expect(one?.closure).not.toBe(two?.closure);
  });

  test('a pinned older version is a base: the parent’s change does not reach it, its digest does', () => {
    const pinned = (version: string, run: string): Fleet => ({
      base: { version, run },
      app: { from: `${ours}/base:1.0` },
    });
    const [then, changed] = ['RUN a', 'RUN b'].map((run) => hash(images(pinned('1.1', run)))('app'));
    expect(changed).toEqual(then);
    const moved = hash(images(pinned('1.1', 'RUN a')), () => digest('moved'))('app');
    expect(moved.fingerprint).not.toBe(then?.fingerprint);
  });

  test('a pinned present version follows the parent’s own change', () => {
    const [then, changed] = ['RUN a', 'RUN b'].map(
      (run) => hash(images({ base: { version: '1.0', run }, app: { from: `${ours}/base:1.0` } }))('app').fingerprint,
    );
    expect(changed).not.toBe(then);
  });

  test('an unresolved base leaves out the image and all that stands on it, and nothing else', () => {
    const is = hash(images({ ...fleet, tool: { from: 'alpine:3' } }), (reference, platform) =>
      reference === 'alpine:3' ? undefined : byName(reference, platform),
    );
    expect(['base', 'tool', 'app', 'other'].filter((each) => is(each).fingerprint === undefined)).toEqual([
      'tool',
      'app',
    ]);
  });
});

describe('platforms', () => {
  const fleet = (change: ImageSketch): Fleet => ({
    base: { platforms: [amd64, arm64] },
    app: { from: `${ours}/base`, platforms: [amd64, arm64], ...change },
  });
  const nodes = (sketches: Fleet, resolve: Resolve = byName) => {
    const { graph } = buildGraph(images(sketches), configuration());
    const image = fingerprintImages(graph, hashSources(graph), resolve).get(name('app'));
    return Object.fromEntries((image?.nodes ?? []).map((node) => [node.platform, node]));
  };

  test('a base that moves on one platform moves that node alone', () => {
    const moved: Resolve = (reference, platform) =>
      platform === arm64 ? digest('moved') : byName(reference, platform);
    const [was, is] = [nodes(fleet({})), nodes(fleet({}), moved)];
    expect(is[amd64]?.fingerprint).toBe(was[amd64]?.fingerprint);
    expect(is[arm64]?.fingerprint).not.toBe(was[arm64]?.fingerprint);
  });

  test.each<[string, ImageSketch['fromPlatform'], string[]]>([
    ['target', 'target', [amd64, arm64]],
    ['$BUILDPLATFORM', 'build', [amd64, amd64]],
    ['a literal one', { literal: arm64 }, [arm64, arm64]],
  ])('%s', (_, fromPlatform, expected) => {
    const found = nodes(fleet({ ...(fromPlatform ? { fromPlatform } : {}) }));
    expect([amd64, arm64].map((platform) => found[platform]?.ingredients[0]?.platform)).toEqual(expected);
  });

  test('the order in which platforms are declared is none of the image’s content', () => {
    const [one, two] = [
      [amd64, arm64],
      [arm64, amd64],
    ].map((platforms) => hash(images(fleet({ platforms })))('app'));
    expect(two).toEqual(one);
  });
});

describe('random graphs and random edits', () => {
  const seed = Number(process.env.PROPERTY_SEED ?? 20_261_120);

  test(`fingerprints are equal exactly where inputs are (seed ${seed}; set PROPERTY_SEED for another)`, () => {
    const random = generator(seed);
    for (let round = 0; round < 100; round++) {
      const fleet = randomFleet(random);
      const edited = randomEdit(fleet, random);
      const was = hash(shuffled(images(fleet), random));
      const is = hash(shuffled(images(edited), random));
      const same = Object.keys(fleet).filter((each) => was(each).fingerprint === is(each).fingerprint);
      const equal = Object.keys(fleet).filter((each) => inputsOf(each, fleet) === inputsOf(each, edited));
      expect({ round, same }).toEqual({ round, same: equal });
    }
  });

  /** Everything that can reach an image, written out without any hash: the other opinion. */
  function inputsOf(each: string, fleet: Fleet): string {
    const { run, context, test: command, description: _, from = '', copyFrom = [], dependsOn = [] } = fleet[each] ?? {};
    const below = (reference: string) => {
      const parent = reference.startsWith(`${ours}/`) ? reference.slice(ours.length + 1) : undefined;
      return parent === undefined ? reference : inputsOf(parent, fleet).replace(/ tested .*$/, '');
    };
    const on = [from, ...copyFrom, ...dependsOn.map((parent) => `${ours}/${parent}`)].map(below);
    return `${JSON.stringify([each, run, context, on, copyFrom.length])} tested ${JSON.stringify(command)}`;
  }
});

type Random = (below: number) => number;

/** mulberry32: small, and the same everywhere. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, at: random(1e9) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function randomFleet(random: Random): Fleet {
  const size = 2 + random(10);
  const fleet: Fleet = {};
  for (let at = 0; at < size; at++) fleet[`i${at}`] = randomImage(at, random);
  return fleet;
}

function randomImage(at: number, random: Random): ImageSketch {
  const reference = () => (at > 0 && random(3) > 0 ? `${ours}/i${random(at)}` : `base:${random(3)}`);
  return {
    from: reference(),
    copyFrom: Array.from({ length: random(3) }, reference),
    dependsOn: at > 0 && random(4) === 0 ? [`i${random(at)}`] : [],
    run: `RUN ${random(3)}`,
    context: [file('a', String(random(3)))],
    test: ['check', String(random(2))],
    description: String(random(5)),
  };
}

/** Draws one image again; by chance it may come out as it was, or change in what does not count. */
function randomEdit(fleet: Fleet, random: Random): Fleet {
  const at = random(Object.keys(fleet).length);
  const drawn = randomImage(at, random);
  const parts = Object.keys(drawn) as (keyof ImageSketch)[];
  const part = parts[random(parts.length)] as keyof ImageSketch;
  return { ...fleet, [`i${at}`]: { ...fleet[`i${at}`], [part]: drawn[part] } };
}
