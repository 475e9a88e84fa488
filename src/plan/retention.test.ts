import { describe, expect, test } from 'vitest';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { annotation, type ChannelRecord, recordAnnotations } from './holding.ts';
import { digest, name } from './images.fixture.ts';
import { decideRetention, freedBytes, type HeldManifest, type RetentionState } from './retention.ts';
import { kindOfTag, subjectOfTag } from './retention-tags.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const hex = (text: string) => digest(text).slice('sha256:'.length);
const fp = (text: string) => `fp-${hex(text).slice(0, 40)}`;

/** A manifest that is called by a word; its digest is that word's. */
function manifest(word: string, more: Partial<HeldManifest> = {}): HeldManifest {
  return { digest: digest(word), tags: [], annotations: {}, parts: [], blobs: { [digest(word)]: 10 }, ...more };
}

/** A landing called by a word, with one node, built so many days ago. */
function landing(word: string, days: number, more: Partial<HeldManifest> & { parents?: Record<string, Digest> } = {}) {
  const { parents = {}, ...rest } = more;
  const annotations = {
    [annotation.fingerprint]: hex(word),
    [annotation.source]: hex(`source ${word}`),
    [annotation.parents]: JSON.stringify(parents),
    'org.opencontainers.image.created': new Date(NOW - days * DAY).toISOString(),
  };
  const node = manifest(`${word} node`, {
    tags: [`${fp(`${word} node`)}-linux-amd64`],
    config: digest(`${word} config`),
  });
  return [manifest(word, { tags: [fp(word)], annotations, parts: [node.digest], ...rest }), node] as const;
}

function record(of: string, more: Partial<ChannelRecord> = {}, tag = 'cw-main'): HeldManifest {
  const value: ChannelRecord = {
    state: 'closed',
    commit: '0'.repeat(40),
    digest: digest(of),
    fingerprint: hex(of),
    tags: { fixed: [], moving: [] },
    components: {},
    seconds: 1,
    encoding: 1,
    ...more,
  };
  return manifest(`record of ${of} ${tag}`, { tags: [tag], annotations: recordAnnotations(value) });
}

function decide(stocks: Record<string, readonly HeldManifest[]>, more: Partial<RetentionState> = {}) {
  const verdicts = decideRetention({
    stocks: new Map(Object.entries(stocks).map(([image, stock]) => [name(image), stock])),
    unread: new Map(),
    ancestors: () => new Set<ImageName>(),
    wanted: () => new Set<string>(),
    inUse: () => false,
    closed: new Set(),
    released: new Set(),
    now: NOW,
    keepFor: 30 * DAY,
    ...more,
  });
  const all = [...verdicts].flatMap(([image, list]) => list.map((verdict) => ({ image, ...verdict })));
  return {
    verdicts,
    goes: (word: string) => all.find((one) => one.manifest.digest === digest(word))?.action === 'remove',
    why: (word: string) => all.find((one) => one.manifest.digest === digest(word))?.why,
    untag: (word: string) => all.find((one) => one.manifest.digest === digest(word))?.untag,
  };
}

describe('the kind of a tag', () => {
  const rows: [string, string][] = [
    [fp('a'), 'landing'],
    [`${fp('a')}-linux-arm-v7`, 'node'],
    [`src-${hex('a').slice(0, 40)}`, 'source'],
    ['fp-staging-linux-amd64', 'staging'],
    ['fp-cache-trusted-linux-amd64', 'cache'],
    ['fp-pr-12-web', 'scratch'],
    ['cw-main', 'record'],
    ['latest', 'public'],
    ['1.2.3', 'public'],
    ['fp-1', 'public'],
    [`fp-${'A'.repeat(40)}`, 'public'],
    ['src-code', 'public'],
    ['fp-pr-012-web', 'public'],
  ];
  test.each(rows)('%s is %s', (tag, kind) => {
    expect(kindOfTag(tag).kind).toBe(kind);
  });

  test('the subject of a referrers tag, with or without the suffix of a signature', () => {
    expect(subjectOfTag(`sha256-${hex('a')}`)).toBe(digest('a'));
    expect(subjectOfTag(`sha256-${hex('a')}.sig`)).toBe(digest('a'));
    expect(subjectOfTag('sha256-abc')).toBeUndefined();
    expect(subjectOfTag('latest')).toBeUndefined();
  });
});

describe('a landing', () => {
  test('that nothing needs goes when it is old, its node behind it, and stays while it is young', () => {
    const { goes, why, verdicts } = decide({
      a: [...landing('young', 29).toReversed(), ...landing('old', 31).toReversed()],
    });
    expect([goes('old'), goes('old node'), goes('young'), goes('young node')]).toEqual([true, true, false, false]);
    expect(why('old')).toBe('nothing needs it, built 31 days ago');
    expect(why('young node')).toBe(`it is part of ${fp('young')}`);
    const going = verdicts.get(name('a'))?.filter(({ action }) => action === 'remove');
    expect(going?.map((one) => one.manifest.digest)).toEqual([digest('old'), digest('old node')]);
  });

  test('is as young as its push, where the registry tells that', () => {
    expect(decide({ a: landing('built', 90, { pushedAt: NOW - DAY }) }).goes('built')).toBe(false);
    expect(decide({ a: landing('built', 90, { pushedAt: NOW - 40 * DAY }) }).goes('built')).toBe(true);
  });

  test('of unknown age stays', () => {
    const [whole] = landing('old', 90);
    const undated = {
      ...whole,
      annotations: { ...whole.annotations, 'org.opencontainers.image.created': 'yesterday' },
    };
    expect(decide({ a: [undated] }).why('old')).toBe('nothing tells how old it is');
    expect(decide({ a: [manifest('foreign', { tags: [fp('foreign')] })] }).goes('foreign')).toBe(false);
  });

  const needed: [string, (of: readonly HeldManifest[]) => Record<string, readonly HeldManifest[]>, string][] = [
    [
      'a public tag',
      ([whole, ...rest]) => ({ a: [{ ...(whole as HeldManifest), tags: [fp('x'), '1.0'] }, ...rest] }),
      '1.0 stands on it',
    ],
    [
      'a tag that is nearly one of ours',
      ([whole, ...rest]) => ({ a: [{ ...(whole as HeldManifest), tags: [fp('x'), 'fp-1'] }, ...rest] }),
      'fp-1 stands on it',
    ],
    ['a record', (of) => ({ a: [...of, record('x')] }), 'the record cw-main names it'],
    [
      'what a release goes back to',
      (of) => ({
        a: [
          ...of,
          record(
            'y',
            { previous: { ...JSON.parse(record('x').annotations[annotation.record] as string) } },
            'cw-releases',
          ),
        ],
      }),
      'the record cw-releases goes back to it',
    ],
    [
      'the set of a release in another image',
      (of) => ({ a: of, b: [record('y', { release: 'v1', set: { [name('a')]: digest('x') } }, 'cw-releases')] }),
      'release v1 has it',
    ],
    [
      'a referrer without a tag',
      (of) => ({ a: [...of, manifest('signature', { subject: digest('x') })] }),
      'something refers to it: a signature, or the like',
    ],
    [
      'a signature’s tag',
      (of) => ({ a: [...of, manifest('signature', { tags: [`sha256-${hex('x')}.sig`] })] }),
      'something refers to it: a signature, or the like',
    ],
    [
      'a referrer that only the registry knows',
      ([whole, ...rest]) => ({ a: [{ ...(whole as HeldManifest), referred: true }, ...rest] }),
      'something refers to it: a signature, or the like',
    ],
    [
      'an index of somebody else',
      (of) => ({ a: [...of, manifest('bundle', { tags: ['bundle'], parts: [digest('x')] })] }),
      'it is part of bundle',
    ],
    [
      'a landing built on it, itself on a public tag',
      (of) => ({ a: of, b: landing('child', 90, { tags: ['latest'], parents: { a: digest('x') } }) }),
      'b latest stands on it',
    ],
  ];
  test.each(needed)('that is needed by %s stays, its node too', (_, stocks, why) => {
    const decided = decide(stocks(landing('x', 90)));
    expect(decided.why('x')).toBe(why);
    expect([decided.goes('x'), decided.goes('x node')]).toEqual([false, false]);
  });

  test('at the end of a chain of parents stays as long as the last child does', () => {
    const chain = (days: number) => ({
      a: landing('a', 90),
      b: landing('b', 90, { parents: { a: digest('a') } }),
      c: landing('c', days, { parents: { b: digest('b') } }),
    });
    expect(decide(chain(1)).why('a')).toBe(`b ${fp('b')} stands on it`);
    const old = decide(chain(90));
    expect([old.goes('a'), old.goes('b'), old.goes('c')]).toEqual([true, true, true]);
  });

  test('that the checked-out commit or a workload needs stays', () => {
    const stocks = { a: landing('x', 90) };
    expect(decide(stocks, { wanted: () => new Set([fp('x')]) }).why('x')).toBe('the checked-out commit needs it');
    expect(decide(stocks, { inUse: (_, one) => one.digest === digest('x') }).why('x')).toBe(
      'something that runs uses it',
    );
  });
});

describe('nothing goes', () => {
  test.each([
    ['with an open record', record('other', { state: 'open' }), /^the record cw-main is open/],
    [
      'with a record that cannot be read',
      manifest('odd', { tags: ['cw-main'], annotations: { [annotation.record]: '{"v":9}' } }),
      /^the record cw-main cannot be read/,
    ],
  ])('of an image %s', (_, odd, why) => {
    const decided = decide({ a: [...landing('x', 90), odd], b: landing('z', 90) });
    expect(decided.why('x')).toMatch(why);
    expect([decided.goes('x'), decided.goes('x node'), decided.goes('z')]).toEqual([false, false, true]);
  });

  test('of what an image may stand on that could not be read; of all, where Git does not know it', () => {
    const stocks = { a: landing('x', 90), b: landing('z', 90) };
    const unread = new Map([[name('c'), 'no']]);
    const some = decide(stocks, { unread, ancestors: () => new Set([name('a')]) });
    expect([some.goes('x'), some.goes('z')]).toEqual([false, true]);
    const none = decide(stocks, { unread, ancestors: () => undefined });
    expect([none.goes('x'), none.goes('z')]).toEqual([false, false]);
  });
});

describe('what a builder or a run left', () => {
  const staging = (more: Partial<HeldManifest> = {}) =>
    manifest('pushed', { tags: ['fp-staging-linux-amd64'], ...more });

  test('a staging tag goes once its build has landed, and stays while it may be under way', () => {
    const landed = landing('x', 1);
    expect(decide({ a: [...landed, staging({ config: digest('x config') })] }).why('pushed')).toBe(
      'what it was pushed for has landed',
    );
    expect(decide({ a: [...landed, staging()] }).why('pushed')).toBe('it may belong to a run that is under way');
    expect(decide({ a: [staging({ pushedAt: NOW - 40 * DAY })] }).goes('pushed')).toBe(true);
    expect(decide({ a: [staging({ pushedAt: NOW - DAY })] }).goes('pushed')).toBe(false);
  });

  test('a staging tag on a node that stays goes alone', () => {
    const [whole, node] = landing('x', 1);
    const shared = { ...node, tags: [...node.tags, 'fp-staging-linux-amd64'] };
    const decided = decide({ a: [whole, shared] });
    expect(decided.goes('x node')).toBe(false);
    expect(decided.untag('x node')).toEqual(['fp-staging-linux-amd64']);
  });

  test('a node without a landing goes by its push, by its commit only where no run of the checkout wants it', () => {
    const [, node] = landing('x', 90);
    const undated = { a: [node] };
    expect(decide(undated).goes('x node')).toBe(false);
    const dated = { a: [{ ...node, createdAt: NOW - 90 * DAY }] };
    expect(decide(dated).goes('x node')).toBe(true);
    expect(decide(dated, { wanted: () => new Set(node.tags) }).goes('x node')).toBe(false);
    expect(decide(dated, { wanted: () => undefined }).goes('x node')).toBe(false);
    expect(decide({ a: [{ ...node, createdAt: NOW - 90 * DAY, pushedAt: NOW - DAY }] }).goes('x node')).toBe(false);
  });

  test('the parts of what has just been removed go after it', () => {
    const part = manifest('part');
    expect(decide({ a: [part] }).goes('part')).toBe(false);
    expect(decide({ a: [part] }, { released: new Set([part.digest]) }).goes('part')).toBe(true);
  });

  test('untagged: what is ours and old goes, what nobody knows stays', () => {
    const pushedAt = NOW - 40 * DAY;
    const written = { ...record('x'), tags: [], pushedAt };
    const [whole] = landing('x', 90, { tags: [], pushedAt });
    const decided = decide({ a: [written, whole, manifest('foreign', { pushedAt })] });
    expect(decided.goes('record of x cw-main')).toBe(true);
    expect(decided.goes('x')).toBe(true);
    expect(decided.why('foreign')).toBe('it has no tag, and Caskwright does not know it');
  });

  test('scratch tags go when their pull request is closed', () => {
    const a = [manifest('s12', { tags: ['fp-pr-12-a'] }), manifest('s13', { tags: ['fp-pr-13-a'] })];
    const decided = decide({ a }, { closed: new Set([12]) });
    expect([decided.goes('s12'), decided.goes('s13')]).toEqual([true, false]);
    expect(decided.why('s12')).toBe('pull request 12 is closed');
  });
});

test('bytes are freed that nothing which stays needs', () => {
  const shared = digest('shared');
  const old = landing('old', 90, { blobs: { [digest('old')]: 10, [shared]: 500, [digest('own')]: 70 } });
  const young = landing('young', 1, { blobs: { [digest('young')]: 10, [shared]: 500 } });
  const { verdicts } = decide({ a: [...old, ...young] });
  expect(freedBytes(verdicts.get(name('a')) ?? [])).toBe(10 + 70 + 10);
});
