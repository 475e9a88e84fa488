import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Failure } from '../build/failure.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { agedImages } from '../plan/age.ts';
import { type ExternalBase, externalBases } from '../plan/bases.ts';
import type { Drift, DriftReport } from '../plan/drift.ts';
import { behindGit, imageDrift, pinDrift } from '../plan/drift-of-plan.ts';
import { publishedVersion } from '../plan/holding.ts';
import type { ImagePlan } from '../plan/plan.ts';
import { isAncestor } from '../repository/history.ts';
import type { Prepared } from './prepare.ts';
import type { Problem } from './problem.ts';

/** What is looked at: a plan of everything, and the time. */
export interface DriftRequest {
  readonly prepared: Prepared;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const AT_ONCE = 16;

/**
 * Finds everything that has drifted: bases that moved, images that grew old, pins that their parents have left behind,
 * and where registry and Git do not say the same. Nothing is changed. The caller closes the tree.
 */
export async function findDrift({ prepared, clock, signal }: DriftRequest): Promise<Result<DriftReport, Problem>> {
  const { planned, loaded, destination } = prepared;
  const { plan } = planned;
  const { maxAge } = loaded.configuration.policy;
  const asking = { prepared, signal, slots: new Semaphore(AT_ONCE) };
  const [bases, images] = await Promise.all([
    all(externalBases(plan.graph).map((base) => baseDrift(base, asking))),
    all(plan.images.map((image) => publishedDrift(image, asking))),
  ]);
  if (!bases.ok) return err({ kind: 'environment', failure: bases.error });
  if (!images.ok) return err({ kind: 'environment', failure: images.error });
  const behind = behindGit(plan);
  const aged = maxAge === undefined ? new Map<ImageName, string>() : agedImages(plan.byName, maxAge, clock.now());
  const pins = pinDrift(plan);
  const drift = plan.images.flatMap((image, at): readonly Drift[] => {
    const published = images.value[at] ?? [];
    const builtAt = aged.get(image.name);
    const isAhead = published.some(({ kind }) => kind === 'registry-ahead');
    return [
      ...pins.filter((pin) => pin.image === image.name),
      ...imageDrift(image, behind).filter(({ kind }) => !(isAhead && kind === 'registry-behind')),
      ...published,
      ...(builtAt === undefined ? [] : [{ kind: 'image-old', image: image.name, builtAt } as const]),
    ];
  });
  return ok({ commit: plan.commit, registry: destination.name, drift: [...bases.value.flat(), ...drift] });
}

/** What every question has in common. */
interface Asking {
  readonly prepared: Prepared;
  readonly signal: AbortSignal;
  readonly slots: Semaphore;
}

async function baseDrift(base: ExternalBase, asking: Asking): Promise<Result<readonly Drift[], Failure>> {
  // A digest means what it says for good.
  if (base.reference.digest !== undefined) return ok([]);
  const { name: reference, uses } = base;
  const images = [...new Set(uses.map(({ image }) => image.definition.name.value))];
  const moved: Record<Platform, { readonly from: Digest; readonly to: Digest }> = {};
  const missing: Platform[] = [];
  for (const platform of [...base.platforms].sort()) {
    const { reader } = asking.prepared.destination;
    const now = await asking.slots.run(() => reader.resolve(base.reference, platform, asking.signal));
    if (!now.ok && now.error.reason === 'platform-missing') missing.push(platform);
    else if (!now.ok && now.error.reason === 'cancelled') return now;
    else if (!now.ok) return ok([{ kind: 'base-unresolved', reference, images, message: now.error.message }]);
    else {
      const from = digestBefore(base, platform, now.value.digest, asking.prepared);
      if (from !== now.value.digest) moved[platform] = { from, to: now.value.digest };
    }
  }
  if (missing.length > 0) return ok([{ kind: 'base-incomplete', reference, images, missing }]);
  const locked = asking.prepared.loaded.lock?.bases.has(reference) ?? false;
  return ok(
    Object.keys(moved).length === 0 ? [] : [{ kind: 'base-moved', reference, images, platforms: moved, locked }],
  );
}

/** What a base was: as it is locked, else as an image was published with it; as it is where nothing tells. */
function digestBefore(base: ExternalBase, platform: Platform, now: Digest, { loaded, planned }: Prepared): Digest {
  const locked = loaded.lock?.bases.get(base.name)?.digests.get(platform);
  if (locked !== undefined) return locked;
  const published = base.uses.flatMap(({ image, use }) => {
    const record = planned.plan.byName.get(image.definition.name.value)?.record;
    return (record?.components[`base ${use.resolved} ${platform}`] as Digest | undefined) ?? [];
  });
  return published.find((digest) => digest !== now) ?? now;
}

/** Holds what was published of an image against the registry's tags and Git's history. */
async function publishedDrift(image: ImagePlan, asking: Asking): Promise<Result<readonly Drift[], Failure>> {
  const { record, name } = image;
  const { repository, loaded, destination } = asking.prepared;
  if (!record) return ok([]);
  const drift: Drift[] = [];
  if ((await isAncestor(repository, record.commit, loaded.tree.commit)) === 'no') {
    drift.push({ kind: 'registry-ahead', image: name, commit: record.commit });
  }
  // While a publication is open its tags are on their way.
  if (record.state === 'open') return ok(drift);
  const fixed = record.fixedTagsStay ? [] : record.tags.fixed;
  for (const tag of [...fixed, ...record.tags.moving]) {
    const found = await asking.slots.run(() => destination.reader.manifest(name, tag, asking.signal));
    if (!found.ok) return found;
    if (found.value?.digest === record.digest) continue;
    drift.push(tagDrift(image, tag, fixed.includes(tag), found.value, record.digest));
  }
  return ok(drift);
}

function tagDrift(
  { name, source }: ImagePlan,
  tag: string,
  isFixed: boolean,
  found: Parameters<typeof publishedVersion>[0] | undefined,
  published: Digest,
): Drift {
  if (!found) return { kind: 'tag-moved', image: name, tag, published };
  const content = publishedVersion(found);
  const isOther = !content.ours || (content.source !== undefined && content.source !== source.source);
  if (isFixed && isOther) {
    const by = content.ours ? 'from other files' : 'by something other than caskwright';
    return { kind: 'version-content', image: name, version: tag, message: `${tag} was published ${by} since` };
  }
  return { kind: 'tag-moved', image: name, tag, published, found: found.digest };
}

async function all<Value>(answers: readonly Promise<Result<Value, Failure>>[]): Promise<Result<Value[], Failure>> {
  const values: Value[] = [];
  for (const answer of await Promise.all(answers)) {
    if (!answer.ok) return answer;
    values.push(answer.value);
  }
  return ok(values);
}
