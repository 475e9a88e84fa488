import { gzipSync } from 'node:zlib';
import { type Clock, systemClock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { BuildContext, Builder, BuildRequest, BuiltNode, TestRequest } from '../build/ports/builder.ts';
import type { Digest } from '../names/digest.ts';
import { platformParts } from '../names/platform.ts';
import { makePrivate, moveFile, sha256, walkFiles, writePrivate } from '../system/folder-files.ts';
import type { Http } from '../system/http.ts';
import { uploadImage } from './fake-upload.ts';
import { blobPath } from './image-folder.ts';
import { tar } from './tar.ts';

/**
 * A builder without an engine, for tests of what stands above: quick, the same every time, and steered by the
 * test. It runs no command and reads no Dockerfile; what it writes is a real image, with one layer that tells
 * what was asked: the context's files, the arguments, the exact parents.
 */
export interface FakeBuilder extends Builder {
  /** Every build that was asked for, in order, also those that failed. */
  readonly builds: readonly BuildRequest[];
  readonly tests: readonly TestRequest[];
}

/** What a test makes of builds. */
export interface FakeSteering {
  /** Called for each build; may wait, log lines, and return the failure that the build shall end in. */
  onBuild?(request: BuildRequest, context: BuildContext): Promise<Failure | undefined>;
  onTest?(request: TestRequest, context: BuildContext): Promise<Failure | undefined>;
  /** Why builds of strangers are refused; they are not where it is absent. */
  readonly refusesStrangers?: Failure;
}

/** An image as bytes, ready to be put anywhere. */
export interface FakeImage {
  readonly manifest: { readonly mediaType: string; readonly bytes: Uint8Array; readonly digest: Digest };
  readonly blobs: readonly { readonly digest: Digest; readonly bytes: Uint8Array }[];
}

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** Makes a fake builder; registries are reached with `http`, those in `insecure` without TLS. */
export function createFakeBuilder(
  registries: { readonly http: Http; readonly insecure: readonly string[] },
  steering: FakeSteering = {},
  clock: Clock = systemClock,
): FakeBuilder {
  const builds: BuildRequest[] = [];
  const tests: TestRequest[] = [];
  return {
    kind: 'fake',
    description: 'fake: writes real images and runs nothing',
    limits: { hold: false, why: 'the fake builder runs nothing' },
    builds,
    tests,
    build(request, context) {
      builds.push(request);
      return within('build', request.resources.timeout, context, clock, async (inner) => {
        const failure = await steering.onBuild?.(request, inner);
        return failure ? err(failure) : store(await imageFor(request), request, registries, inner.signal);
      });
    },
    test(request, context) {
      tests.push(request);
      return within('test', request.timeout, context, clock, async (inner) => {
        const failure = await steering.onTest?.(request, inner);
        return failure ? err(failure) : ok(undefined);
      });
    },
    admitsStrangers: async () => (steering.refusesStrangers ? err(steering.refusesStrangers) : ok(undefined)),
    close: () => Promise.resolve(),
  };
}

/** Runs `work` until it ends, is cancelled or its time is over; its lines are kept for the failure. */
async function within<T>(
  phase: 'build' | 'test',
  timeout: number,
  context: BuildContext,
  clock: Clock,
  work: (context: BuildContext) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const lastLines: string[] = [];
  const log = (line: string) => {
    lastLines.push(line);
    context.log(line);
  };
  const over = new AbortController();
  const end = AbortSignal.any([context.signal, over.signal]);
  const ended = (reason: 'cancelled' | 'timeout', message: string) =>
    err<Failure>({ phase, reason, message, lastLines: lastLines.slice(-20) });
  const stopped = new Promise<Result<T, Failure>>((resolve) => {
    const cancel = () => resolve(ended('cancelled', 'cancelled'));
    if (context.signal.aborted) cancel();
    context.signal.addEventListener('abort', cancel, { once: true });
    clock.sleep(timeout, end).then(
      () => resolve(ended('timeout', 'the time for it was over')),
      () => {},
    );
  });
  if (context.signal.aborted) return stopped;
  return Promise.race([work({ signal: end, log }), stopped]).finally(() => over.abort());
}

/** The image of a request: equal requests give equal bytes. */
async function imageFor(request: BuildRequest): Promise<FakeImage> {
  const { args, labels, target, sourceDateEpoch, platform } = request;
  const parents = request.namedContexts.map(({ resolved, source }) => [resolved, source.digest]);
  const secrets = Object.keys(request.secrets);
  const context = await walkFiles(request.contextDirectory);
  const told = JSON.stringify({ args, target, platform, parents, secrets, context }, null, 1);
  const layer = tar([{ path: 'request.json', content: told }], sourceDateEpoch);
  const created = new Date(sourceDateEpoch * 1000).toISOString().replace('.000Z', 'Z');
  const config = Buffer.from(
    JSON.stringify({
      ...platformParts(platform),
      created,
      config: { Labels: labels, Env: ['PATH=/usr/local/bin:/usr/bin:/bin'] },
      rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
      history: [{ created, created_by: 'fake' }],
    }),
  );
  return assemble(config, gzipSync(layer));
}

function assemble(config: Uint8Array, layer: Uint8Array): FakeImage {
  const described = (mediaType: string, bytes: Uint8Array) => ({
    mediaType,
    size: bytes.length,
    digest: sha256(bytes),
  });
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: described('application/vnd.docker.container.image.v1+json', config),
      layers: [described('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)],
    }),
  );
  const named = (content: Uint8Array) => ({ digest: sha256(content) as Digest, bytes: content });
  return { manifest: { mediaType: MANIFEST, ...named(bytes) }, blobs: [named(config), named(layer)] };
}

async function store(
  image: FakeImage,
  { output }: BuildRequest,
  registries: { readonly http: Http; readonly insecure: readonly string[] },
  signal: AbortSignal,
): Promise<Result<BuiltNode, Failure>> {
  const { digest } = image.manifest;
  if (output.kind === 'registry') {
    const failure = await uploadImage(registries, output, image, signal);
    return failure ? err(failure) : ok({ digest });
  }
  await makePrivate(blobPath(output.directory, 'sha256:'));
  for (const blob of [...image.blobs, image.manifest]) {
    const path = blobPath(output.directory, blob.digest);
    const draft = `${path}.${crypto.randomUUID()}`;
    await writePrivate(draft, blob.bytes);
    await moveFile(draft, path);
  }
  return ok({ digest });
}
