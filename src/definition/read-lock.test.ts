import { describe, expect, it } from 'vitest';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import { formatLock, type LockedBase } from './lock.ts';
import { readLock } from './read-lock.ts';
import { shown, source } from './testing.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest;
const amd64 = 'linux/amd64' as Platform;
const arm64 = 'linux/arm64' as Platform;
const a = digest('a');

function base(...digests: [Platform, Digest][]): LockedBase {
  return { digests: new Map(digests), from: 'docker.io/library/debian', locked: '2026-11-20T17:30:00Z' };
}

const read = (text: string) => readLock(source('caskwright.lock', text));
const entry = `docker.io/library/debian:12:\n  linux/amd64: ${a}\n  from: docker.io/library/debian\n  locked: 2026-11-20T17:30:00Z\n`;

describe('a lock', () => {
  it('is the same text whatever the order of what is locked', () => {
    const first = base([amd64, a], [arm64, digest('b')]);
    const second = base([arm64, digest('b')], [amd64, a]);
    const one = formatLock(new Map([['quay.io/x/y:1', first], ['docker.io/library/debian:12', second]])); // biome-ignore format: two entries
    const other = formatLock(new Map([['docker.io/library/debian:12', first], ['quay.io/x/y:1', second]])); // biome-ignore format: two entries
    expect(one).toBe(other);
    expect(
      one,
    ).toBe(`# What the bases from outside of this repository mean. Written by caskwright: caskwright lock --update [base...]
version: 1

docker.io/library/debian:12:
  linux/amd64: ${a}
  linux/arm64: ${digest('b')}
  from: docker.io/library/debian
  locked: 2026-11-20T17:30:00Z

quay.io/x/y:1:
  linux/amd64: ${a}
  linux/arm64: ${digest('b')}
  from: docker.io/library/debian
  locked: 2026-11-20T17:30:00Z
`);
  });

  it('is read as it was written', () => {
    const bases = new Map([
      ['docker.io/library/debian:12', base([amd64, a], [arm64, digest('b')])],
      [`h.example:5000/a/b@${a}`, base([amd64, a])],
    ]);
    const { lock, diagnostics } = read(formatLock(bases));
    expect(diagnostics).toEqual([]);
    expect(formatLock(lock.bases)).toBe(formatLock(bases));
  });

  it('is read with Windows line ends too', () => {
    const { lock, diagnostics } = read(`version: 1\n${entry}`.replaceAll('\n', '\r\n'));
    expect(diagnostics).toEqual([]);
    expect([...lock.bases.keys()]).toEqual(['docker.io/library/debian:12']);
  });
});

describe('what is wrong with a lock', () => {
  const rows: [string, string, string[]][] = [
    ['nothing in it', '', ['1:1-1 lock-syntax']],
    ['another version', 'version: 2\n', ['1:1-11 lock-syntax']],
    ['no version', entry, ['1:1-29 lock-syntax']],
    ['a merge that is not done', `version: 1\n<<<<<<< HEAD\n${entry}`, ['2:1-13 lock-syntax']],
    ['a base that is not in full', `version: 1\n${entry.replace('docker.io/library/', '')}`, ['2:1-10 lock-syntax']],
    ['a base twice', `version: 1\n${entry}${entry}`, ['6:1-28 lock-syntax']],
    ['no image', 'version: 1\n__proto__:\n  from: x\n', ['2:1-10 lock-syntax', '2:1-10 lock-syntax']],
    [
      'no digest',
      'version: 1\ndocker.io/library/a:1:\n  from: x\n  locked: 2026-11-20T17:30:00Z\n',
      ['2:1-22 lock-syntax'],
    ],
    [
      'a digest that is none',
      `version: 1\n${entry.replace('aaaa', 'zzzz')}`,
      ['2:1-28 lock-syntax', '3:16-87 lock-syntax'],
    ],
    [
      'a platform that is none',
      `version: 1\n${entry.replace('linux/amd64', 'linux/vax')}`,
      ['2:1-28 lock-syntax', '3:3-12 lock-syntax'],
    ],
    ['a time that is none', `version: 1\n${entry.replace('2026', '26')}`, ['5:11-29 lock-syntax']],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(shown(read(text).diagnostics)).toEqual(expected);
  });

  it('S18 is found in under 100 ms in the largest file', () => {
    const text = `version: 1\n${entry}`.repeat(8000).slice(0, 1024 * 1024);
    const before = process.cpuUsage();
    expect(read(text).diagnostics.length).toBeGreaterThan(100);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(100);
  });
});
