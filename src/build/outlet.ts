import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { ChannelRecord, Landing } from '../plan/holding.ts';
import { type ImagePlan, publicTag } from '../plan/plan.ts';
import { registrationFor, registrationHash } from '../plan/registration.ts';
import { channelName } from '../plan/tags.ts';
import { closeOpenRecords } from './close.ts';
import type { ImageResult, RunEventBody } from './events.ts';
import type { Failure } from './failure.ts';
import { passGate } from './gate.ts';
import { noteRegistration, type Publication, publishUnit, readRecord } from './publish.ts';
import type { RunInput } from './run-input.ts';

/** The end of the way through: what landed goes public and is registered. */
export interface Outlet {
  /** Ends what an earlier run of the channel left half-published. */
  closeOpenRecords(): Promise<void>;
  /** Takes an image that landed; on a push it is a unit of its own and goes public now. */
  publish(image: ImagePlan, landing: Landing, result: ImageResult): Promise<ImageResult>;
  /** After the last image; for a release the set goes public now, or nothing of it. */
  finish(results: readonly ImageResult[]): Promise<readonly ImageResult[]>;
  /** Something beside an image failed that the run must not hide: a required registration. */
  readonly failed: boolean;
}

/**
 * The outlet for the run's event: nothing for a build-only run or one that publishes or lands no image, images on a push, the
 * set for a release.
 */
export function createOutlet(input: RunInput, emit: (body: RunEventBody) => void): Outlet {
  if (input.publish?.size === 0 || input.share?.lands === false) return closedOutlet;
  const counter = new RegistrationDesk(input, emit);
  switch (input.plan.event.kind) {
    case 'build-only':
      return closedOutlet;
    case 'push':
      return new ImageOutlet(input, emit, counter);
    case 'release':
      return new SetOutlet(input, emit, counter);
  }
}

const closedOutlet: Outlet = {
  closeOpenRecords: () => Promise.resolve(),
  publish: (_image, _landing, result) => Promise.resolve(result),
  finish: (results) => Promise.resolve(results),
  failed: false,
};

/** Tells the control API what is public, where one is configured. A failure is reported and undoes nothing (§7). */
class RegistrationDesk {
  readonly #input: RunInput;
  readonly #emit: (body: RunEventBody) => void;
  failed = false;

  constructor(input: RunInput, emit: (body: RunEventBody) => void) {
    this.#input = input;
    this.#emit = emit;
  }

  async register(image: ImagePlan, landing: Landing, record: ChannelRecord): Promise<void> {
    const { control, signal } = this.#input;
    const tag = publicTag(image.tags);
    if (!control || tag === undefined) return;
    const payload = registrationFor(image.image.definition, landing, tag, control.facts);
    const hash = registrationHash(payload);
    if (record.registration === hash) return;
    const sent = await control.registrar.register(payload, signal);
    const noted = sent.ok ? await noteRegistration(image.name, record, hash, this.#input) : sent;
    if (noted.ok) {
      this.#emit({ type: 'image.registered', image: image.name, digest: landing.digest });
      return;
    }
    this.failed ||= control.required;
    this.#emit({ type: 'image.registration-failed', image: image.name, failure: noted.error });
  }
}

abstract class ChannelOutlet implements Outlet {
  protected readonly input: RunInput;
  protected readonly emit: (body: RunEventBody) => void;
  protected readonly desk: RegistrationDesk;

  constructor(input: RunInput, emit: (body: RunEventBody) => void, desk: RegistrationDesk) {
    this.input = input;
    this.emit = emit;
    this.desk = desk;
  }

  get failed(): boolean {
    return this.desk.failed;
  }

  closeOpenRecords(): Promise<void> {
    return closeOpenRecords(this.input);
  }

  abstract publish(image: ImagePlan, landing: Landing, result: ImageResult): Promise<ImageResult>;
  abstract finish(results: readonly ImageResult[]): Promise<readonly ImageResult[]>;

  /** Publishes a unit and registers its images; the failure, if any, is that of the whole unit. */
  protected async publishAndRegister(unit: readonly Publication[]): Promise<Failure | undefined> {
    const refused = await this.#refusal(unit);
    if (refused) return refused;
    const published = await publishUnit(unit, this.input);
    if (!published.ok) return published.error;
    const own = unit.filter(({ image }) => published.value.has(image.name));
    for (const { image } of unit.filter((one) => !own.includes(one))) {
      this.emit({ type: 'image.held-back', image: image.name, why: 'another run published it at the same time' });
    }
    const images = own.map(({ image, landing }) => ({
      image: image.name,
      digest: landing.digest,
      tags: allTags(image),
    }));
    if (images.length > 0) this.emit({ type: 'set.published', channel: this.#channel(), images });
    await Promise.all(
      own.map(({ image, landing }) =>
        this.desk.register(image, landing, published.value.get(image.name) as ChannelRecord),
      ),
    );
    return undefined;
  }

  /** Why an image of the unit may not be published: then none is. */
  async #refusal(unit: readonly Publication[]): Promise<Failure | undefined> {
    const { gate } = this.input;
    if (!gate) return undefined;
    const passed = await Promise.all(
      unit.map((publication) => {
        const { name, fingerprint } = publication.image;
        const platform = fingerprint?.nodes[0]?.platform ?? ('' as Platform);
        const note = (line: string) => this.emit({ type: 'image.log', image: name, platform, line });
        return passGate(publication, gate, this.input, note);
      }),
    );
    const refused = passed.find((result) => !result.ok);
    return refused && !refused.ok ? refused.error : undefined;
  }

  protected fail(result: ImageResult, failure: Failure): ImageResult {
    if (failure.reason === 'cancelled') return this.cancel(result);
    this.emit({ type: 'image.failed', image: result.image, failure, seconds: result.seconds, blocks: [] });
    return { ...result, outcome: 'failed', failure };
  }

  protected cancel(result: ImageResult): ImageResult {
    this.emit({ type: 'image.cancelled', image: result.image });
    return { ...result, outcome: 'cancelled' };
  }

  #channel(): string {
    const { event } = this.input.plan;
    return event.kind === 'build-only' ? '' : channelName(event);
  }
}

class ImageOutlet extends ChannelOutlet {
  async publish(image: ImagePlan, landing: Landing, result: ImageResult): Promise<ImageResult> {
    if (image.action === 'skip' || !isPublic(image, this.input)) return { ...result, tags: heldTags(image) };
    if (this.input.signal.aborted) return this.cancel(result);
    const [only] = image.reasons;
    if (image.reasons.length === 1 && only?.kind === 'registration' && image.record) {
      await this.desk.register(image, landing, image.record);
      return { ...result, outcome: 'promoted', tags: heldTags(image) };
    }
    const record = await readRecord(image.name, this.input);
    if (!record.ok) return this.fail(result, record.error);
    const movement = await this.input.movement(record.value);
    if (!movement.move) {
      this.emit({ type: 'image.held-back', image: image.name, why: movement.why });
      return result;
    }
    const current = record.value ? { ...image, record: record.value } : image;
    const failure = await this.publishAndRegister([{ image: current, landing }]);
    if (failure) return this.fail(result, failure);
    const outcome = result.outcome === 'in-step' ? 'promoted' : result.outcome;
    return { ...result, outcome, tags: allTags(image) };
  }

  finish(results: readonly ImageResult[]): Promise<readonly ImageResult[]> {
    return Promise.resolve(results);
  }
}

class SetOutlet extends ChannelOutlet {
  readonly #unit: Publication[] = [];

  publish(image: ImagePlan, landing: Landing, result: ImageResult): Promise<ImageResult> {
    if (isPublic(image, this.input)) this.#unit.push({ image, landing });
    return Promise.resolve(result);
  }

  async finish(results: readonly ImageResult[]): Promise<readonly ImageResult[]> {
    const set = this.input.plan.images.filter((image) => isPublic(image, this.input));
    const complete = this.#unit.length === set.length && !this.input.signal.aborted;
    const due = set.some((image) => image.action !== 'skip');
    if (!complete) return results;
    const failure = due ? await this.publishAndRegister(this.#unit) : undefined;
    const tags = new Map<ImageName, readonly string[]>(this.#unit.map(({ image }) => [image.name, allTags(image)]));
    return results.map((result) => {
      const own = tags.get(result.image);
      if (!own) return result;
      if (failure) return this.fail(result, failure);
      return { ...result, outcome: result.action === 'promote' ? 'promoted' : result.outcome, tags: own };
    });
  }
}

function isPublic(image: ImagePlan, { publish }: RunInput): boolean {
  return publish === undefined || publish.has(image.name);
}

function allTags(image: ImagePlan): readonly string[] {
  return [...image.tags.fixed, ...image.tags.moving];
}

/** What the channel's record says of an image that the run leaves alone. */
function heldTags(image: ImagePlan): readonly string[] {
  const { record, landing } = image;
  return record && record.digest === landing?.digest ? [...record.tags.fixed, ...record.tags.moving] : [];
}
