import type { ImageName } from '../names/image-name.ts';
import type { ImagePlan } from '../plan/plan.ts';
import type { Reason } from '../plan/reasons.ts';
import { actionStates, titleOf, type WireImage, type WirePlan } from './plan-text.ts';
import { type Look, paint, shortDigest } from './style.ts';
import { escapeControls } from './text.ts';

/** A reason whose cause is another image: the chain goes on there. */
type ParentReason = Extract<Reason, { readonly parent: ImageName }>;

const links = {
  parent: 'parent',
  'parent-digest': 'newer bytes of parent',
  'parent-blocked': 'blocked parent',
} as const satisfies Record<ParentReason['kind'], string>;

const DEEPEST = 40;

/** Why an image has its action, down to the change that started it, then what is as it was, and what is held. */
export function renderExplain(plan: WirePlan, image: ImagePlan, look: Look): string {
  const byName = new Map(plan.images.map((row) => [row.image, row]));
  const row = byName.get(image.name) as WireImage;
  const lines = [`${titleOf(row)}  ${actionWord(row, look)}`];
  lines.push(...chain(byName, row, ' ', new Set([row.image]), look));
  const same = unchanged(image);
  if (same.length > 0) lines.push(`unchanged: ${same.join(', ')}`);
  return `${[...lines, ...holdings(image)].join('\n')}\n`;
}

function chain(
  byName: ReadonlyMap<ImageName, WireImage>,
  image: WireImage,
  indent: string,
  seen: Set<ImageName>,
  look: Look,
): string[] {
  const { reasons } = image;
  return reasons.flatMap((reason, at) => {
    const last = at === reasons.length - 1;
    const branch = `${indent}${last ? '└' : '├'} `;
    if (!('parent' in reason)) return [branch + escapeControls(reason.text)];
    const head = `${branch}${links[reason.kind]} ${reason.parent}`;
    const parent = byName.get(reason.parent);
    if (!parent) return [head];
    const line = `${head}  ${actionWord(parent, look)}`;
    if (seen.has(parent.image)) return [`${line}  (see above)`];
    seen.add(parent.image);
    const below = `${indent}${last ? ' ' : '│'}  `;
    if (below.length > DEEPEST * 3) return [line, `${below}└ caskwright explain ${parent.image} goes on`];
    return [line, ...chain(byName, parent, below, seen, look)];
  });
}

function holdings({ landing, record }: ImagePlan): string[] {
  const lines: string[] = [];
  if (landing) {
    const built = `built ${landing.builtAt.slice(0, 10)} from ${landing.commit.slice(0, 7)}`;
    lines.push(`held: fp-${landing.fingerprint.slice(0, 4)}… ${built}`);
  }
  if (record) {
    const tags = [...record.tags.fixed, ...record.tags.moving].join(', ') || 'no tag';
    lines.push(`published: ${shortDigest(record.digest)} of ${record.commit.slice(0, 7)} as ${tags}`);
  }
  return lines.map(escapeControls);
}

/** What a build finds as it was published; nothing where there is no record to compare with. */
function unchanged({ record, reasons, action, components, fingerprint }: ImagePlan): string[] {
  const compared = reasons.some(({ kind }) => kind === 'changed' || kind === 'base' || kind === 'parent');
  if (action !== 'build' || record === undefined || !compared) return [];
  const is = (name: string) => record.components[name] === components[name];
  const bases = new Map<string, string>();
  for (const part of fingerprint?.nodes.flatMap(({ ingredients }) => ingredients) ?? []) {
    if (part.kind === 'base' && is(`base ${part.reference} ${part.platform}`)) bases.set(part.reference, part.digest);
  }
  return [
    ...(is('dockerfile') && is('context') ? ['its own files'] : []),
    ...(is('args') ? ['args'] : []),
    ...[...bases].map(([reference, digest]) => escapeControls(`base ${reference} (${shortDigest(digest)})`)),
  ];
}

function actionWord({ action }: Pick<WireImage, 'action'>, look: Look): string {
  return paint(actionStates[action], action === 'skip' ? 'in step' : action, look.colour);
}
