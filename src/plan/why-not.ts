import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { liveParents } from './fingerprint.ts';
import type { Action, ImagePlan, Plan } from './plan.ts';
import { describeReason } from './reasons.ts';

/** Why an image is not built: how everything stands that could make it be. */
export interface WhyNot {
  readonly image: ImageName;
  readonly action: Action;
  /** The plan's own reasons, for people. */
  readonly reasons: readonly string[];
  /** The commit whose publication it is compared with; absent where nothing was published. */
  readonly publishedFrom?: string;
  /** What a build is made from, and that it is as it was. */
  readonly bases: readonly { readonly reference: string; readonly digest: Digest }[];
  readonly parents: readonly { readonly image: ImageName; readonly action: Action }[];
  /** Number of files of the context that count. */
  readonly files: number;
  /** Files that differ from what was published and make no difference to the image. */
  readonly uncounted: readonly UncountedChange[];
}

/** A changed file that is no reason to build. */
export interface UncountedChange {
  /** From the repository's root. */
  readonly path: string;
  readonly why: 'not-in-context' | 'not-in-build' | 'registered-only';
}

/** What stands behind an image that is not built. */
export function whyNot(plan: Plan, image: ImagePlan, uncounted: readonly UncountedChange[]): WhyNot {
  const bases = new Map<string, Digest>();
  for (const { ingredients } of image.fingerprint?.nodes ?? []) {
    for (const part of ingredients) if (part.kind === 'base') bases.set(part.reference, part.digest);
  }
  return {
    image: image.name,
    action: image.action,
    reasons: image.reasons.map(describeReason),
    ...(image.record ? { publishedFrom: image.record.commit } : {}),
    bases: [...bases].map(([reference, digest]) => ({ reference, digest })),
    parents: liveParents(plan.graph, image.name).flatMap(({ parent }) => {
      const action = plan.byName.get(parent)?.action;
      return action ? [{ image: parent, action }] : [];
    }),
    files: image.image.context.length,
    uncounted,
  };
}

/** Which of the changed paths lie with an image and yet do not count for it. */
export function uncountedChanges({ image }: ImagePlan, changed: readonly string[]): readonly UncountedChange[] {
  const { definition, context } = image;
  const folder = definition.context.value;
  const below = (path: string, directory: string) => directory === '' || path.startsWith(`${directory}/`);
  const counted = new Set(context.map(({ path }) => (folder === '' ? path : `${folder}/${path}`)));
  return changed.flatMap((path): readonly UncountedChange[] => {
    if (path === definition.file.path) return [{ path, why: 'registered-only' }];
    if (path === definition.dockerfile.value) return [{ path, why: 'not-in-build' }];
    if (counted.has(path)) return [];
    return below(path, folder) || below(path, definition.directory) ? [{ path, why: 'not-in-context' }] : [];
  });
}
