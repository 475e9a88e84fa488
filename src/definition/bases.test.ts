import { describe, expect, it } from 'vitest';
import type { Platform } from '../names/platform.ts';
import { type BasePolicy, checkBases } from './bases.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { shown, source } from './testing.ts';

const platform = 'linux/amd64' as Platform;

function check(text: string, policy: Partial<BasePolicy>, own = 'h.example'): string[] {
  const options = { args: {}, platform, buildPlatform: platform, frontends: [] };
  const { dockerfile } = readDockerfile(source('Dockerfile', text), options);
  if (!dockerfile) throw new Error('the Dockerfile of the test cannot be read');
  return shown(
    checkBases(
      dockerfile,
      { bases: [], untaggedBase: 'off', baseDigests: 'off', ...policy },
      ({ registry }) => registry === own,
      ({ repository }) => repository === 'library/locked',
    ),
  );
}

describe('allowed bases', () => {
  const bases = ['docker.io/library/*', 'quay.io/**'];
  const rows: [string, string, string[]][] = [
    ['a short name', 'FROM alpine:3\n', []],
    ['a name in full', 'FROM docker.io/library/alpine:3\n', []],
    ['a digest', `FROM alpine@sha256:${'0'.repeat(64)}\n`, []],
    ['a deep name', 'FROM quay.io/a/b/c:1\n', []],
    ['another namespace', 'FROM evil/alpine:3\n', ['1:6-19 base-not-allowed']],
    ['another registry', 'FROM x.example/library/alpine:3\n', ['1:6-32 base-not-allowed']],
    ['an image to copy from', 'FROM alpine:3\nCOPY --from=evil/x:1 a b\n', ['2:13-21 base-not-allowed']],
    ['an image of the repository', 'FROM h.example/base\n', []],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(check(text, { bases })).toEqual(expected);
  });

  it('allows any where the policy names none', () => {
    expect(check('FROM evil/alpine:3\n', {})).toEqual([]);
  });
});

describe('bases without a digest', () => {
  const rows: [string, string, string[]][] = [
    ['a tag', 'FROM alpine:3\n', ['1:6-14 base-not-pinned']],
    ['a digest', `FROM alpine:3@sha256:${'0'.repeat(64)}\n`, []],
    ['a tag that is in the lock', 'FROM locked:3\n', []],
    ['an image of the repository', 'FROM h.example/base\n', []],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(check(text, { baseDigests: 'error' })).toEqual(expected);
    expect(check(text, {})).toEqual([]);
  });
});

describe('untagged bases', () => {
  const rows: [string, string, string[]][] = [
    ['no tag', 'FROM alpine\n', ['1:6-12 base-untagged (warning)']],
    ['latest', 'FROM alpine:latest\n', ['1:6-19 base-untagged (warning)']],
    ['a tag', 'FROM alpine:3.20\n', []],
    ['a digest', `FROM alpine@sha256:${'0'.repeat(64)}\n`, []],
    ['latest with a digest', `FROM alpine:latest@sha256:${'0'.repeat(64)}\n`, []],
    ['an image of the repository', 'FROM h.example/base\n', []],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(check(text, { untaggedBase: 'warning' })).toEqual(expected);
  });

  it('is an error or nothing, by policy', () => {
    expect(check('FROM alpine\n', { untaggedBase: 'error' })).toEqual(['1:6-12 base-untagged']);
    expect(check('FROM alpine\n', { untaggedBase: 'off' })).toEqual([]);
  });
});
