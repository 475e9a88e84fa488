import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { annotation, type Landing, landingFrom } from './holding.ts';
import type { HeldManifest, RetentionState } from './retention.ts';
import { kindOfTag } from './retention-tags.ts';

/** Why something stays whose age is not known, or not yet. */
export const UNKNOWN_AGE = 'nothing tells how old it is';

/** What is known to have come to its end in an image. */
export interface Finished {
  /** Parts of its landings. */
  readonly parts: ReadonlySet<Digest>;
  /** Configurations of the same. */
  readonly configs: ReadonlySet<Digest>;
  /** Parts of any index. */
  readonly owned: ReadonlySet<Digest>;
}

/** The decision is made again before every removal, over manifests of which hardly any has changed. */
const builds = new WeakMap<HeldManifest, Landing | 'none'>();

/** What the annotations of a landing or of a node say; undefined where they are not ours. */
export function buildOf(manifest: HeldManifest): Landing | undefined {
  const { digest, annotations } = manifest;
  const build = builds.get(manifest) ?? landingFrom({ digest, annotations, platforms: {} }) ?? 'none';
  builds.set(manifest, build);
  return build === 'none' ? undefined : build;
}

/** Collects what landed: a build whose configuration is there is not under way any more. */
export function finishedBuilds(stock: readonly HeldManifest[], released: ReadonlySet<Digest>): Finished {
  const landings = stock.filter(({ tags }) => tags.some((tag) => ['landing', 'public'].includes(kindOfTag(tag).kind)));
  const parts = new Set([...released, ...landings.flatMap(({ parts }) => parts)]);
  const configs = stock.flatMap(({ digest, config }) => (config !== undefined && parts.has(digest) ? [config] : []));
  return {
    parts,
    configs: new Set([...released, ...configs]),
    owned: new Set([...released, ...stock.flatMap((manifest) => manifest.parts)]),
  };
}

/** Why a manifest stays whatever else there is; undefined where only the need of another could keep it. */
export function staysByItself(
  image: ImageName,
  manifest: HeldManifest,
  finished: Finished,
  state: RetentionState,
): string | undefined {
  const wanted = state.wanted(image);
  if (manifest.tags.some((tag) => wanted?.has(tag))) return 'the checked-out commit needs it';
  if (manifest.tags.length === 0) return whyUntaggedStays(manifest, finished, state);
  for (const tag of manifest.tags) {
    const why = whyTagStays(tag, manifest, finished, state, wanted !== undefined);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyTagStays(
  tag: string,
  manifest: HeldManifest,
  finished: Finished,
  state: RetentionState,
  wantedKnown: boolean,
): string | undefined {
  const { kind, pullRequest } = kindOfTag(tag);
  switch (kind) {
    case 'public':
      return `${tag} stands on it`;
    case 'record':
      return `it is the record of ${tag.slice('cw-'.length)}`;
    case 'landing':
    case 'source':
      return young(landedAt(manifest), state);
    case 'node':
      if (hasLanded(manifest, finished)) return undefined;
      // The image's own date is that of its commit. It proves no age while a run may be building that commit again.
      return young(manifest.pushedAt ?? (wantedKnown ? manifest.createdAt : undefined), state);
    case 'staging':
      if (hasLanded(manifest, finished)) return undefined;
      return manifest.pushedAt === undefined
        ? 'it may belong to a run that is under way'
        : young(manifest.pushedAt, state);
    case 'cache':
      return manifest.pushedAt === undefined ? 'the next build takes layers from it' : young(manifest.pushedAt, state);
    case 'scratch':
      if (pullRequest !== undefined && state.closed.has(pullRequest)) return undefined;
      return manifest.pushedAt === undefined
        ? `pull request ${pullRequest} may be open`
        : young(manifest.pushedAt, state);
  }
}

/** A part stays with what it is a part of. What else is untagged goes only where it is known to be ours. */
function whyUntaggedStays(manifest: HeldManifest, finished: Finished, state: RetentionState): string | undefined {
  if (finished.owned.has(manifest.digest)) return undefined;
  const { annotations } = manifest;
  const ours = annotations[annotation.fingerprint] !== undefined || annotations[annotation.record] !== undefined;
  if (!ours && !hasLanded(manifest, finished)) return 'it has no tag, and Caskwright does not know it';
  return young(manifest.pushedAt, state);
}

function hasLanded({ digest, parts, config }: HeldManifest, finished: Finished): boolean {
  const known = [digest, ...parts].some((part) => finished.parts.has(part));
  return known || (config !== undefined && finished.configs.has(config));
}

function landedAt(manifest: HeldManifest): number | undefined {
  const built = Date.parse(buildOf(manifest)?.builtAt ?? '');
  return Number.isNaN(built) ? undefined : Math.max(built, manifest.pushedAt ?? built);
}

function young(since: number | undefined, { now, keepFor }: RetentionState): string | undefined {
  if (since === undefined) return UNKNOWN_AGE;
  return now - since < keepFor ? 'it is not old enough' : undefined;
}
