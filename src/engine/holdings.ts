import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { RegistryReader, StoredManifest } from '../build/ports/registry.ts';
import type { Configuration } from '../definition/configuration.ts';
import type { ImageName } from '../names/image-name.ts';
import type { PlanEvent } from '../plan/event.ts';
import type { ImageFingerprint, SourceHash } from '../plan/fingerprint.ts';
import {
  type ChannelRecord,
  type Holding,
  type Landing,
  landingFrom,
  publishedVersion,
  recordFrom,
} from '../plan/holding.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { landingTag, recordTag, sourceTag } from '../plan/tags.ts';
import { versionTag } from '../plan/versions.ts';

/** Images asked about at one time: enough to hide the way to a registry, few enough for its rate limits. */
const AT_ONCE = 16;

/** What the questions are about. */
export interface HoldingsRequest {
  readonly images: readonly RepositoryImage[];
  readonly configuration: Configuration;
  readonly event: PlanEvent;
  readonly sources: ReadonlyMap<ImageName, SourceHash>;
  readonly fingerprints: ReadonlyMap<ImageName, ImageFingerprint>;
  readonly reader: Pick<RegistryReader, 'manifest'>;
  readonly signal: AbortSignal;
}

/**
 * Asks the registry what it holds: two requests for an image that is in step (its landing and its record), and one
 * more where something differs (its version's tag).
 */
export async function readHoldings(
  request: HoldingsRequest,
): Promise<Result<ReadonlyMap<ImageName, Holding>, Failure>> {
  const answers = new Map<RepositoryImage, Result<Holding, Failure>>();
  const waiting = request.images.values();
  const ask = async () => {
    for (const image of waiting) answers.set(image, await readHolding(image, request));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const holdings = new Map<ImageName, Holding>();
  for (const image of request.images) {
    const answer = answers.get(image) as Result<Holding, Failure>;
    if (!answer.ok) return answer;
    holdings.set(image.definition.name.value, answer.value);
  }
  return ok(holdings);
}

async function readHolding(image: RepositoryImage, request: HoldingsRequest): Promise<Result<Holding, Failure>> {
  const name = image.definition.name.value;
  const fingerprint = request.fingerprints.get(name)?.fingerprint;
  const source = request.sources.get(name) as SourceHash;
  const hidden = request.event.kind === 'release' ? sourceTag(source.closure) : fingerprint && landingTag(fingerprint);
  const channel = recordTag(request.event);
  const ask = (tag: string | undefined) =>
    tag === undefined
      ? Promise.resolve(ok<StoredManifest | undefined>(undefined))
      : request.reader.manifest(name, tag, request.signal);
  const [landed, recorded] = await Promise.all([ask(hidden), ask(channel)]);
  if (!landed.ok) return landed;
  if (!recorded.ok) return recorded;
  const landing = landed.value && landingFrom(landed.value);
  const record = recorded.value && recordFrom(recorded.value.annotations);
  const known = { ...(landing ? { landing } : {}), ...(record ? { record } : {}) };
  if (isInStep(landing, record, request.event, fingerprint)) return ok(known);
  const published = await ask(versionTag(image.definition, request.event, request.configuration));
  if (!published.ok) return published;
  if (!published.value) return ok(known);
  const version = publishedVersion(published.value);
  const found = landing ?? landingFrom(published.value);
  const restorable = !landing && found !== undefined && found.fingerprint === fingerprint;
  return ok({ ...known, version, ...(restorable ? { landing: found, landingTagMissing: true } : {}) });
}

function isInStep(
  landing: Landing | undefined,
  record: ChannelRecord | undefined,
  event: PlanEvent,
  fingerprint: string | undefined,
): boolean {
  if (!landing || !record || record.state === 'open' || record.digest !== landing.digest) return false;
  return event.kind === 'release' ? record.release === event.tag : landing.fingerprint === fingerprint;
}
