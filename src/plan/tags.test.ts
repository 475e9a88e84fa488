import { describe, expect, test } from 'vitest';
import { parseTag, type Tag } from '../names/tag.ts';
import type { PlanEvent } from './event.ts';
import type { ChannelRecord } from './holding.ts';
import { configuration, digest, image } from './images.fixture.ts';
import { channelName, isPreRelease, landingTag, movableTags, recordTag, sourceTag, tagsFor } from './tags.ts';

const main: PlanEvent = { kind: 'push', branch: 'main', isDefaultBranch: true };
const branch = (text: string): PlanEvent => ({ kind: 'push', branch: text, isDefaultBranch: false });
const release = (tag: string): PlanEvent => ({ kind: 'release', tag: tag as Tag });
const pull: PlanEvent = { kind: 'build-only', why: 'a pull request' };

const rich = {
  latest: 'push',
  push: ['edge', '{branch}-{version.minor}', '{version.major}'],
  release: ['{release}', '{release}-{version}', '{version.minor}', 'stable'],
} as const;

describe('tags by event', () => {
  type Row = [string, PlanEvent, string | undefined, Partial<typeof rich> | { latest: 'release' }, string[], string[]];
  const rows: Row[] = [
    ['a push of the default branch', main, '1.2.3', {}, ['1.2.3'], ['latest']],
    ['an image without a version', main, undefined, {}, [], ['latest']],
    ['latest belongs to releases', main, '1.2.3', { latest: 'release' }, ['1.2.3'], []],
    ['further tags of a push', main, '1.2.3', rich, ['1.2.3'], ['latest', 'edge', 'main-1.2', '1']],
    ['templates that need a version that is not there', main, undefined, rich, [], ['latest', 'edge']],
    ['a version of one part is fixed, not moving', main, '1', rich, ['1'], ['latest', 'edge']],
    [
      'another branch moves its own tags alone',
      branch('develop'),
      '1.2.3',
      rich,
      ['1.2.3'],
      ['develop', 'develop-1.2'],
    ],
    ['a release', release('v2'), '1.2.3', {}, ['v2'], []],
    ['a release that owns latest', release('v2'), '1.2.3', { latest: 'release' }, ['v2'], ['latest']],
    ['further tags of a release', release('v2'), '1.2.3', rich, ['v2', 'v2-1.2.3'], ['1.2', 'stable']],
    ['a pre-release moves nothing', release('v2.0.0-rc.1'), '1.2.3', { latest: 'release' }, ['v2.0.0-rc.1'], []],
    ['a pull request publishes nothing', pull, '1.2.3', rich, [], []],
  ];
  test.each(rows)('%s', (_, event, version, tags, fixed, moving) => {
    const { definition } = image('app', version === undefined ? {} : { version });
    const { tags: defaults } = configuration();
    expect(tagsFor(definition, event, configuration({ tags: { ...defaults, ...tags } }))).toEqual({ fixed, moving });
  });
});

describe('pre-releases', () => {
  test.each([
    ['v1.2.3-rc.1', true],
    ['1.2.3-1', true],
    ['v2-beta', true],
    ['runtime-v1.2.3-alpha', true],
    ['py3-v1.2.0', false],
    ['v1.2.3', false],
    ['release-1.2.3', false],
    ['2026-11-20', false],
    ['2026.11.20', false],
    ['nightly', false],
  ])('%s: %s', (tag, expected) => expect(isPreRelease(tag)).toBe(expected));
});

describe('I9 the moving tags of releases go up only', () => {
  /** Publishes one release after the other, each on the record that the one before has left. */
  function standing(tags: readonly string[]): string[] {
    let record: ChannelRecord | undefined;
    let latest = '';
    return tags.map((tag) => {
      const event = release(tag);
      const config = configuration({ tags: { latest: 'release', push: [], release: ['{release}'] } });
      const movable = movableTags(tagsFor(image('app').definition, event, config), event, record);
      if (movable.moving.includes('latest')) latest = tag;
      record = { ...emptyRecord, release: tag, tags: movable };
      return latest;
    });
  }
  const emptyRecord: ChannelRecord = {
    state: 'closed',
    commit: 'c',
    digest: digest('d'),
    fingerprint: 'f',
    tags: { fixed: [], moving: [] },
    components: {},
    seconds: 0,
    encoding: 1,
  };
  test.each<[string, string[], string[]]>([
    ['the first one', ['v1.0.0'], ['v1.0.0']],
    ['a higher one', ['v1.9.0', 'v1.10.0'], ['v1.9.0', 'v1.10.0']],
    ['a fix of an older line', ['v2.0.0', 'v1.9.1'], ['v2.0.0', 'v2.0.0']],
    ['two fixes of an older line', ['v2.0.0', 'v1.9.1', 'v1.9.2'], ['v2.0.0', 'v2.0.0', 'v2.0.0']],
    ['the same fix again', ['v2.0.0', 'v1.9.1', 'v1.9.1'], ['v2.0.0', 'v2.0.0', 'v2.0.0']],
    ['the highest again', ['v2.0.0', 'v2.0.0'], ['v2.0.0', 'v2.0.0']],
    ['a fix after a pre-release', ['v1.9.0', 'v2.0.0-rc.1', 'v1.9.1'], ['v1.9.0', 'v1.9.0', 'v1.9.1']],
    ['a pre-release first', ['v2.0.0-rc.1', 'v2.0.0'], ['', 'v2.0.0']],
    ['dates', ['2026-09-30', '2026-11-20', '2026-10-01'], ['2026-09-30', '2026-11-20', '2026-11-20']],
    ['four parts', ['1.2.3.9', '1.2.3.10'], ['1.2.3.9', '1.2.3.10']],
    ['after a prefix', ['app-v1.0.0', 'app-v1.0.1'], ['app-v1.0.0', 'app-v1.0.1']],
    ['names that are no versions', ['alpha', 'beta'], ['alpha', 'alpha']],
  ])('%s', (_, tags, expected) => expect(standing(tags)).toEqual(expected));
});

describe('channels', () => {
  const slug = (text: string) => channelName(branch(text) as Extract<PlanEvent, { kind: 'push' }>);
  const branches = [
    'main',
    'feature/x',
    'feature-x',
    'feature_x',
    'Feature/x',
    'release/1.x',
    'releases',
    'latest',
    'cw-main',
    'fp-1',
    'src-1',
    '日本',
    '日本語',
    '-',
    '.hidden',
    'hidden',
    'x'.repeat(80),
    'x'.repeat(81),
    'x'.repeat(300),
    'a b',
    'a@b',
    'branch',
  ];
  // The branch that is called like the tag of another one.
  const all = [...branches, ...branches.map(slug), ...branches.map(slug).map(slug)];

  test('every branch has a legal tag of its own', () => {
    const distinct = new Set(all);
    const slugs = [...distinct].map(slug);
    expect(new Set(slugs).size).toBe(distinct.size);
    for (const text of slugs) expect(parseTag(text)).toMatchObject({ ok: true });
    for (const text of distinct) expect(parseTag(recordTag(branch(text)) as string)).toMatchObject({ ok: true });
  });

  test('no branch has the tag of a release, a record, a landing, or latest', () => {
    for (const text of all) expect(slug(text)).not.toMatch(/^(?:releases$|latest$|cw-|fp-|src-)/);
    expect(recordTag(release('v1'))).toBe('cw-releases');
  });

  test('plain names stay what they are', () => {
    expect(['main', 'feature-x', '1.x'].map(slug)).toEqual(['main', 'feature-x', '1.x']);
  });

  test('what is built only has no record', () => expect(recordTag(pull)).toBeUndefined());
});

test('hidden tags are a prefix and forty digits', () => {
  expect([landingTag('a'.repeat(64)), sourceTag('b'.repeat(64))]).toEqual([
    `fp-${'a'.repeat(40)}`,
    `src-${'b'.repeat(40)}`,
  ]);
});
