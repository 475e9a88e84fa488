import type { Configuration } from '../definition/configuration.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { changesSince, componentsOf } from './components.ts';
import type { PlanEvent } from './event.ts';
import { ENCODING, type ImageFingerprint, liveParents, type NodeFingerprint, type SourceHash } from './fingerprint.ts';
import type { Graph } from './graph.ts';
import type { ChannelRecord, Holding, Landing } from './holding.ts';
import type { RepositoryImage } from './image.ts';
import type { Movement } from './moving.ts';
import { closeSelection } from './order.ts';
import type { Reason } from './reasons.ts';
import { type RegistrationFacts, registrationFor, registrationHash } from './registration.ts';
import { type ImageTags, movableTags, tagsFor } from './tags.ts';
import { versionConflict, versionTag } from './versions.ts';

/** What happens to an image: nothing, tags or registration only, a build, or nothing because something is in the way. */
export type Action = 'skip' | 'promote' | 'build' | 'blocked';

/** One image's part of the plan. */
export interface ImagePlan {
  readonly name: ImageName;
  readonly image: RepositoryImage;
  readonly action: Action;
  /** Never empty; the first is the one that a single line shows. */
  readonly reasons: readonly Reason[];
  readonly source: SourceHash;
  /** Absent where a base or an ancestor's base could not be resolved. */
  readonly fingerprint?: ImageFingerprint;
  /** What the event puts on the image. */
  readonly tags: ImageTags;
  /** The version is published with other bytes of the same inputs, and the policy keeps it there. */
  readonly fixedTagsStay: boolean;
  /** The bytes, where the registry has them. */
  readonly landing?: Landing;
  /** The landing was found under a public tag alone; publishing restores its own tag. */
  readonly landingTagMissing: boolean;
  readonly record?: ChannelRecord;
  /** Parts and ingredients, hashed, for the record. */
  readonly components: Readonly<Record<string, string>>;
  /** What building it took the last time. */
  readonly expectedSeconds?: number;
  /** Build it although it is held. */
  readonly forced: boolean;
}

/** For every image one action and the reasons for it. */
export interface Plan {
  readonly event: PlanEvent;
  /** Full commit id; of the work tree's HEAD where files differ from it. */
  readonly commit: string;
  readonly dirty: boolean;
  /** `host/namespace`; empty where no registry is configured. */
  readonly destination: string;
  readonly graph: Graph;
  /** Parents before children. */
  readonly images: readonly ImagePlan[];
  readonly byName: ReadonlyMap<ImageName, ImagePlan>;
}

/** Everything that a plan is made from; no clock, no network, no file. */
export interface PlanInput {
  readonly event: PlanEvent;
  readonly commit: string;
  readonly dirty: boolean;
  readonly destination: string;
  readonly configuration: Configuration;
  readonly graph: Graph;
  readonly sources: ReadonlyMap<ImageName, SourceHash>;
  readonly fingerprints: ReadonlyMap<ImageName, ImageFingerprint>;
  readonly holdings: ReadonlyMap<ImageName, Holding>;
  /** Bases whose meaning is from the lock, by their references as resolved. Absent: none. */
  readonly locked?: ReadonlySet<string>;
  /** Why a base could not be resolved, by its reference as resolved. */
  readonly unresolved: ReadonlyMap<string, string>;
  /** Whether this commit may move the tags over a record of `commit` (`''`: no record). */
  readonly movement: (recordedCommit: string) => Movement;
  /** Images to plan; what they stand on, and what stands on forced ones, is planned too. Absent: all. */
  readonly selection?: ReadonlySet<ImageName>;
  /** Images to build whether held or not; what stands on them is built with them, as one set (§7). */
  readonly forced: ReadonlySet<ImageName>;
  /** Images that are too old, with the time of their build: built again like forced ones. Absent: none. */
  readonly aged?: ReadonlyMap<ImageName, string>;
  /** Images that the event is about; the others are only stood on and get no tag of it. Absent: all. */
  readonly publish?: ReadonlySet<ImageName>;
  /** Absent where no control API is configured. */
  readonly registration?: RegistrationFacts;
}

/** Makes the plan. The same input gives the same plan, to the byte. */
export function makePlan(input: PlanInput): Plan {
  const decided = new Map<ImageName, ImagePlan>();
  const selected = input.selection && closeSelection(input.graph, input.selection, input.forced);
  for (const image of input.graph.images) {
    const name = image.definition.name.value;
    if (selected && !selected.has(name)) continue;
    decided.set(name, decide(input, image, decided));
  }
  const { event, commit, dirty, destination, graph } = input;
  return { event, commit, dirty, destination, graph, images: [...decided.values()], byName: decided };
}

/** The nodes of a plan's images, in the images' order. */
export function planNodes(
  plan: Plan,
): readonly { readonly image: ImagePlan; readonly platform: Platform; readonly node?: NodeFingerprint }[] {
  return plan.images.flatMap((image) =>
    image.image.definition.platforms.map(({ value: platform }) => {
      const node = image.fingerprint?.nodes.find((candidate) => candidate.platform === platform);
      return { image, platform, ...(node ? { node } : {}) };
    }),
  );
}

function decide(input: PlanInput, image: RepositoryImage, decided: ReadonlyMap<ImageName, ImagePlan>): ImagePlan {
  const name = image.definition.name.value;
  const source = input.sources.get(name) as SourceHash;
  const fingerprint = input.fingerprints.get(name);
  const { landing, record } = input.holdings.get(name) ?? {};
  const seconds = record?.seconds ?? landing?.seconds;
  let components: ImagePlan['components'] | undefined;
  const common = {
    name,
    image,
    source,
    tags: isPublic(input, name)
      ? movableTags(tagsFor(image.definition, input.event, input.configuration), input.event, record)
      : { fixed: [], moving: [] },
    // Hashed for who compares or records them: most of a plan is new or in step.
    get components() {
      components ??= componentsOf(image, source, fingerprint);
      return components;
    },
    forced: isForced(input, name) || liveParents(input.graph, name).some(({ parent }) => decided.get(parent)?.forced),
    landingTagMissing: input.holdings.get(name)?.landingTagMissing ?? false,
    fixedTagsStay: input.configuration.policy.versions === 'immutable' && isPublished(input, image),
    ...(fingerprint ? { fingerprint } : {}),
    ...(record ? { record } : {}),
    ...(seconds !== undefined && seconds > 0 ? { expectedSeconds: seconds } : {}),
  };
  const held = heldLanding(input, landing, fingerprint);
  const obstacles = findObstacles(input, image, fingerprint, source, held, decided);
  if (obstacles.length > 0) return Object.assign(common, { action: 'blocked', reasons: obstacles } as const);
  const builds = reasonsToBuild(input, common, held, decided);
  if (builds.length > 0 && !fingerprint) {
    const bases = unresolvedBases(input, name);
    return Object.assign(common, { action: 'blocked', reasons: bases.length > 0 ? bases : [unknownBelow] } as const);
  }
  if (builds.length > 0) return Object.assign(common, { action: 'build', reasons: builds } as const);
  const promotes = reasonsToPromote(input, common, held as Landing);
  const action = promotes.length > 0 && promotes.every((reason) => reason.kind !== 'held-back') ? 'promote' : 'skip';
  const reasons: readonly Reason[] = promotes.length > 0 ? promotes : [{ kind: 'in-step' }];
  return Object.assign(common, { landing: held as Landing, action, reasons } as const);
}

function isForced({ forced, aged }: PlanInput, image: ImageName): boolean {
  return forced.has(image) || (aged?.has(image) ?? false);
}

function isPublic({ publish }: PlanInput, image: ImageName): boolean {
  return publish === undefined || publish.has(image);
}

/** Whether the version stands in the registry: as it was read, or as a closed record says of an image in step. */
function isPublished({ event, configuration, holdings }: PlanInput, { definition }: RepositoryImage): boolean {
  const { version, record } = holdings.get(definition.name.value) ?? {};
  const tag = versionTag(definition, event, configuration);
  const recorded = record?.state === 'closed' && tag !== undefined && record.tags.fixed.includes(tag);
  return version !== undefined || recorded;
}

/** A push wants exactly its fingerprint; a release takes the bytes of its sources, whatever their bases were. */
function heldLanding(
  input: PlanInput,
  landing: Landing | undefined,
  fingerprint: ImageFingerprint | undefined,
): Landing | undefined {
  const held = input.event.kind === 'release' || landing?.fingerprint === fingerprint?.fingerprint;
  return held ? landing : undefined;
}

function findObstacles(
  input: PlanInput,
  image: RepositoryImage,
  fingerprint: ImageFingerprint | undefined,
  source: SourceHash,
  held: Landing | undefined,
  decided: ReadonlyMap<ImageName, ImagePlan>,
): readonly Reason[] {
  const name = image.definition.name.value;
  const blocked = liveParents(input.graph, name)
    .filter((edge) => decided.get(edge.parent)?.action === 'blocked')
    .map((edge): Reason => ({ kind: 'parent-blocked', parent: edge.parent }));
  const bases = fingerprint || held ? [] : unresolvedBases(input, name);
  const conflict = isPublic(input, name) && versionConflict(input, image, source, held ?? fingerprint);
  const obstacles = [...bases, ...(conflict ? [conflict] : []), ...blocked];
  return obstacles.length > 0 || fingerprint || held ? obstacles : [unknownBelow];
}

/** Only for a release: the parent is held, so that its own unresolved base blocks nothing but a build on it. */
const unknownBelow: Reason = { kind: 'invalid', message: 'a base of an image below it cannot be resolved' };

function unresolvedBases(input: PlanInput, name: ImageName): readonly Reason[] {
  return (input.graph.bases.get(name) ?? []).flatMap(({ use: { resolved } }): Reason[] => {
    const message = input.unresolved.get(resolved);
    return message === undefined ? [] : [{ kind: 'base-unresolved', reference: resolved, message }];
  });
}

type Common = Pick<ImagePlan, 'name' | 'image' | 'components' | 'forced' | 'landingTagMissing' | 'record' | 'tags'>;

function reasonsToBuild(
  input: PlanInput,
  image: Common,
  held: Landing | undefined,
  decided: ReadonlyMap<ImageName, ImagePlan>,
): readonly Reason[] {
  if (input.forced.has(image.name)) return [{ kind: 'forced' }];
  const builtAt = input.aged?.get(image.name);
  if (builtAt !== undefined) return [{ kind: 'max-age', builtAt }];
  const parents = liveParents(input.graph, image.name).map((edge) => decided.get(edge.parent) as ImagePlan);
  const rebuilt = parents.filter((parent) => parent.action === 'build');
  if (held) {
    const stale = parents.filter((parent) => parent.landing && held.parents[parent.name] !== parent.landing.digest);
    return [
      ...rebuilt.map((parent): Reason => ({ kind: 'parent', parent: parent.name })),
      ...stale.map((parent): Reason => ({ kind: 'parent-digest', parent: parent.name })),
    ];
  }
  const { record } = image;
  if (!record) {
    const above = rebuilt.map((parent): Reason => ({ kind: 'parent', parent: parent.name }));
    return [{ kind: 'not-in-registry' }, ...above];
  }
  if (record.encoding !== ENCODING) return [{ kind: 'format' }];
  const changes = changesSince(record.components, image.components).map((reason) => withLock(input, reason));
  return changes.length > 0 ? changes : [{ kind: 'landing-lost' }];
}

function withLock({ locked }: PlanInput, reason: Reason): Reason {
  return reason.kind === 'base' && locked?.has(reason.reference) ? { ...reason, locked: true } : reason;
}

function reasonsToPromote(input: PlanInput, image: Common, landing: Landing): readonly Reason[] {
  if (input.event.kind === 'build-only' || !isPublic(input, image.name)) return [];
  const { record, tags } = image;
  const due: Reason[] = image.landingTagMissing ? [{ kind: 'landing-tag' }] : [];
  if (!record) due.push({ kind: 'unpublished' });
  else if (record.state === 'open') due.push({ kind: 'record-open' });
  else if (record.digest !== landing.digest) due.push({ kind: 'other-bytes', commit: record.commit });
  else {
    const has = new Set([...record.tags.fixed, ...record.tags.moving]);
    const missing = [...tags.fixed, ...tags.moving].filter((tag) => !has.has(tag));
    if (missing.length > 0) due.push({ kind: 'tags', missing });
  }
  if (due.length === 0 && registrationDiffers(input, image, landing)) due.push({ kind: 'registration' });
  // The control API too keeps what the newest commit says: an old one must not take its place.
  const movement = due.length > 0 ? input.movement(record?.commit ?? '') : undefined;
  return movement?.move === false ? [{ kind: 'held-back', why: movement.why }] : due;
}

function registrationDiffers(input: PlanInput, { image, record, tags }: Common, landing: Landing): boolean {
  const tag = publicTag(tags);
  if (!input.registration || tag === undefined) return false;
  return record?.registration !== registrationHash(registrationFor(image.definition, landing, tag, input.registration));
}

/** The tag that consumers are pointed at: the version, else the first moving tag. */
export function publicTag(tags: ImageTags): string | undefined {
  return tags.fixed[0] ?? tags.moving[0];
}
