import { err, ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { liveParents, type NodeFingerprint } from '../plan/fingerprint.ts';
import { criticalPath, descendantsOf, remainingSeconds } from '../plan/order.ts';
import type { ImagePlan } from '../plan/plan.ts';
import { describeReason } from '../plan/reasons.ts';
import { createEmitter } from './emitter.ts';
import type { ImageResult, RunEventBody, RunSummary } from './events.ts';
import { landImage, testImage } from './land.ts';
import { adoptNode, buildNode, type ReadyNode } from './node.ts';
import { type LandedImage, nodeAsLanding, type SettledNode, type Stop, stopFor } from './outcome.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import { exportPublished, lacksExports } from './run-exports.ts';
import type { RunInput } from './run-input.ts';

/**
 * Carries a plan out. A node starts when its parents' nodes are settled, longest remaining path first, within the
 * slots; an image lands after its parents have; a failure stops only its descendants. What the plan promotes is
 * published beside that. Never rejects for what a user can cause: the summary says how every image ended.
 */
export async function runPlan(input: RunInput): Promise<RunSummary> {
  return new Run(input).carryOut();
}

class Run {
  readonly #input: RunInput;
  readonly #emit: (body: RunEventBody) => void;
  readonly #slots: Semaphore;
  readonly #outlet: Outlet;
  readonly #priority: ReadonlyMap<ImageName, number>;
  readonly #nodes = new Map<string, Promise<Result<SettledNode, Stop>>>();
  readonly #landed = new Map<ImageName, Promise<Result<LandedImage, Stop>>>();
  readonly #startedAt = new Map<ImageName, number>();
  #failures = 0;

  constructor(input: RunInput) {
    this.#input = input;
    this.#emit = createEmitter(input.clock, input.emit);
    this.#slots = new Semaphore(input.slots);
    this.#priority = remainingSeconds(input.plan);
    this.#outlet = createOutlet(input, this.#emit);
  }

  async carryOut(): Promise<RunSummary> {
    const { plan, clock } = this.#input;
    const started = clock.now();
    this.#announce();
    await this.#outlet.closeOpenRecords();
    for (const image of this.#inOrderOfStart()) this.#landed.set(image.name, this.#land(image));
    const images = await Promise.all(plan.images.map((image) => this.#finish(image)));
    const published = await this.#outlet.finish(images);
    const exported = await exportPublished(published, this.#input, this.#emit);
    const summary: RunSummary = {
      outcome: outcomeOf(exported, this.#input.signal, this.#outlet.failed || lacksExports(exported)),
      seconds: (clock.now() - started) / 1000,
      images: exported,
    };
    this.#emit({ type: 'run.finished', result: summary });
    return summary;
  }

  /**
   * What is there already, then builds with the longest remaining path first, so that the first slots go to them.
   * A parent's path is longer than its child's: parents still come first.
   */
  #inOrderOfStart(): readonly ImagePlan[] {
    const priority = (image: ImagePlan) => this.#priority.get(image.name) ?? Number.POSITIVE_INFINITY;
    return this.#input.plan.images.toSorted((a, b) => {
      const [first, second] = [priority(a), priority(b)];
      return first === second ? 0 : second - first;
    });
  }

  #announce(): void {
    const { plan, run, builder } = this.#input;
    const { seconds } = criticalPath(plan);
    this.#emit({
      type: 'run.started',
      run,
      commit: plan.commit,
      destination: plan.destination,
      builder: builder.description,
      ...(seconds === undefined ? {} : { expectedSeconds: seconds }),
      images: plan.images.map((image) => ({
        image: image.name,
        ...versionOf(image),
        action: image.action,
        reason: image.reasons[0] ? describeReason(image.reasons[0]) : '',
        parents: liveParents(plan.graph, image.name).map((edge) => edge.parent),
      })),
    });
  }

  /** The image's bytes under their landing tag, or why not. */
  async #land(image: ImagePlan): Promise<Result<LandedImage, Stop>> {
    if (image.action === 'blocked') {
      return err({ kind: 'blocked', by: image.reasons.map(describeReason).join('; ') });
    }
    if (image.action !== 'build' && image.landing) {
      const { landing } = image;
      this.#holdNodes(image);
      return ok({ landing, how: 'held', seconds: 0 });
    }
    const platforms = (image.fingerprint?.nodes ?? []).map((node) => {
      const settling = this.#settle(image, node);
      this.#nodes.set(nodeKey(image.name, node.platform), settling);
      return [node.platform, settling] as const;
    });
    // All of them, also when one fails: no build may outlive the run, and a platform that is built is kept.
    await Promise.all(platforms.map(([, settling]) => settling));
    if (this.#input.share?.lands === false) return this.#keep(image, platforms);
    const nodes = new Map<Platform, SettledNode>();
    for (const [platform, settling] of platforms) {
      const settled = await settling;
      if (!settled.ok) return settled;
      nodes.set(platform, settled.value);
    }
    const parents = await this.#landedParents(image);
    if (!parents.ok) return parents;
    const land = () =>
      landImage({ image, nodes, parents: parents.value }, this.#input, (platform, line) =>
        this.#emit({ type: 'image.log', image: image.name, platform, line }),
      );
    const tests = image.image.definition.test !== undefined;
    const landed = await (tests ? this.#slots.run(land, this.#priority.get(image.name)) : land());
    if (!landed.ok) return err(this.#stop(landed.error));
    const { landing, adopted } = landed.value;
    const seconds = this.#secondsSinceStart(image.name);
    const { digest, fingerprint } = landing;
    this.#emit({ type: 'image.landed', image: image.name, digest, fingerprint, adopted, seconds });
    return ok({ landing, how: adopted ? 'adopted' : 'built', seconds });
  }

  /** Tests the nodes that are this run's to build. What it only stands on is fine as far as it is settled. */
  async #keep(
    image: ImagePlan,
    platforms: readonly (readonly [Platform, Promise<Result<SettledNode, Stop>>])[],
  ): Promise<Result<LandedImage, Stop>> {
    const own = platforms.filter(([platform]) => this.#isOwn(image.name, platform));
    const nodes = new Map<Platform, SettledNode>();
    let stop: Stop = { kind: 'blocked', by: BUILT_ELSEWHERE };
    for (const [platform, settling] of own.length > 0 ? own : platforms) {
      const settled = await settling;
      if (settled.ok) nodes.set(platform, settled.value);
      else stop = settled.error;
    }
    const [first] = nodes;
    if (!first || nodes.size < own.length) return err(stop);
    const log = (platform: Platform, line: string) =>
      this.#emit({ type: 'image.log', image: image.name, platform, line });
    const priority = this.#priority.get(image.name);
    const tested =
      own.length === 0
        ? ok(undefined)
        : await this.#slots.run(() => testImage({ image, nodes }, this.#input, log), priority);
    if (!tested.ok) return err(this.#stop(tested.error));
    const [platform, { digest, adopted }] = first;
    const seconds = this.#secondsSinceStart(image.name);
    const how = own.length === 0 ? 'held' : adopted ? 'adopted' : 'built';
    return ok({ landing: nodeAsLanding(image, platform, digest), how, seconds });
  }

  #isOwn(image: ImageName, platform: Platform): boolean {
    return this.#input.share?.builds(image, platform) ?? true;
  }

  #holdNodes(image: ImagePlan): void {
    const platforms = Object.entries(image.landing?.platforms ?? {}) as [Platform, Digest][];
    for (const [platform, digest] of platforms) {
      const source = this.#input.heldSource(image.name, digest);
      const settled = ok({ digest, source, adopted: true, seconds: 0 });
      this.#nodes.set(nodeKey(image.name, platform), Promise.resolve(settled));
    }
  }

  async #settle(image: ImagePlan, node: NodeFingerprint): Promise<Result<SettledNode, Stop>> {
    const parents = await this.#settledParents(node);
    if (!parents.ok) return parents;
    const ready: ReadyNode = { image, node, parents: parents.value };
    return this.#slots.run(() => this.#adoptOrBuild(ready), this.#priority.get(image.name) ?? 0);
  }

  /** Asks for the node within the slot: the answers' times must not decide who gets one first. */
  async #adoptOrBuild(ready: ReadyNode): Promise<Result<SettledNode, Stop>> {
    // Whoever settles nodes elsewhere looks there.
    const isOwn = this.#isOwn(ready.image.name, ready.node.platform);
    const wanted = isOwn ? ready : { ...ready, image: { ...ready.image, forced: false } };
    const adopted = this.#input.nodes ? ok(undefined) : await adoptNode(wanted, this.#input);
    if (!adopted.ok) return err(this.#stop(adopted.error));
    if (!adopted.value) return isOwn ? this.#build(ready) : err({ kind: 'blocked', by: BUILT_ELSEWHERE });
    this.#emitSettled(ready, adopted.value);
    return ok(adopted.value);
  }

  async #build(ready: ReadyNode): Promise<Result<SettledNode, Stop>> {
    const { signal, keepGoing } = this.#input;
    if (signal.aborted || (!keepGoing && this.#failures > 0)) return err({ kind: 'cancelled' });
    const { name, expectedSeconds } = ready.image;
    const { platform } = ready.node;
    if (!this.#startedAt.has(name)) this.#startedAt.set(name, this.#input.clock.now());
    this.#emit({
      type: 'node.started',
      image: name,
      platform,
      ...(expectedSeconds === undefined ? {} : { expectedSeconds }),
    });
    const log = (line: string) => this.#emit({ type: 'image.log', image: name, platform, line });
    const built = await (this.#input.nodes?.settle(ready, log) ?? buildNode(ready, this.#input, log));
    if (!built.ok) return err(this.#stop(built.error));
    this.#emitSettled(ready, built.value);
    return ok(built.value);
  }

  #stop(failure: Parameters<typeof stopFor>[0]): Stop {
    if (failure.reason !== 'cancelled') this.#failures += 1;
    return stopFor(failure);
  }

  #emitSettled(ready: ReadyNode, node: SettledNode): void {
    const { digest, adopted, seconds } = node;
    const { platform } = ready.node;
    this.#emit({ type: 'node.settled', image: ready.image.name, platform, digest, adopted, seconds });
  }

  async #settledParents(node: NodeFingerprint): Promise<Result<ReadyNode['parents'], Stop>> {
    const parents = new Map<ImageName, SettledNode>();
    for (const part of node.ingredients) {
      if (part.kind === 'base') continue;
      const settled = await this.#nodes.get(nodeKey(part.parent, part.platform));
      if (!settled?.ok) return err(below(part.parent, settled?.error));
      parents.set(part.parent, settled.value);
    }
    return ok(parents);
  }

  async #landedParents(image: ImagePlan): Promise<Result<ReadonlyMap<ImageName, Digest>, Stop>> {
    const parents = new Map<ImageName, Digest>();
    for (const { parent } of liveParents(this.#input.plan.graph, image.name)) {
      const landed = await this.#landed.get(parent);
      if (!landed?.ok) return err(below(parent, landed?.error));
      parents.set(parent, landed.value.landing.digest);
    }
    return ok(parents);
  }

  /** Waits for an image's end, says how it was, and publishes it where the unit is the image. */
  async #finish(image: ImagePlan): Promise<ImageResult> {
    const landed = await (this.#landed.get(image.name) as Promise<Result<LandedImage, Stop>>);
    const common = { image: image.name, ...versionOf(image), action: image.action, tags: [] };
    if (!landed.ok) return this.#stopped(image, landed.error, common);
    const { landing, how, seconds } = landed.value;
    const outcome = how === 'held' ? 'in-step' : how;
    const { digest, fingerprint, size } = landing;
    const result = { ...common, outcome, digest, fingerprint, size, seconds } as const;
    return this.#outlet.publish(image, landing, result);
  }

  #stopped(image: ImagePlan, stop: Stop, common: Omit<ImageResult, 'outcome' | 'seconds'>): ImageResult {
    switch (stop.kind) {
      case 'failed': {
        const blocks = [...descendantsOf(this.#input.plan, image.name)].filter((name) => this.#landed.has(name)).sort();
        const seconds = this.#secondsSinceStart(image.name);
        this.#emit({ type: 'image.failed', image: image.name, failure: stop.failure, seconds, blocks });
        return { ...common, outcome: 'failed', seconds, failure: stop.failure };
      }
      case 'blocked':
        this.#emit({ type: 'image.blocked', image: image.name, by: stop.by });
        return { ...common, outcome: 'blocked', seconds: 0 };
      case 'cancelled':
        this.#emit({ type: 'image.cancelled', image: image.name });
        return { ...common, outcome: 'cancelled', seconds: 0 };
    }
  }

  /** Seconds since the image's first node got its slot; 0 where none did. */
  #secondsSinceStart(image: ImageName): number {
    const { clock } = this.#input;
    return (clock.now() - (this.#startedAt.get(image) ?? clock.now())) / 1000;
  }
}

const BUILT_ELSEWHERE = 'its own job has not built it';

function nodeKey(image: ImageName, platform: Platform): string {
  return `${image} ${platform}`;
}

/** What a parent's end means for its child. */
function below(parent: ImageName, stop: Stop | undefined): Stop {
  return stop?.kind === 'cancelled' ? stop : { kind: 'blocked', by: parent };
}

function versionOf(image: ImagePlan): { version?: string } {
  const version = image.image.definition.version?.value;
  return version === undefined ? {} : { version };
}

function outcomeOf(images: readonly ImageResult[], signal: AbortSignal, failed: boolean): RunSummary['outcome'] {
  if (signal.aborted) return 'cancelled';
  const bad = images.some(({ outcome }) => outcome === 'failed' || outcome === 'blocked' || outcome === 'cancelled');
  return bad || failed ? 'failed' : 'succeeded';
}
