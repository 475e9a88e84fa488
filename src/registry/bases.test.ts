import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newImage, value } from '../../test/conformance/registry.ts';
import { swiftClock } from '../../test/rig/clock.ts';
import { startFaultProxy } from '../../test/rig/fault-proxy.ts';
import { attestedImage, digest, dockerImage, push } from '../../test/rig/pushed-image.ts';
import { startRegistry, type TestRegistry } from '../../test/rig/registry.ts';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import type { Reference } from '../names/reference.ts';
import { createHttp } from '../system/http.ts';
import { createRegistry, type Registry } from './registry.ts';

const amd64 = 'linux/amd64' as Platform;
const arm64 = 'linux/arm64' as Platform;
const signal = new AbortController().signal;
const http = createHttp({});
let registry: TestRegistry;
let run: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());
afterAll(() => http.close());

const open = (mirrors: Record<string, string> = {}) =>
  createRegistry({
    http,
    clock: swiftClock(),
    environment: {},
    host: 'registry.invalid',
    namespace: '',
    insecure: [],
    ca: {},
    mirrors,
  });
beforeEach(() => {
  run = open();
});

const at = (repository: string, rest: Partial<Reference> = {}): Reference => ({
  registry: registry.host,
  repository,
  ...rest,
});
const pushed = async (image: ReturnType<typeof dockerImage>, tag: string) => {
  const repository = newImage();
  const built = await push(image, { kind: 'registry', repository: `${registry.host}/${repository}`, tag });
  return { repository, built };
};
/** An index of two platforms, and what is not a platform. */
const twoPlatforms = () => {
  const images = [dockerImage(), dockerImage({ architecture: 'arm64', variant: 'v8' })];
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
  ];
  const entries = images.flatMap(({ manifests }, index) =>
    manifests.map(({ mediaType, bytes }) => ({
      mediaType,
      digest: digest(bytes),
      size: bytes.length,
      platform: platforms[index],
    })),
  );
  const mediaType = 'application/vnd.docker.distribution.manifest.list.v2+json';
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: entries }));
  return {
    digests: entries.map((entry) => entry.digest),
    image: {
      blobs: images.flatMap(({ blobs }) => blobs),
      manifests: [...images.flatMap(({ manifests }) => manifests), { mediaType, bytes }],
    },
  };
};

test('an index is resolved to the manifest of the platform; no tag is latest', async () => {
  const { image, digests } = twoPlatforms();
  const { repository } = await pushed(image, 'latest');
  const name = `${registry.host}/${repository}`;
  expect(value(await run.resolve(at(repository), amd64, signal))).toEqual({ repository: name, digest: digests[0] });
  expect(value(await run.resolve(at(repository), arm64, signal))).toEqual({ repository: name, digest: digests[1] });
  expect(run.requests()).toBe(1);
});

test('attestations are no platform', async () => {
  const image = attestedImage();
  const { repository } = await pushed(image, '1.0');
  const resolved = value(await run.resolve(at(repository, { tag: '1.0' as never }), amd64, signal));
  expect(resolved.digest).toBe(digest(image.manifests[0]?.bytes ?? new Uint8Array()));
});

test('a single manifest is checked through its config', async () => {
  const { repository, built } = await pushed(dockerImage(), 'latest');
  expect(value(await run.resolve(at(repository), amd64, signal)).digest).toBe(built);
  expect(run.requests()).toBe(2);
  expect(await run.resolve(at(repository), arm64, signal)).toMatchObject({
    error: { reason: 'platform-missing', message: expect.stringContaining('it has linux/amd64') },
  });
  expect(run.requests()).toBe(2);
});

test('a digest is asked for before the tag beside it', async () => {
  const { repository, built } = await pushed(dockerImage(), '1.0');
  const reference = at(repository, { tag: 'moved' as never, digest: built });
  expect(value(await run.resolve(reference, amd64, signal)).digest).toBe(built);
});

test('what many images stand on is asked once, also at the same moment', async () => {
  const { repository, built } = await pushed(dockerImage(), 'latest');
  const answers = await Promise.all(Array.from({ length: 50 }, () => run.resolve(at(repository), amd64, signal)));
  expect(new Set(answers.map((answer) => value(answer).digest))).toEqual(new Set([built]));
  expect(run.requests()).toBe(2);
});

describe('what cannot be resolved', () => {
  test('a config that is not what its digest says', async () => {
    const { repository } = await pushed(dockerImage(), 'latest');
    const proxy = await startFaultProxy(registry.host);
    proxy.use({ path: /blobs/, fault: { kind: 'corrupt' } });
    const result = await run.resolve({ registry: proxy.host, repository }, amd64, signal);
    expect(result).toMatchObject({ error: { message: expect.stringContaining('other bytes than') } });
    await proxy.stop();
  });

  test('a platform that the index lacks: those that it has are listed', async () => {
    const { repository } = await pushed(twoPlatforms().image, 'latest');
    expect(await run.resolve(at(repository), 'linux/s390x' as Platform, signal)).toMatchObject({
      error: {
        phase: 'plan',
        reason: 'platform-missing',
        message: expect.stringContaining('it has linux/amd64, linux/arm64'),
        suggestion: expect.stringContaining('linux/s390x'),
      },
    });
  });

  test.each([
    ['a repository', {}],
    ['a tag', { tag: 'none' as never }],
    ['a digest', { digest: `sha256:${'0'.repeat(64)}` as Digest }],
  ])('%s that is not there', async (_, rest) => {
    const { repository } = await pushed(dockerImage(), '1.0');
    expect(await run.resolve(at(repository, rest), amd64, signal)).toMatchObject({
      error: { reason: 'image-missing', message: expect.stringContaining(repository), suggestion: expect.any(String) },
    });
  });
});

describe('mirrors', () => {
  test('stand in the place of a host, with a path of their own', async () => {
    const mirror = `${registry.host}/hub/cache`;
    const built = await push(dockerImage(), {
      kind: 'registry',
      repository: `${mirror}/library/debian`,
      tag: 'bookworm',
    });
    const reference: Reference = { registry: 'docker.io', repository: 'library/debian', tag: 'bookworm' as never };
    expect(value(await open({ 'docker.io': mirror }).resolve(reference, amd64, signal))).toEqual({
      repository: `${mirror}/library/debian`,
      digest: built,
    });
  });

  test('a failure tells what was wanted and where it was asked', async () => {
    const reference: Reference = { registry: 'docker.io', repository: 'library/none' };
    const result = await open({ 'docker.io': registry.host }).resolve(reference, amd64, signal);
    expect(result).toMatchObject({
      error: { message: `there is no docker.io/library/none (asked at ${registry.host}/library/none)` },
    });
  });
});
