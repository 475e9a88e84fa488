import { describe, expect, test } from 'vitest';
import { configuration, digest, type ImageSketch, name } from './images.fixture.ts';
import { makePlan } from './plan.ts';
import {
  changed,
  type Fleet,
  main,
  type PlanSketch,
  plan,
  planInput,
  published,
  pull,
  release,
} from './plans.fixture.ts';
import { describeReason } from './reasons.ts';

const ours = 'registry.example/fleet';
const fleet: Fleet = {
  base: { version: '1.0' },
  mid: { from: `${ours}/base` },
  leaf: { from: `${ours}/mid` },
  aside: {},
};
const facts = {
  destination: 'registry.example/fleet',
  repository: 'https://git.example/fleet',
  ref: 'refs/heads/main',
};

/** `base: build · forced` and so on, for images that are not simply in step. */
function rows(changes: Fleet, sketch: PlanSketch = {}): string[] {
  const all = plan({ ...fleet, ...changes }, { holdings: published(fleet), ...sketch }).images;
  return all.flatMap(({ name, action, reasons }) => {
    const text = reasons.map(describeReason).join('; ');
    return action === 'skip' && text === 'in step' ? [] : [`${name} ${action}: ${text}`];
  });
}

const holdings = published(fleet);
const edit = (change: Parameters<typeof changed>[2], image = 'aside'): PlanSketch => ({
  holdings: changed(holdings, image, change),
});
const stay: PlanSketch['movement'] = () => ({ move: false, why: 'it is old' });

describe('actions and reasons', () => {
  const table: [string, Fleet, PlanSketch, string[]][] = [
    ['everything in step', {}, {}, []],
    [
      'an empty registry',
      {},
      { holdings: new Map() },
      [
        'aside build: not in the registry yet',
        'base build: not in the registry yet',
        'mid build: not in the registry yet; stands on base',
        'leaf build: not in the registry yet; stands on mid',
      ],
    ],
    [
      'the Dockerfile of a base',
      { base: { version: '1.1', run: 'RUN new' } },
      edit(({ landing, record }) => ({ landing, record }), 'base'),
      [
        'base build: Dockerfile changed; name or version changed',
        'mid build: stands on base',
        'leaf build: stands on mid',
      ],
    ],
    ['a file', { aside: { context: [] } }, {}, ['aside build: context changed']],
    ['an arg', { aside: { args: { A: '1' }, effectiveArgs: ['A'] } }, {}, ['aside build: build args changed']],
    ['the target', { aside: { target: 'x' } }, {}, ['aside build: target or secrets changed']],
    ['the test', { aside: { test: ['true'] } }, {}, ['aside build: test changed']],
    ['a title changes nothing without a control API', { aside: { displayName: 'New' } }, {}, []],
    [
      'another base in the Dockerfile',
      { aside: { from: 'debian:13' } },
      {},
      ['aside build: Dockerfile changed; no longer stands on base debian:12; stands on base debian:13 now'],
    ],
    [
      'a base that moved',
      {},
      { base: () => 'moved' },
      [
        `aside build: base debian:12 moved to ${digest('moved').slice(0, 13)}…`,
        `base build: base debian:12 moved to ${digest('moved').slice(0, 13)}…`,
        'mid build: stands on base',
        'leaf build: stands on mid',
      ],
    ],
    [
      'the registry lost a landing: what stands on it is built again, as one set',
      {},
      edit(({ record }) => ({ record }), 'mid'),
      ['mid build: the registry no longer has its bytes', 'leaf build: stands on mid'],
    ],
    [
      'a parent landed again, and the child did not',
      {},
      edit(
        ({ landing, record }) => ({
          landing: { ...landing, digest: digest('again') },
          record: { ...record, digest: digest('again') },
        }),
        'base',
      ),
      ['mid build: was built on older bytes of base', 'leaf build: stands on mid'],
    ],
    [
      'another encoding of fingerprints',
      {},
      edit(({ record }) => ({ record: { ...record, encoding: 0 } })),
      ['aside build: this version of caskwright computes fingerprints in another way'],
    ],
    [
      'built, never published',
      {},
      edit(({ landing }) => ({ landing })),
      ['aside promote: built already; not published here yet'],
    ],
    [
      'published is another commit’s',
      {},
      edit(({ landing, record }) => ({
        landing,
        record: { ...record, digest: digest('other'), commit: 'abcdef0123' },
      })),
      ['aside promote: built already; published is abcdef0'],
    ],
    [
      'a tag is missing',
      {},
      edit(({ landing, record }) => ({ landing, record: { ...record, tags: { fixed: [], moving: [] } } })),
      ['aside promote: tags missing: latest'],
    ],
    [
      'F6 an earlier run ended while publishing',
      {},
      edit(({ landing, record }) => ({ landing, record: { ...record, state: 'open' } })),
      ['aside promote: an earlier run ended while publishing it'],
    ],
    [
      'found under a public tag alone',
      {},
      edit((holding) => ({ ...holding, landingTagMissing: true })),
      ['aside promote: its landing tag is gone'],
    ],
    [
      'never registered',
      {},
      { registration: facts },
      ['aside', 'base', 'mid', 'leaf'].map((each) => `${each} promote: its registration differs`),
    ],
    [
      'a title, with a control API',
      { aside: { displayName: 'New' } },
      { registration: facts, holdings: published(fleet, { registration: facts }) },
      ['aside promote: its registration differs'],
    ],
    [
      'a pull request builds what differs and publishes nothing',
      { aside: { run: 'RUN new' } },
      { event: pull, holdings: changed(holdings, 'base', ({ landing }) => ({ landing })) },
      ['aside build: Dockerfile changed'],
    ],
  ];
  test.each(table)('%s', (_, changes, sketch, expected) => expect(rows(changes, sketch)).toEqual(expected));
});

describe('tags may not be moved by this commit', () => {
  test.each<[string, Fleet, PlanSketch]>([
    ['tags', {}, edit(({ landing }) => ({ landing }))],
    [
      'a registration: an old commit must not take the place of a newer one’s',
      { aside: { displayName: 'Old' } },
      { registration: facts, holdings: published(fleet, { registration: facts }) },
    ],
  ])('I9 %s', (_, changes, sketch) => {
    expect(rows(changes, { ...sketch, movement: stay })).toEqual(['aside skip: tags stay: it is old']);
  });

  test('nothing is asked about an image in step', () => {
    const asked: string[] = [];
    const movement = (commit: string) => {
      asked.push(commit);
      return { move: true } as const;
    };
    rows({}, { movement });
    expect(asked).toEqual([]);
    rows({}, { ...edit(({ landing }) => ({ landing })), movement });
    expect(asked).toEqual(['']);
  });
});

describe('blocked', () => {
  const onAlpine: Fleet = { mid: { from: `${ours}/base`, copyFrom: ['alpine:3'] } };
  const noAlpine: PlanSketch['base'] = (reference) => (reference === 'alpine:3' ? undefined : reference);

  test('an unresolved base blocks what stands on it, and nothing else', () => {
    expect(rows(onAlpine, { base: noAlpine })).toEqual([
      'mid blocked: base alpine:3 cannot be resolved: no such image',
      'leaf blocked: stands on mid, which is blocked',
    ]);
  });

  test('own and inherited obstacles are both said', () => {
    const both: Fleet = { ...onAlpine, leaf: { from: `${ours}/mid`, copyFrom: ['alpine:3'] } };
    expect(rows(both, { base: noAlpine })[1]).toBe(
      'leaf blocked: base alpine:3 cannot be resolved: no such image; stands on mid, which is blocked',
    );
  });
});

describe('force', () => {
  test('builds an image and all that stands on it, as one set', () => {
    expect(rows({}, { forced: ['base'] })).toEqual([
      'base build: forced',
      'mid build: stands on base',
      'leaf build: stands on mid',
    ]);
    const { images } = plan(fleet, { holdings, forced: ['base'] });
    expect(images.filter(({ forced }) => forced).map(({ name }) => name)).toEqual(['base', 'mid', 'leaf']);
  });

  test('takes descendants along that were not selected, and what they stand on', () => {
    const both: Fleet = { ...fleet, leaf: { from: `${ours}/mid`, copyFrom: [`${ours}/aside`] } };
    const { images } = plan(both, { holdings: published(both), selection: ['mid'], forced: ['mid'] });
    expect(images.map(({ name, action }) => `${name} ${action}`)).toEqual([
      'aside skip',
      'base skip',
      'mid build',
      'leaf build',
    ]);
  });

  test('a selection is planned with what it stands on', () => {
    expect(plan(fleet, { selection: ['mid'] }).images.map(({ name }) => name)).toEqual(['base', 'mid']);
  });

  test('what cannot be built is not forced either', () => {
    const sketch: PlanSketch = { event: release('v1'), base: () => undefined, forced: ['aside'] };
    const { images } = plan(fleet, { ...sketch, holdings: published(fleet, { event: release('v1') }) });
    expect(images[0]).toMatchObject({ action: 'blocked', reasons: [{ kind: 'base-unresolved' }] });
  });
});

describe('versions', () => {
  const version = '1.0';
  const was: ImageSketch = { version };
  const edited: ImageSketch = { version, run: 'RUN new' };
  const policy = (versions: 'immutable' | 'source' | 'mutable') => {
    const { policy: rest } = configuration();
    return { configuration: configuration({ policy: { ...rest, versions } }) };
  };
  const foreign = { digest: digest('foreign'), ours: false };
  const otherEncoding = { digest: digest('old'), ours: true };
  const plain = published({ base: was });
  const standing = (version: typeof foreign) => changed(plain, 'base', (holding) => ({ ...holding, version }));

  test.each<[string, ImageSketch, PlanSketch, string, string]>([
    [
      'immutable, other files',
      edited,
      policy('immutable'),
      'blocked',
      'with other content, and versions here never change',
    ],
    ['immutable, another base', was, { ...policy('immutable'), base: () => 'moved' }, 'blocked', 'with other content'],
    [
      'immutable, raised',
      { version: '1.1' },
      { ...policy('immutable'), holdings: unpublished(plain) },
      'build',
      'name or version',
    ],
    ['immutable, forced', was, { ...policy('immutable'), forced: ['base'] }, 'build', 'forced'],
    ['source, other files', edited, policy('source'), 'blocked', 'from other files: raise version in build.yaml'],
    [
      'source, other files, in a pull request already',
      edited,
      { ...policy('source'), event: pull },
      'blocked',
      'from other files',
    ],
    ['source, another base', was, { ...policy('source'), base: () => 'moved' }, 'build', 'base debian:12 moved'],
    [
      'source, pushed by somebody else',
      edited,
      { ...policy('source'), holdings: standing(foreign) },
      'blocked',
      'by something other than caskwright',
    ],
    [
      'source, hashed in another way',
      edited,
      { ...policy('source'), holdings: standing(otherEncoding) },
      'build',
      'Dockerfile changed',
    ],
    [
      'immutable, hashed in another way',
      edited,
      { ...policy('immutable'), holdings: standing(otherEncoding) },
      'build',
      'Dockerfile changed',
    ],
    ['mutable, other files', edited, policy('mutable'), 'build', 'Dockerfile changed'],
    [
      'mutable, pushed by somebody else',
      edited,
      { ...policy('mutable'), holdings: standing(foreign) },
      'build',
      'Dockerfile changed',
    ],
  ])('%s', (_, sketch, options, action, reason) => {
    const [image] = plan({ base: sketch }, { holdings: plain, ...options }).images;
    expect(image?.action).toBe(action);
    expect(image?.reasons.map(describeReason).join('; ')).toContain(reason);
  });

  function unpublished(from: typeof plain): typeof plain {
    return changed(from, 'base', ({ landing, record }) => ({ landing, record }));
  }

  test.each([
    ['as it was read', plain],
    ['as the record says of an image in step', unpublished(plain)],
  ])('a forced build of an immutable version leaves the version where it is, %s', (_, holdings) => {
    const [image] = plan({ base: was }, { ...policy('immutable'), holdings, forced: ['base'] }).images;
    expect(image?.fixedTagsStay).toBe(true);
  });
});

describe('releases', () => {
  const v1 = release('v1');
  /** As the pushes before have left it: landings, found by their sources, and no record of a release. */
  const landed = new Map([...holdings].map(([name, { landing }]) => [name, landing ? { landing } : {}]));

  test('promote what the pushes have landed', () => {
    const { images } = plan(fleet, { event: v1, holdings: landed });
    expect(images.map(({ action }) => action)).toEqual(['promote', 'promote', 'promote', 'promote']);
    expect(images[0]?.tags).toEqual({ fixed: ['v1'], moving: [], highest: 'v1' });
    expect(images[0]?.landing).toEqual(holdings.get(images[0]?.name as never)?.landing);
  });

  test('promote although a base has moved, or cannot be resolved', () => {
    for (const base of [() => 'moved', () => undefined]) {
      const { images } = plan(fleet, { event: v1, holdings: landed, base });
      expect(images.map(({ action }) => action)).toEqual(['promote', 'promote', 'promote', 'promote']);
    }
  });

  test('build what is absent, and what stands on it', () => {
    const absent = changed(landed, 'mid', () => ({}));
    const { images } = plan(fleet, { event: v1, holdings: absent });
    expect(images.map(({ name, action }) => `${name} ${action}`)).toEqual([
      'aside promote',
      'base promote',
      'mid build',
      'leaf build',
    ]);
  });

  test('say so where the absent one cannot be built', () => {
    const absent = changed(landed, 'leaf', () => ({}));
    const { images } = plan(fleet, { event: v1, holdings: absent, base: () => undefined });
    expect(images.at(-1)).toMatchObject({ name: 'leaf', action: 'blocked', reasons: [{ kind: 'invalid' }] });
  });

  test('again: nothing to do, also where a base has moved since and versions are immutable', () => {
    const { policy } = configuration();
    const options = {
      event: v1,
      configuration: configuration({ policy: { ...policy, versions: 'immutable' } }),
    } as const;
    const done = published(fleet, options);
    const { images } = plan(fleet, { ...options, holdings: done, base: () => 'moved' });
    expect(images.map(({ action }) => action)).toEqual(['skip', 'skip', 'skip', 'skip']);
  });

  test('of one image leave alone what it stands on, also where that has such a tag of other content', () => {
    const foreign = { version: { digest: digest('other'), ours: false } };
    const held = changed(holdings, 'base', ({ landing }) => ({ landing, ...foreign }));
    const unreleased = changed(held, 'leaf', ({ landing }) => ({ landing }));
    const publish = new Set([name('leaf')]);
    const { images } = plan(fleet, { event: release('v1'), holdings: unreleased, selection: ['leaf'], publish });
    expect(images.map(({ name: each, action, tags }) => [each, action, tags.fixed])).toEqual([
      ['base', 'skip', []],
      ['mid', 'skip', []],
      ['leaf', 'promote', ['v1']],
    ]);
  });

  test('a second release of the same bytes gets its tags', () => {
    const { images } = plan(fleet, { event: release('v2'), holdings: published(fleet, { event: v1 }) });
    expect(images[0]).toMatchObject({ action: 'promote', reasons: [{ kind: 'tags', missing: ['v2'] }] });
  });
});

test('the plan does not depend on the order in which anything was found', () => {
  const input = planInput(fleet, { event: main });
  const backwards = <K, V>(map: ReadonlyMap<K, V>) => new Map([...map].reverse());
  const shuffled = makePlan({
    ...planInput(Object.fromEntries(Object.entries(fleet).reverse())),
    sources: backwards(input.sources),
    fingerprints: backwards(input.fingerprints),
    holdings: backwards(input.holdings),
  });
  const print = ({ images }: typeof shuffled) => images.map(({ name, action, reasons }) => [name, action, reasons]);
  expect(print(shuffled)).toEqual(print(makePlan(input)));
});
