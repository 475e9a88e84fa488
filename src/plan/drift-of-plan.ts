import { positionAt } from '../diagnostics/diagnostic.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Drift } from './drift.ts';
import { pinsBehind } from './pins.ts';
import type { ImagePlan, Plan } from './plan.ts';
import { describeReason, type Reason } from './reasons.ts';

/** The pins of a plan's images that their parents have left behind. */
export function pinDrift({ graph, byName }: Plan): readonly (Drift & { readonly kind: 'pin-behind' })[] {
  return pinsBehind(graph, byName).map(({ edge, pinned, present }) => {
    const { parent, child: image, reference, file, span } = edge;
    const place = positionAt(file, span.start);
    return { kind: 'pin-behind', image, parent, pinned, present, reference, file: file.path, ...place };
  });
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
