import { createHash } from 'node:crypto';
import type { Configuration } from '../definition/configuration.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { type Platform, platformSlug } from '../names/platform.ts';
import { nearestTag } from '../names/tag.ts';
import type { PlanEvent } from './event.ts';
import type { ChannelRecord } from './holding.ts';

/** The public tags that an image gets from one event. */
export interface ImageTags {
  /** Tags that name one content for good, as far as the version policy says. */
  readonly fixed: readonly string[];
  /** Tags that follow a channel. */
  readonly moving: readonly string[];
  /** Release only: the highest release so far, which the moving tags stand for. */
  readonly highest?: string;
}

/** The hidden tags of a landing (§7). */
export function landingTag(fingerprint: string): string {
  return `fp-${fingerprint.slice(0, 40)}`;
}

/** The tag that layers of an image's trusted builds are kept under; no other trust level has one (S24). */
export function layerCacheTag(platform: Platform): string {
  return `fp-cache-trusted-${platformSlug(platform)}`;
}

/** The tag that finds the bytes of a source whatever its bases were. */
export function sourceTag(closure: string): string {
  return `src-${closure.slice(0, 40)}`;
}

/** A channel's record tag. Branch names that a tag cannot carry, and the reserved one, get a hash behind them. */
export function recordTag(event: PlanEvent): string | undefined {
  if (event.kind === 'build-only') return undefined;
  return `cw-${channelName(event)}`;
}

/** The channel that an event publishes on: a branch, or `releases`. */
export function channelName(event: Exclude<PlanEvent, { kind: 'build-only' }>): string {
  return event.kind === 'release' ? RELEASES : branchSlug(event.branch);
}

/** The tags that `event` puts on `image`. */
export function tagsFor(image: ImageDefinition, event: PlanEvent, configuration: Configuration): ImageTags {
  const { tags } = configuration;
  const version = image.version?.value;
  switch (event.kind) {
    case 'build-only':
      return { fixed: [], moving: [] };
    case 'push': {
      const values = { branch: branchSlug(event.branch), version };
      const own = event.isDefaultBranch ? tags.push : branchTemplates(configuration);
      const latest = event.isDefaultBranch && tags.latest === 'push' ? ['latest'] : [];
      return split(version === undefined ? [] : [version], [...latest, ...fill(own, values)]);
    }
    case 'release': {
      const fixed = fill(
        tags.release.filter((template) => !isMovingTemplate(template)),
        { release: event.tag, version },
      );
      const moving = fill(tags.release.filter(isMovingTemplate), { release: event.tag, version });
      const latest = tags.latest === 'release' && !isPreRelease(event.tag) ? ['latest'] : [];
      return split(fixed, isPreRelease(event.tag) ? [] : [...latest, ...moving]);
    }
  }
}

/**
 * Leaves out the moving tags of a release that is not higher than the one they stand for (§7): not the one published
 * last, because a fix of an older line may have come in between.
 */
export function movableTags(tags: ImageTags, event: PlanEvent, record: ChannelRecord | undefined): ImageTags {
  if (event.kind !== 'release') return tags;
  const standing = record?.tags.highest;
  const higher = standing === undefined || standing === event.tag || compareReleases(event.tag, standing) > 0;
  if (higher && !isPreRelease(event.tag)) return { ...tags, highest: event.tag };
  return { fixed: tags.fixed, moving: [], ...(standing === undefined ? {} : { highest: standing }) };
}

/** Every moving tag that a reference to `image` can follow: what makes an edge a following one. */
export function movingTags(image: ImageDefinition, configuration: Configuration): ReadonlySet<string> {
  const { branches, tags } = configuration;
  const version = image.version?.value;
  const filled = [
    ...fill(tags.push, { branch: branchSlug(branches.default ?? 'main'), version }),
    ...fill(tags.release.filter(isMovingTemplate), { version }),
    ...branches.publish.flatMap((branch) =>
      fill(branchTemplates(configuration), { branch: branchSlug(branch), version }),
    ),
  ];
  const moving = new Set(['latest', ...filled]);
  if (version !== undefined) moving.delete(version);
  return moving;
}

/** A release tag that names a pre-release: `v1.2.3-rc.1`. A date, `2026-11-20`, does not. */
export function isPreRelease(tag: string): boolean {
  return readRelease(tag)?.preRelease ?? false;
}

/** Orders release tags by their numbers; tags without any compare as equal, so that they move nothing. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [readRelease(a), readRelease(b)];
  if (!left || !right) return 0;
  const length = Math.max(left.numbers.length, right.numbers.length);
  const differences = Array.from({ length }, (_, at) => (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** The version in a release tag, after a prefix where it has one (`runtime-v1.2.3`), of any number of parts. */
function readRelease(tag: string): { readonly numbers: readonly number[]; readonly preRelease: boolean } | undefined {
  const found = /^(?:.*?[^0-9A-Za-z.])??[vV]?(\d+(?:\.\d+)*)(?:-(.+))?$/.exec(tag);
  if (!found) return undefined;
  const [, core = '', rest] = found;
  const isDate = rest !== undefined && !core.includes('.') && /^\d+(?:-\d+)*$/.test(rest);
  const numbers = (isDate ? `${core}-${rest}` : core).split(/[.-]/).map(Number);
  return { numbers, preRelease: rest !== undefined && !isDate };
}

const RELEASES = 'releases';

/** Branch names that would be taken for another tag: of a channel, hidden ones, or those of another branch. */
const ambiguous = /^(?:latest|releases)$|^(?:fp|src|cw)-|-[0-9a-f]{8}$/;

/** One legal tag for each branch: its name where that can be one, else near to it with a hash behind it. */
function branchSlug(branch: string): string {
  const slug = nearestTag(branch).slice(0, 80);
  if (slug === branch && !ambiguous.test(branch)) return branch;
  const hash = createHash('sha256').update(branch).digest('hex').slice(0, 8);
  const readable = slug === '' ? 'branch' : ambiguous.test(slug) ? `branch-${slug}` : slug;
  return `${readable}-${hash}`;
}

/** What a branch other than the default one moves: its own tags, so that every moving tag has one channel. */
function branchTemplates({ tags }: Configuration): readonly string[] {
  return ['{branch}', ...tags.push.filter((template) => template.includes('{branch}'))];
}

/** A template that names neither the release nor the full version means something else each time. */
function isMovingTemplate(template: string): boolean {
  return !template.includes('{release}') && !template.includes('{version}');
}

function fill(
  templates: readonly string[],
  values: { branch?: string; version?: string | undefined; release?: string },
): string[] {
  const [major, minor] = (values.version ?? '').split('.');
  const known: Record<string, string | undefined> = {
    branch: values.branch,
    version: values.version,
    release: values.release,
    'version.major': major === '' ? undefined : major,
    'version.minor': minor === undefined ? undefined : `${major}.${minor}`,
  };
  return templates.flatMap((template) => {
    let complete = true;
    const text = template.replace(/\{([a-z.]+)\}/g, (_, name: string) => {
      complete &&= known[name] !== undefined;
      return known[name] ?? '';
    });
    return complete ? [text] : [];
  });
}

function split(fixed: readonly string[], moving: readonly string[]): ImageTags {
  return { fixed: [...new Set(fixed)], moving: [...new Set(moving)].filter((tag) => !fixed.includes(tag)) };
}
