import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { createEmitter } from '../build/emitter.ts';
import type { EventSink, ImageResult, RunEventBody, RunSummary } from '../build/events.ts';
import type { Failure } from '../build/failure.ts';
import { idOf } from '../build/node.ts';
import type { Builder, BuildRequest } from '../build/ports/builder.ts';
import type { Configuration } from '../definition/configuration.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { type Platform, platformSlug } from '../names/platform.ts';
import { type CopiedContext, copyContext, type FoundFolder, findFolder } from '../repository/folder-context.ts';
import type { BuilderKind, Connections, Destination, RunFolder } from './connections.ts';
import { hostsOfBases, type ResolvedUses, readUses, resolveUses, type Uses } from './one-bases.ts';
import type { Problem } from './problem.ts';

/** One image outside of any repository: a folder, its Dockerfile, and where the result goes. */
export interface OneImageRequest {
  /** Absolute. */
  readonly folder: string;
  /** Absolute; absent: the Dockerfile or Containerfile of the folder. */
  readonly dockerfile?: string;
  /** Absolute folder that messages name paths from. */
  readonly from: string;
  readonly image: ImageName;
  /** The first is the one that the builder pushes. */
  readonly tags: readonly [string, ...string[]];
  readonly platforms: readonly [Platform, ...Platform[]];
  readonly settings: OneImageSettings;
  /** Registry of the image, trust, mirrors, frontends. */
  readonly configuration: Configuration;
  /** Whether the result is pushed; else it is thrown away. */
  readonly push: boolean;
  readonly builder: BuilderKind;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly emit: EventSink;
  readonly signal: AbortSignal;
  /** Told which builder was chosen and why, before it starts. */
  onBuilder(why: string): void;
}

/** What a person says about a build beside what is built. */
export interface OneImageSettings extends Pick<BuildRequest, 'args' | 'labels' | 'secrets' | 'noCache' | 'cache'> {
  readonly target?: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Seconds since 1970 that the image is dated; absent: the time of the context's youngest file. */
  readonly sourceDateEpoch?: number;
}

interface BuiltPlatform {
  readonly platform: Platform;
  readonly digest: Digest;
}

type Emit = (body: RunEventBody) => void;

/**
 * Builds one image and pushes it: no plan, no record, no landing. Whatever can be known to fail is asked before
 * anything is built: the Dockerfile, the bases, the right to push. The digest is that of the manifest, or of the index
 * where there are several platforms. A failure has been told by an event, too; findings have not.
 */
export async function buildOne(request: OneImageRequest): Promise<Result<Digest, Problem>> {
  const { connections, clock, signal } = request;
  const started = clock.now();
  const emit = createEmitter(clock, request.emit);
  const found = await findFolder(request.folder, request.dockerfile, request.from);
  const uses = found.ok ? readUses(found.value.dockerfile.file, readingOf(request)) : ok([]);
  if (!uses.ok) return uses;
  const folder = await connections.openRunFolder();
  try {
    const built = found.ok ? await carryOut(request, found.value, uses.value, folder, emit) : found;
    const outcome = built.ok || !signal.aborted ? built : err(cancelled(built.error));
    finish(request, outcome, (clock.now() - started) / 1000, emit);
    return outcome.ok ? outcome : err({ kind: 'environment', failure: outcome.error });
  } finally {
    await folder.remove();
  }
}

async function carryOut(
  request: OneImageRequest,
  found: FoundFolder,
  uses: Uses,
  folder: RunFolder,
  emit: Emit,
): Promise<Result<Digest, Failure>> {
  const { configuration, connections, image, signal } = request;
  const registry = connections.registry(configuration);
  const allowed = request.push ? await registry.mayPush?.(image, signal) : undefined;
  if (allowed && !allowed.ok) return allowed;
  const bases = await resolveUses(uses, connections.platform, registry.reader, signal);
  if (!bases.ok) return bases;
  const own = configuration.registry.host === undefined ? [] : [configuration.registry.host];
  const hosts = [...new Set([...own, ...hostsOfBases(bases.value)])];
  const chosen = await connections.builder({ kind: request.builder, configuration, folder, hosts });
  if (!chosen.ok) return chosen;
  const { builder, why } = chosen.value;
  request.onBuilder(why);
  try {
    const context = await copyContext(found, await folder.make('context'));
    if (!context.ok) return context;
    announce(request, builder, registry, emit);
    const destination = request.push ? registry : connections.layout(await folder.make('layout'), configuration);
    const builds = request.platforms.map((platform) =>
      buildPlatform(request, platform, context.value, bases.value, destination, builder, emit),
    );
    const nodes: BuiltPlatform[] = [];
    for (const built of await Promise.all(builds)) {
      if (!built.ok) return built;
      nodes.push(built.value);
    }
    return await publish(request, nodes, destination, emit);
  } finally {
    await builder.close();
  }
}

function readingOf({ settings, platforms, configuration, connections }: OneImageRequest) {
  const { args, target } = settings;
  const targeted = target === undefined ? {} : { target };
  const { frontends } = configuration.policy;
  return { args, ...targeted, platforms, frontends, buildPlatform: connections.platform };
}

async function buildPlatform(
  request: OneImageRequest,
  platform: Platform,
  context: CopiedContext,
  bases: ResolvedUses,
  { publisher }: Destination,
  builder: Builder,
  emit: Emit,
): Promise<Result<BuiltPlatform, Failure>> {
  const { image, settings, clock, signal } = request;
  const { timeout, sourceDateEpoch = context.newest, ...asked } = settings;
  const started = clock.now();
  emit({ type: 'node.started', image, platform });
  const built = await builder.build(
    {
      ...asked,
      id: idOf('one', image, platform),
      contextDirectory: context.contextDirectory,
      dockerfile: context.dockerfile,
      platform,
      annotations: {},
      namedContexts: bases.get(platform) ?? [],
      output: publisher.outputFor(image, builderTag(request, platform)),
      resources: { timeout },
      sourceDateEpoch,
    },
    { signal, log: (line) => emit({ type: 'image.log', image, platform, line }) },
  );
  if (!built.ok) return built;
  const { digest } = built.value;
  emit({ type: 'node.settled', image, platform, digest, adopted: false, seconds: (clock.now() - started) / 1000 });
  return ok({ platform, digest });
}

/** An index has a tag only when all of its platforms are there: until then each has one of its own. */
function builderTag({ tags, platforms }: OneImageRequest, platform: Platform): string {
  return platforms.length === 1 ? tags[0] : `${tags[0]}-${platformSlug(platform)}`;
}

/** Joins platforms where there are several, and puts what was pushed under the tags that it does not have yet. */
async function publish(
  { image, tags, push, signal }: OneImageRequest,
  nodes: readonly BuiltPlatform[],
  { publisher }: Destination,
  emit: Emit,
): Promise<Result<Digest, Failure>> {
  const [only, ...others] = nodes as [BuiltPlatform, ...BuiltPlatform[]];
  if (others.length > 0) {
    const joined = await publisher.join({ image, nodes, annotations: {}, tags: push ? tags : [] }, signal);
    if (!joined.ok) return joined;
    if (push) emit({ type: 'set.published', channel: '', images: [{ image, digest: joined.value.digest, tags }] });
    return ok(joined.value.digest);
  }
  for (const tag of push ? tags.slice(1) : []) {
    const tagged = await publisher.tag(image, only.digest, tag, signal);
    if (!tagged.ok) return tagged;
  }
  if (push) emit({ type: 'set.published', channel: '', images: [{ image, digest: only.digest, tags }] });
  return ok(only.digest);
}

function announce({ image, push }: OneImageRequest, { description }: Builder, { name }: Destination, emit: Emit): void {
  const row = { image, action: 'build', reason: 'asked for', parents: [] } as const;
  const destination = push ? name : '';
  emit({ type: 'run.started', run: 'one', commit: '', destination, builder: description, images: [row] });
}

function finish(request: OneImageRequest, outcome: Result<Digest, Failure>, seconds: number, emit: Emit): void {
  const { image, tags, push } = request;
  const row = { image, action: 'build', tags: outcome.ok && push ? tags : [], seconds } as const;
  const end = (how: RunSummary['outcome'], one: Pick<ImageResult, 'outcome' | 'digest' | 'failure'>) =>
    emit({ type: 'run.finished', result: { outcome: how, seconds, images: [{ ...row, ...one }] } });
  if (outcome.ok) {
    end('succeeded', { outcome: 'built', digest: outcome.value });
  } else if (outcome.error.reason === 'cancelled') {
    emit({ type: 'image.cancelled', image });
    end('cancelled', { outcome: 'cancelled' });
  } else {
    emit({ type: 'image.failed', image, failure: outcome.error, seconds, blocks: [] });
    end('failed', { outcome: 'failed', failure: outcome.error });
  }
}

function cancelled({ phase }: Failure): Failure {
  return { phase, reason: 'cancelled', message: 'cancelled', lastLines: [] };
}
