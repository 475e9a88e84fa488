import { positionAt } from '../diagnostics/diagnostic.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import { parseReference } from '../names/reference.ts';
import type { Drift } from './drift.ts';
import type { Edge } from './graph.ts';
import type { RepositoryImage } from './image.ts';
import type { ImagePlan, Plan } from './plan.ts';
import { describeReason, type Reason } from './reasons.ts';

/** References to fixed versions of images of this repository that are not their present ones. */
export function pinsBehind(plan: Plan): readonly (Drift & { readonly kind: 'pin-behind' })[] {
  return plan.images.flatMap(({ name }) =>
    (plan.graph.parents.get(name) ?? []).flatMap((edge) => {
      if (edge.live) return [];
      const versions = versionsOf(plan, edge);
      if (!versions || versions.present.includes(versions.pinned)) return [];
      const { parent, child: image, reference, file, span } = edge;
      const [present = ''] = versions.present;
      const place = positionAt(file, span.start);
      return [
        { kind: 'pin-behind', image, parent, pinned: versions.pinned, present, reference, file: file.path, ...place },
      ];
    }),
  );
}

/** What a pin names, and what the parent is known by now, best name first; undefined where the two cannot be compared. */
function versionsOf(
  plan: Plan,
  edge: Edge,
): { readonly pinned: string; readonly present: readonly string[] } | undefined {
  const parsed = parseReference(edge.reference);
  if (!parsed.ok) return undefined;
  const { tag, digest } = parsed.value;
  if (digest !== undefined) {
    const landing = publishedDigests(plan.byName.get(edge.parent));
    return landing.length > 0 ? { pinned: digest, present: landing } : undefined;
  }
  const { definition } = plan.graph.byName.get(edge.parent) as RepositoryImage;
  const version = definition.version?.value;
  return tag === undefined || version === undefined ? undefined : { pinned: tag, present: [version] };
}

/** The digests that stand for an image as it is published: its index first, then its platforms. */
function publishedDigests(parent: ImagePlan | undefined): readonly Digest[] {
  const { landing, record } = parent ?? {};
  if (!record) return [];
  return [record.digest, ...(landing?.digest === record.digest ? Object.values(landing.platforms) : [])];
}

/** Why an image is not published as Git has it; what follows from a base alone is drift of that base. */
export function behindGit(plan: Plan): ReadonlyMap<ImageName, readonly Reason[]> {
  const behind = new Map<ImageName, readonly Reason[]>();
  for (const { name, action, reasons } of plan.images) {
    if (action === 'skip') continue;
    const own = reasons.filter((reason) => isOfGit(reason, behind));
    if (own.length > 0) behind.set(name, own);
  }
  return behind;
}

function isOfGit(reason: Reason, behind: ReadonlyMap<ImageName, readonly Reason[]>): boolean {
  switch (reason.kind) {
    case 'base':
      // A base that is new or gone was changed in Git, and one from the lock is what Git says.
      return !(reason.from && reason.to) || reason.locked === true;
    case 'base-unresolved':
    case 'version-published':
    case 'max-age':
    case 'invalid':
      return false;
    case 'parent':
    case 'parent-blocked':
      return behind.has(reason.parent);
    default:
      return true;
  }
}

/** What a plan alone shows of one image: that the registry is behind Git, or a version is of other content. */
export function imageDrift(image: ImagePlan, behind: ReadonlyMap<ImageName, readonly Reason[]>): readonly Drift[] {
  const { name } = image;
  const conflicts = image.reasons.flatMap((reason): Drift[] =>
    reason.kind === 'version-published'
      ? [{ kind: 'version-content', image: name, version: reason.version, message: reason.message }]
      : [],
  );
  const reasons = behind.get(name);
  return reasons
    ? [...conflicts, { kind: 'registry-behind', image: name, reasons: reasons.map(describeReason) }]
    : conflicts;
}
