import { createHash } from 'node:crypto';
import semver from 'semver';
import type { Configuration } from '../definition/configuration.ts';
import type { ImageDefinition } from '../definition/image.ts';
import { nearestTag } from '../names/tag.ts';
import type { PlanEvent } from './event.ts';
import type { ChannelRecord } from './holding.ts';

/** The public tags that an image gets from one event. */
export interface ImageTags {
  /** Tags that name one content for good, as far as the version policy says. */
  readonly fixed: readonly string[];
  /** Tags that follow a channel. */
  readonly moving: readonly string[];
}

/** The hidden tags of a landing (§7). */
export function landingTag(fingerprint: string): string {
  return `fp-${fingerprint.slice(0, 40)}`;
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
      const own = event.isDefaultBranch ? tags.push : ['{branch}', ...tags.push];
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

/** Leaves out the moving tags of a release that is not higher than the one published last (§7). */
export function movableTags(tags: ImageTags, event: PlanEvent, record: ChannelRecord | undefined): ImageTags {
  if (event.kind !== 'release' || record?.release === undefined || record.release === event.tag) return tags;
  return compareReleases(event.tag, record.release) > 0 ? tags : { fixed: tags.fixed, moving: [] };
}

/** Every moving tag that a reference to `image` can follow: what makes an edge a following one. */
export function movingTags(image: ImageDefinition, configuration: Configuration): ReadonlySet<string> {
  const branches = [configuration.branches.default ?? 'main', ...configuration.branches.publish];
  const templates = [...configuration.tags.push, ...configuration.tags.release.filter(isMovingTemplate)];
  const filled = branches.flatMap((branch) =>
    fill(templates, { branch: branchSlug(branch), version: image.version?.value }),
  );
  const moving = new Set(['latest', ...filled]);
  if (image.version !== undefined) moving.delete(image.version.value);
  return moving;
}

/** A release tag that names a pre-release by semantic versioning: `v1.2.3-rc.1`. */
export function isPreRelease(tag: string): boolean {
  return /^[^/]*?v?\d+(?:\.\d+)*-[0-9A-Za-z]/.test(tag);
}

/** Orders release tags by semantic versioning; tags that are no version compare as equal, so that they move nothing. */
function compareReleases(a: string, b: string): number {
  const [left, right] = [a, b].map((tag) => semver.parse(tag, { loose: true }) ?? semver.coerce(tag));
  return left && right ? semver.compare(left, right) : 0;
}

const RELEASES = 'releases';

function branchSlug(branch: string): string {
  const slug = nearestTag(branch).slice(0, 80);
  if (slug === branch && branch !== RELEASES) return branch;
  return `${slug}-${createHash('sha256').update(branch).digest('hex').slice(0, 8)}`;
}

function isMovingTemplate(template: string): boolean {
  return template.includes('{version.major}') || template.includes('{version.minor}');
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
