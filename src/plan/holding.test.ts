import { describe, expect, test } from 'vitest';
import type { ImageName } from '../names/image-name.ts';
import { ENCODING } from './fingerprint.ts';
import {
  annotation,
  type ChannelRecord,
  landingFrom,
  publishedVersion,
  recordAnnotations,
  recordFrom,
} from './holding.ts';
import { amd64, digest, name } from './images.fixture.ts';

const record: ChannelRecord = {
  state: 'open',
  commit: 'c'.repeat(40),
  digest: digest('now'),
  fingerprint: 'f'.repeat(64),
  tags: { fixed: ['v1'], moving: ['latest'], highest: 'v1' },
  registration: 'r'.repeat(64),
  components: { dockerfile: '1', 'base debian:12 linux/amd64': digest('debian') },
  seconds: 1.5,
  encoding: ENCODING,
  release: 'v1',
  set: { [name('app')]: digest('now') } as Record<ImageName, ReturnType<typeof digest>>,
};

describe('records', () => {
  test.each<[string, ChannelRecord]>([
    ['with everything', { ...record, previous: { ...record, state: 'closed' } }],
    ['closed', { ...record, state: 'closed' }],
    ['of an image with no tags', { ...record, tags: { fixed: [], moving: [] } }],
  ])('%s come back as they were written', (_, value) => {
    expect(recordFrom(recordAnnotations(value))).toEqual(value);
  });

  const broken = (changes: Record<string, unknown>) => ({
    [annotation.record]: JSON.stringify({ ...record, ...changes }),
  });
  test.each<[string, Record<string, string>]>([
    ['no annotation', {}],
    ['no JSON', { [annotation.record]: '{' }],
    ['null', { [annotation.record]: 'null' }],
    ['an unknown state', broken({ state: 'ajar' })],
    ['no digest', broken({ digest: undefined })],
    ['tags of another shape', broken({ tags: ['latest'] })],
    ['components that are no text', broken({ components: { dockerfile: 1 } })],
  ])('%s is no record', (_, annotations) => expect(recordFrom(annotations)).toBeUndefined());
});

const manifest = (annotations: Record<string, string>) => ({
  digest: digest('index'),
  annotations,
  platforms: { [amd64]: digest('node') } as Record<typeof amd64, ReturnType<typeof digest>>,
});
const ours = { [annotation.fingerprint]: 'f', [annotation.source]: 's', [annotation.parents]: '{"base":"sha256:1"}' };

describe('landings', () => {
  test('what the annotations say', () => {
    const annotations = { ...ours, [annotation.size]: '12', [annotation.seconds]: '3.4' };
    expect(landingFrom(manifest({ ...annotations, 'org.opencontainers.image.revision': 'abc' }))).toEqual({
      digest: digest('index'),
      fingerprint: 'f',
      source: 's',
      parents: { base: 'sha256:1' },
      platforms: { [amd64]: digest('node') },
      size: 12,
      seconds: 3.4,
      commit: 'abc',
      builtAt: '',
    });
  });

  test.each(Object.keys(ours))('nothing without %s', (key) => {
    const rest = Object.entries(ours).filter(([each]) => each !== key);
    expect(landingFrom(manifest(Object.fromEntries(rest)))).toBeUndefined();
  });
});

describe('published versions', () => {
  test.each<[string, Record<string, string>, object]>([
    ['ours', { ...ours, [annotation.encoding]: String(ENCODING) }, { ours: true, fingerprint: 'f', source: 's' }],
    ['ours, in another encoding', { ...ours, [annotation.encoding]: '0' }, { ours: true }],
    ['somebody else’s', {}, { ours: false }],
  ])('%s', (_, annotations, expected) => {
    expect(publishedVersion(manifest(annotations))).toEqual({ digest: digest('index'), ...expected });
  });
});
