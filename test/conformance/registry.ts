import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/base/result.ts';
import type { Publisher, RegistryReader } from '../../src/build/ports/registry.ts';
import type { Digest } from '../../src/names/digest.ts';
import type { ImageName } from '../../src/names/image-name.ts';
import type { Platform } from '../../src/names/platform.ts';
import { attestedImage, digest, dockerImage, type PushedImage, push } from '../rig/pushed-image.ts';

type Subject = RegistryReader & Publisher;

/** What the suite needs to know about an implementation. */
export interface Destination {
  /** A new run that reads from and writes to the destination; runs know nothing of one another. */
  run(): Subject;
  /** Reads what lies under a tag or digest with nothing of our own. */
  raw(image: string, reference: string): Promise<Uint8Array>;
}

const amd64 = 'linux/amd64' as Platform;
const arm64 = 'linux/arm64' as Platform;
const signal = new AbortController().signal;

/** What every place that images are published to must do. `destination` is set up when the first test runs. */
export function registryConformance(destination: () => Destination): void {
  const settle = async (run: Subject, image: ImageName, pushed: PushedImage, over: Partial<Identity> = {}) => {
    const { fingerprint, parents, platform, replace } = { ...defaultIdentity, ...over };
    const tag = `fp-${fingerprint}-${platform.replaceAll('/', '-')}`;
    const built = await push(pushed, run.outputFor(image, tag));
    const annotations = {
      'dev.caskwright.fingerprint': fingerprint,
      'dev.caskwright.parents': parents,
      'org.opencontainers.image.revision': randomBytes(4).toString('hex'),
    };
    const settled = await run.settle({ image, platform, built, tag, annotations, replace }, signal);
    return { tag, built, annotations, settled: value(settled) };
  };
  const content = async (image: string, reference: string) =>
    JSON.parse(Buffer.from(await destination().raw(image, reference)).toString()) as Record<string, never>;

  test('what is not there is a value', async () => {
    const run = destination().run();
    expect(value(await run.manifest(newImage(), 'latest', signal))).toBeUndefined();
    expect(value(await run.tags(newImage(), signal))).toEqual([]);
  });

  describe('settle', () => {
    test("rewrites Docker's format as OCI over the same blobs, config untouched", async () => {
      const image = newImage();
      const pushed = dockerImage({
        config: { Healthcheck: { Test: ['CMD', 'true'] }, OnBuild: ['RUN x'], Shell: ['sh'] },
      });
      const { tag, annotations, settled } = await settle(destination().run(), image, pushed);
      const manifest = await content(image, tag);
      const [config, layer] = pushed.blobs.map((blob) => ({ digest: digest(blob), size: blob.length }));
      expect(manifest).toEqual({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: { ...config, mediaType: 'application/vnd.oci.image.config.v1+json' },
        layers: [{ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }],
        annotations,
      });
      expect(settled).toEqual({ digest: digest(await destination().raw(image, tag)), annotations, platforms: {} });
      expect(value(await destination().run().manifest(image, tag, signal))).toEqual(settled);
    });

    test('an OCI manifest with all the annotations keeps its digest', async () => {
      const image = newImage();
      const run = destination().run();
      const first = await settle(run, image, dockerImage());
      const request = {
        image,
        platform: amd64,
        built: first.settled.digest,
        tag: 'again',
        annotations: first.annotations,
      };
      expect(value(await run.settle(request, signal)).digest).toBe(first.settled.digest);
      expect(digest(await destination().raw(image, 'again'))).toBe(first.settled.digest);
    });

    test('an index with attestations is annotated, and what is inside stays as it is', async () => {
      const image = newImage();
      const pushed = attestedImage();
      const { tag, annotations, settled } = await settle(destination().run(), image, pushed);
      const before = JSON.parse(Buffer.from(pushed.manifests.at(-1)?.bytes ?? []).toString()) as {
        manifests: object[];
      };
      expect(await content(image, tag)).toEqual({ ...before, annotations });
      expect(settled.platforms).toEqual({ [amd64]: digest(pushed.manifests[0]?.bytes ?? new Uint8Array()) });
    });

    test('I2 of two runs that build the same node, one digest wins for both', async () => {
      const image = newImage();
      const first = await settle(destination().run(), image, dockerImage());
      const second = await settle(destination().run(), image, dockerImage());
      expect(second.built).not.toBe(first.built);
      expect(second.settled).toEqual(first.settled);
      expect(digest(await destination().raw(image, first.tag))).toBe(first.settled.digest);
    });

    test('I2 runs that push side by side agree with the tag as it stands in the end', async () => {
      const image = newImage();
      await Promise.all([1, 2, 3, 4].map(() => settle(destination().run(), image, dockerImage())));
      const late = await settle(destination().run(), image, dockerImage());
      expect(digest(await destination().raw(image, late.tag))).toBe(late.settled.digest);
    });

    test('a node on other parents is not the same node', async () => {
      const image = newImage();
      await settle(destination().run(), image, dockerImage(), { parents: '{"base":"sha256:1"}' });
      const second = await settle(destination().run(), image, dockerImage(), { parents: '{"base":"sha256:2"}' });
      expect(second.settled.annotations).toEqual(second.annotations);
      expect(digest(await destination().raw(image, second.tag))).toBe(second.settled.digest);
    });

    test('a forced rebuild takes the place of the winner', async () => {
      const image = newImage();
      const first = await settle(destination().run(), image, dockerImage());
      const second = await settle(destination().run(), image, dockerImage(), { replace: true });
      expect(second.settled.digest).not.toBe(first.settled.digest);
      expect(digest(await destination().raw(image, first.tag))).toBe(second.settled.digest);
    });

    test('a digest that nobody pushed is a failure', async () => {
      const built = digest(randomBytes(8));
      const request = { image: newImage(), platform: amd64, built, tag: 'x', annotations: {} };
      const result = await destination().run().settle(request, signal);
      expect(result).toMatchObject({ ok: false, error: { phase: 'push', reason: 'registry-error' } });
    });
  });

  describe('join', () => {
    test('makes one index under no tag, counts shared layers once, and copies attestations', async () => {
      const image = newImage();
      const run = destination().run();
      const shared = randomBytes(1000);
      const own = randomBytes(10);
      const arm = dockerImage({ architecture: 'arm64' }, [shared, own]);
      const third = dockerImage({ architecture: 's390x' }, [shared]);
      const attested = attestedImage();
      const nodes = [
        { platform: amd64, digest: (await settle(run, image, attested)).settled.digest },
        { platform: arm64, digest: (await settle(run, image, arm, { platform: arm64 })).settled.digest },
        {
          platform: 'linux/s390x' as Platform,
          digest: (await settle(run, image, third, { platform: 'linux/s390x' as Platform })).settled.digest,
        },
      ];
      const tags = value(await run.tags(image, signal));
      const joined = value(await run.join({ image, nodes, annotations: { 'org.example': 'yes' } }, signal));
      expect(value(await destination().run().tags(image, signal))).toEqual(tags);

      const sizes = [...arm.blobs, ...third.blobs.slice(0, 1), ...attested.blobs.slice(0, 2)].map(
        (blob) => blob.length,
      );
      expect(joined.size).toBe(sizes.reduce((sum, size) => sum + size, 0));
      const index = await content(image, joined.digest);
      const [inner, attestation] = attested.manifests.map((manifest) => digest(manifest.bytes));
      expect(index).toMatchObject({
        mediaType: 'application/vnd.oci.image.index.v1+json',
        annotations: { 'org.example': 'yes', 'dev.caskwright.size': String(joined.size) },
        manifests: [
          { digest: inner, platform: { os: 'linux', architecture: 'amd64' } },
          { digest: nodes[1]?.digest, platform: { os: 'linux', architecture: 'arm64' } },
          { digest: nodes[2]?.digest, platform: { os: 'linux', architecture: 's390x' } },
          {
            digest: attestation,
            annotations: { 'vnd.docker.reference.digest': inner, 'vnd.docker.reference.type': 'attestation-manifest' },
          },
        ],
      });
    });

    test('the same nodes give the same digest', async () => {
      const image = newImage();
      const run = destination().run();
      const { settled } = await settle(run, image, dockerImage());
      const request = { image, nodes: [{ platform: amd64, digest: settled.digest }], annotations: { a: '1', b: '2' } };
      const first = value(await run.join(request, signal));
      const again = await destination()
        .run()
        .join({ ...request, annotations: { b: '2', a: '1' } }, signal);
      expect(value(again)).toEqual(first);
    });
  });

  test('tag moves a tag, and the reader tells annotations and platforms of what stands there', async () => {
    const image = newImage();
    const run = destination().run();
    const { settled } = await settle(run, image, dockerImage());
    const nodes = [{ platform: amd64, digest: settled.digest }];
    const digests: Digest[] = [];
    for (const round of ['1', '2']) {
      const joined = value(await run.join({ image, nodes, annotations: { round } }, signal));
      digests.push(joined.digest);
      value(await run.tag(image, joined.digest, 'latest', signal));
      expect(value(await destination().run().manifest(image, 'latest', signal))).toEqual({
        digest: joined.digest,
        annotations: { round, 'dev.caskwright.size': String(joined.size) },
        platforms: { [amd64]: settled.digest },
      });
    }
    value(
      await destination()
        .run()
        .tag(image, digests[0] as Digest, 'latest', signal),
    );
    expect(digest(await destination().raw(image, 'latest'))).toBe(digests[0]);
    expect(value(await run.tags(image, signal))).toContain('latest');
  });

  test('a record is written, read back and replaced', async () => {
    const image = newImage();
    for (const state of ['open', 'closed']) {
      const annotations = { 'dev.caskwright.record': JSON.stringify({ state, 'ünïcode "quoted"': '\n' }) };
      value(await destination().run().writeRecord(image, 'cw-main', annotations, signal));
      const read = value(await destination().run().manifest(image, 'cw-main', signal));
      expect(read?.annotations).toEqual(annotations);
    }
    expect(await content(image, 'cw-main')).toMatchObject({ artifactType: 'application/vnd.caskwright.record.v1' });
  });

  test('many writers at once lose nothing', async () => {
    const image = newImage();
    const run = destination().run();
    const tags = Array.from({ length: 30 }, (_, index) => `tag-${String(index).padStart(2, '0')}`);
    await Promise.all(tags.map(async (tag) => value(await run.writeRecord(image, tag, { tag }, signal))));
    expect([...value(await run.tags(image, signal))].toSorted()).toEqual(tags);
  });

  test('a cancelled call is a failure that says so', async () => {
    const result = await destination().run().manifest(newImage(), 'latest', AbortSignal.abort());
    expect(result).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
  });
}

interface Identity {
  readonly fingerprint: string;
  readonly parents: string;
  readonly platform: Platform;
  readonly replace: boolean;
}

const defaultIdentity: Identity = { fingerprint: '0'.repeat(40), parents: '{}', platform: amd64, replace: false };

/** A name that no other test uses. */
export function newImage(): ImageName {
  return `fleet/${randomBytes(6).toString('hex')}` as ImageName;
}

/** The value of a result that must be good. */
export function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
