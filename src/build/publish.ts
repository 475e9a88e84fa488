import { ok, type Result } from '../base/result.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { ENCODING } from '../plan/fingerprint.ts';
import { type ChannelRecord, type Landing, recordAnnotations, recordFrom } from '../plan/holding.ts';
import type { ImagePlan } from '../plan/plan.ts';
import { landingTag, recordTag } from '../plan/tags.ts';
import type { Failure } from './failure.ts';
import type { RunInput } from './run-input.ts';

/** One image of a unit of publication. */
export interface Publication {
  readonly image: ImagePlan;
  readonly landing: Landing;
}

/** A unit after its publication: the closed records of its images, without those that another run has taken over. */
export type Published = ReadonlyMap<ImageName, ChannelRecord>;

/**
 * Publishes a unit, all or none (§7): every digest is verified, then the records are opened, version tags move, then
 * moving tags, and the records are closed. A run that ends in between leaves the records open, and any next run of
 * the channel closes them. Where another run has opened the record meanwhile, that run's word holds: the tags are put
 * where its record says.
 */
export async function publishUnit(unit: readonly Publication[], input: RunInput): Promise<Result<Published, Failure>> {
  const tag = recordTag(input.plan.event);
  if (tag === undefined) throw new Error('an event without a channel publishes nothing');
  // A cancel between two tags would leave an open record for no reason: what has begun is brought to its end.
  const signal = new AbortController().signal;
  const records = unit.map((publication) => ({ ...publication, record: openRecord(publication, unit, input) }));
  const steps: ((one: (typeof records)[number]) => Promise<Result<void, Failure>>)[] = [
    ({ image, landing }) => verify(image.name, landing.digest, input),
    ({ image, landing }) => restoreLandingTag(image, landing, input),
    ({ image, record }) => input.publisher.writeRecord(image.name, tag, recordAnnotations(record), signal),
    ({ image, record }) => moveTags(image.name, record, movableFixed(record), input, signal),
    ({ image, record }) => moveTags(image.name, record, record.tags.moving, input, signal),
    async ({ image, record }) => {
      const closed = await closeOrFollow(image.name, record, tag, input);
      if (closed.ok && closed.value) published.set(image.name, closed.value);
      return closed.ok ? ok(undefined) : closed;
    },
  ];
  const published = new Map<ImageName, ChannelRecord>();
  for (const step of steps) {
    const results = await Promise.all(records.map(step));
    const failed = results.find((result) => !result.ok);
    if (failed && !failed.ok) return failed;
  }
  return ok(published);
}

/** Closes the run's own record; undefined where another run has written one over it, which then is followed. */
async function closeOrFollow(
  image: ImageName,
  record: ChannelRecord,
  tag: string,
  input: RunInput,
): Promise<Result<ChannelRecord | undefined, Failure>> {
  const signal = new AbortController().signal;
  const found = await input.reader.manifest(image, tag, signal);
  if (!found.ok) return found;
  const standing = found.value && recordFrom(found.value.annotations);
  if (standing && JSON.stringify(standing) !== JSON.stringify(record)) {
    for (const tags of [movableFixed(standing), standing.tags.moving]) {
      const followed = await moveTags(image, standing, tags, input, signal);
      if (!followed.ok) return followed;
    }
    return ok(undefined);
  }
  const closed = closedRecord(record);
  const written = await input.publisher.writeRecord(image, tag, recordAnnotations(closed), signal);
  return written.ok ? ok(closed) : written;
}

/** Reads a channel's record as it is now, not as the plan saw it. */
export async function readRecord(
  image: ImageName,
  input: RunInput,
): Promise<Result<ChannelRecord | undefined, Failure>> {
  const tag = recordTag(input.plan.event);
  if (tag === undefined) return ok(undefined);
  const found = await input.reader.manifest(image, tag, input.signal);
  if (!found.ok) return found;
  return ok(found.value && recordFrom(found.value.annotations));
}

/** Notes in the record what the control API has accepted. */
export function noteRegistration(
  image: ImageName,
  record: ChannelRecord,
  registration: string,
  input: RunInput,
): Promise<Result<void, Failure>> {
  const tag = recordTag(input.plan.event) as string;
  const signal = new AbortController().signal;
  return input.publisher.writeRecord(
    image,
    tag,
    recordAnnotations({ ...record, commit: input.commit.id, registration }),
    signal,
  );
}

function openRecord({ image, landing }: Publication, unit: readonly Publication[], input: RunInput): ChannelRecord {
  const { event } = input.plan;
  const set = Object.fromEntries(unit.map((other) => [other.image.name, other.landing.digest]));
  return {
    state: 'open',
    commit: input.commit.id,
    digest: landing.digest,
    fingerprint: landing.fingerprint,
    tags: image.tags,
    ...(image.fixedTagsStay ? { fixedTagsStay: true } : {}),
    ...(image.record?.registration === undefined ? {} : { registration: image.record.registration }),
    components: image.components,
    seconds: landing.seconds,
    encoding: ENCODING,
    ...(event.kind === 'release' ? { release: event.tag, set, ...previousOf(image.record) } : {}),
  };
}

/** An immutable version that is published already stays where it is, forced build or not. */
export function movableFixed(record: ChannelRecord): readonly string[] {
  return record.fixedTagsStay ? [] : record.tags.fixed;
}

async function verify(image: ImageName, digest: Digest, input: RunInput): Promise<Result<void, Failure>> {
  const found = await input.reader.manifest(image, digest, input.signal);
  if (!found.ok) return found;
  if (found.value) return ok(undefined);
  return {
    ok: false,
    error: {
      phase: 'publish',
      reason: 'image-missing',
      message: `the registry does not have ${image}@${digest} any more`,
      suggestion: 'run caskwright build again: it builds what is missing',
      lastLines: [],
    },
  };
}

function restoreLandingTag(image: ImagePlan, landing: Landing, input: RunInput): Promise<Result<void, Failure>> {
  if (!image.landingTagMissing) return Promise.resolve(ok(undefined));
  return input.publisher.tag(image.name, landing.digest, landingTag(landing.fingerprint), input.signal);
}

/** Puts `tags` on the record's digest, all at once. */
export async function moveTags(
  image: ImageName,
  record: ChannelRecord,
  tags: readonly string[],
  input: RunInput,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const moved = await Promise.all(tags.map((tag) => input.publisher.tag(image, record.digest, tag, signal)));
  return moved.find((result) => !result.ok) ?? ok(undefined);
}

function previousOf(record: ChannelRecord | undefined): Pick<ChannelRecord, 'previous'> {
  if (!record) return {};
  return { previous: record.state === 'closed' ? record : (record.previous ?? closedRecord(record)) };
}

/** The record when all its tags have moved. */
export function closedRecord(record: ChannelRecord): ChannelRecord {
  const { previous: _, ...rest } = record;
  return { ...rest, state: 'closed' };
}
