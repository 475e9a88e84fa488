import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { ensureExport } from '../../src/build/exports.ts';
import type { ImageFetcher } from '../../src/build/ports/exporter.ts';
import { defaultExports } from '../../src/definition/read-exports.ts';
import { createPlainExporter } from '../../src/exporters/plain.ts';
import { createExports } from '../../src/main/exports.ts';
import type { Digest } from '../../src/names/digest.ts';
import type { ExportType } from '../../src/names/export-target.ts';
import type { ImageName } from '../../src/names/image-name.ts';
import { createHttp } from '../../src/system/http.ts';
import { layerOf } from '../rig/layers.ts';
import { cleanEnvironment, temporaryDirectory } from '../rig/repository.ts';
import { noSmallDisk, smallDisk } from '../rig/small-disk.ts';

const MIB = 1024 * 1024;
const digest = `sha256:${'d'.repeat(64)}` as Digest;
const whyNot = process.getuid?.() === 0 ? noSmallDisk : 'not root';

/** An image of one file, whose disk images are made below `work` and kept below `disks`. */
function imageOf(content: Buffer, work: string, disks = temporaryDirectory()) {
  const layers = [layerOf([{ path: 'file', content }])];
  const fetcher: ImageFetcher = {
    fetch: async () => ({ ok: true, value: { digest, labels: {}, layers } }),
    inspect: async () => ({ ok: true, value: { digest, labels: {} } }),
  };
  const registry = {
    ...{ http: createHttp({}), clock: systemClock, environment: cleanEnvironment, host: 'registry.test' },
    ...{ namespace: '', insecure: [], ca: {}, mirrors: {} },
  };
  const parts = createExports({ ...defaultExports, storage: { kind: 'local', path: disks } }, '/', {
    environment: cleanEnvironment,
    folder: work,
    registry,
    writeCredentials: () => Promise.reject(new Error('there is nothing to log in to')),
  });
  if (!parts.ok) throw new Error(parts.error.message);
  const own = { ...parts.value, fetcher, exporter: createPlainExporter(fetcher, cleanEnvironment) };
  return {
    make: (type: ExportType, signal = new AbortController().signal, log: (line: string) => void = () => {}) =>
      ensureExport(
        {
          image: 'web' as ImageName,
          source: { kind: 'registry', repository: 'registry.test/web', digest },
          target: { type, architecture: 'x86_64' },
        },
        own,
        { clock: systemClock, signal, log },
      ),
    /** Files of its layers that this process still has open. */
    open: () => readdirSync('/proc/self/fd').filter((fd) => layers.some(({ file }) => targetOf(fd) === file)),
    /** What is there of it, finished or not. */
    left: () =>
      [work, disks]
        .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        .filter((name) => name !== 'exports'),
  };
}

function targetOf(descriptor: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // Closed since it was listed.
    return undefined;
  }
}

describe.skipIf(whyNot)(`a disk image${whyNot === undefined ? '' : ` (${whyNot})`}`, { timeout: 60_000 }, () => {
  test.each(['fetching', 'unpacking', 'writing'])('that is cancelled while %s leaves nothing', async (step) => {
    const { make, left, open } = imageOf(randomBytes(MIB), temporaryDirectory());
    const cancelling = new AbortController();
    const made = await make('qcow2', cancelling.signal, (line) => line.startsWith(step) && cancelling.abort());
    expect(made).toMatchObject({ ok: false, error: { phase: 'export', reason: 'cancelled' } });
    expect(left()).toEqual([]);
    await expect.poll(open).toEqual([]);
  });

  test('that is cancelled while a program writes it leaves nothing', async () => {
    const work = temporaryDirectory();
    const { make, left } = imageOf(Buffer.alloc(MIB), work);
    const cancelling = new AbortController();
    let written = 0;
    const made = await make('tar', cancelling.signal, (line) => {
      if (line !== 'writing tar') return;
      const names = readdirSync(work, { recursive: true, encoding: 'utf8' });
      const file = join(work, dirname(names.find((name) => name.endsWith('/root')) ?? ''), 'disk.tar');
      // tar cannot get to its end: what it writes into is a pipe that nobody empties after its first bytes.
      execFileSync('mkfifo', [file]);
      const reader = createReadStream(file, { highWaterMark: 512 });
      reader.once('data', (bytes) => {
        written = bytes.length;
        cancelling.abort();
        reader.pause();
      });
      onTestFinished(() => void reader.destroy());
    });
    expect(made).toMatchObject({ ok: false, error: { phase: 'export', reason: 'cancelled' } });
    expect(written).toBe(512);
    expect(left()).toEqual([]);
  });

  test.each([
    ['unpacked', 'tar', 6],
    ['written as tar', 'tar', 12],
    ['written as raw', 'raw', 12],
    ['written as iso', 'iso', 12],
  ] as const)('F8 that finds the disk full while it is %s says so and leaves nothing', async (_, type, size) => {
    const { folder } = smallDisk(size * 1024);
    const { make, left } = imageOf(randomBytes(8 * MIB), folder);
    expect(await make(type)).toMatchObject({ ok: false, error: { phase: 'export', reason: 'disk-full' } });
    expect(left()).toEqual([]);
  });

  test('F8 that finds no room where it is kept says so and leaves nothing', async () => {
    const { folder } = smallDisk(4 * 1024);
    const { make, left } = imageOf(randomBytes(8 * MIB), temporaryDirectory(), folder);
    expect(await make('tar')).toMatchObject({
      ok: false,
      error: { phase: 'export', reason: 'disk-full', message: `no space left in ${folder}` },
    });
    // The image's own folder, empty.
    expect(left()).toEqual(['web']);
  });
});
