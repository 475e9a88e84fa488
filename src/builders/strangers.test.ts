import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildxRig, containersRig } from '../../test/rig/engines.ts';
import type { Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { isOlder } from './buildx-probe.ts';
import { containersWays, tryWays } from './strangers.ts';

/** Whether a release number is at least another one. */
const isAtLeast = (version: string, least: string) => !isOlder(version.replace(/^(\d+\.\d+)$/, '$1.0'), least);
const none: readonly string[] = [];

function openIn(verdict: Result<void, Failure>): readonly string[] {
  return verdict.ok ? none : (verdict.error.message.match(/CVE-\d+-\d+/g) ?? none);
}

describe('S23 an engine is tried before it builds what strangers say', { timeout: 120_000 }, () => {
  test('buildah: open is what its code, mended or not, really leaves open', async ({ skip }) => {
    const rig = await containersRig('buildah');
    if ('reason' in rig) return skip(rig.reason);
    try {
      const builder = await rig.create();
      const verdict = await builder.admitsStrangers();
      const version = /\d+\.\d+(\.\d+)?/.exec(execFileSync('buildah', ['--version'], { encoding: 'utf8' }))?.[0] ?? '';
      const open = openIn(verdict);
      // Debian's 1.28 has none of these mended; a release that has them all must not be refused.
      if (isAtLeast(version, '1.37.5')) expect(open).toEqual([]);
      else if (!isAtLeast(version, '1.29.0')) {
        expect(open).toEqual(expect.arrayContaining(['CVE-2024-1753', 'CVE-2024-9407', 'CVE-2024-9675']));
      }
      if (!verdict.ok) expect(verdict.error).toMatchObject({ reason: 'builder-unavailable', phase: 'build' });
      // What was tried leaves nothing, and is not tried again at once.
      const again = performance.now();
      expect(await builder.admitsStrangers()).toBe(verdict);
      expect(performance.now() - again).toBeLessThan(50);
      await builder.close();
      expect(await rig.leftovers()).toEqual([]);
    } finally {
      await rig.close();
    }
  });

  test('docker buildx: a BuildKit and a runc that are mended are trusted', async ({ skip }) => {
    const rig = await buildxRig();
    if ('reason' in rig) return skip(rig.reason);
    try {
      const builder = await rig.create();
      expect(await builder.admitsStrangers()).toEqual({ ok: true, value: undefined });
      await builder.close();
      expect(await rig.leftovers()).toEqual([]);
    } finally {
      await rig.close();
    }
  });

  const absent = 'exec: "/caskwright-probe": stat /caskwright-probe: no such file or directory';

  test.each([
    ['a runtime that enters a folder of the machine', /WORKDIR/, absent, 'CVE-2024-21626'],
    ['a link that is followed out', /from=links/, 'exec /mnt/program: exec format error', 'CVE-2024-1753'],
    ['options of a mount that are passed on', /bind-propagation/, absent, 'CVE-2024-9407'],
  ])('%s is a way out', async (_, step, answer, name) => {
    const build = async (dockerfile: string) =>
      step.test(dockerfile) || !/WORKDIR|--mount/.test(dockerfile)
        ? /WORKDIR|--mount/.test(dockerfile)
          ? answer
          : absent
        : 'denied';
    const verdict = await tryWays('an engine', containersWays, { build, folder: '/nowhere' }, 'upgrade it');
    expect(openIn(verdict)).toEqual([name]);
    expect(verdict).toMatchObject({ error: { suggestion: 'upgrade it' } });
  });

  test('an engine that refuses each of them is trusted', async () => {
    const build = async (dockerfile: string) => (/WORKDIR|--mount/.test(dockerfile) ? 'denied' : absent);
    expect(await tryWays('an engine', containersWays, { build, folder: '/nowhere' }, '')).toMatchObject({ ok: true });
  });

  test('an engine that cannot be tried is not trusted, and its words are kept', async () => {
    const verdict = await tryWays('an engine', containersWays, { build: async () => 'no space left', folder: '/' }, '');
    expect(verdict).toMatchObject({
      error: { message: expect.stringContaining('cannot be tried'), lastLines: ['no space left'] },
    });
  });

  test.each([
    ['v0.12.4', true],
    ['0.12.5', false],
    ['v0.22.0', false],
    ['1.0.0', false],
    ['0.9.9', true],
    ['v0.13.0-rc1', false],
    [undefined, true],
    ['main', true],
  ])('%s is older than 0.12.5: %s', (version, older) => expect(isOlder(version, '0.12.5')).toBe(older));
});
