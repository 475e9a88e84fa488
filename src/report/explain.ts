import type { ImageName } from '../names/image-name.ts';
import type { FileChange, History } from '../plan/history.ts';
import type { ImagePlan } from '../plan/plan.ts';
import type { Reason } from '../plan/reasons.ts';
import { actionStates, titleOf, type WireImage, type WirePlan } from './plan-text.ts';
import { age, type Look, paint, shortDigest } from './style.ts';
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
export function renderExplain(
  plan: WirePlan,
  image: ImagePlan,
  look: Look,
  history: History = new Map(),
  now = 0,
): string {
  const byName = new Map(plan.images.map((row) => [row.image, row]));
  const row = byName.get(image.name) as WireImage;
  const lines = [`${titleOf(row)}  ${actionWord(row, look)}`];
  lines.push(...chain({ byName, seen: new Set([row.image]), look, history, now }, row, ' '));
  const same = unchanged(image);
  if (same.length > 0) lines.push(`unchanged: ${same.join(', ')}`);
  return `${[...lines, ...holdings(image)].join('\n')}\n`;
}

/** What the telling of a chain carries along. */
interface Telling {
  readonly byName: ReadonlyMap<ImageName, WireImage>;
  /** Images that were told already. */
  readonly seen: Set<ImageName>;
  readonly look: Look;
  readonly history: History;
  /** Milliseconds since 1970. */
  readonly now: number;
}

function chain(telling: Telling, image: WireImage, indent: string): string[] {
  const { byName, seen, look } = telling;
  const { reasons } = image;
  return reasons.flatMap((reason, at) => {
    const last = at === reasons.length - 1;
    const branch = `${indent}${last ? '└' : '├'} `;
    const below = `${indent}${last ? ' ' : '│'}  `;
    if (reason.kind === 'changed') return changed(telling, image, reason, reason.component, branch, below);
    if (reason.kind === 'base' && reason.locked) return changed(telling, image, reason, 'lock', branch, below);
    if (!('parent' in reason)) return [branch + escapeControls(reason.text)];
    const head = `${branch}${links[reason.kind]} ${reason.parent}`;
    const parent = byName.get(reason.parent);
    if (!parent) return [head];
    const line = `${head}  ${actionWord(parent, look)}`;
    if (seen.has(parent.image)) return [`${line}  (see above)`];
    seen.add(parent.image);
    if (below.length > DEEPEST * 3) return [line, `${below}└ caskwright explain ${parent.image} goes on`];
    return [line, ...chain(telling, parent, below)];
  });
}

/** The files, lines and commits behind a changed part, where history tells; the part's name where it does not. */
function changed(
  { history, now }: Telling,
  image: WireImage,
  reason: WireImage['reasons'][number],
  part: FileChange['component'],
  branch: string,
  below: string,
): string[] {
  const files = (history.get(image.image) ?? []).filter(({ component }) => component === part);
  if (files.length === 0) return [branch + reason.text];
  return files.flatMap(({ path, kind, lines, commit }, at) => {
    const by = commit
      ? `${commit.id.slice(0, 7)} "${commit.subject}"  ${age(now - commit.time * 1000)}`
      : 'not committed';
    const what = kind === 'changed' ? path : `${path} ${kind}`;
    const rows = lines.map(({ line, before, after }) => `line ${line}  ${before} → ${after}`);
    return [
      (at === 0 ? branch : below) + escapeControls(`${reason.text}: ${what}${rows.length === 0 ? `   ${by}` : ''}`),
      ...rows.map((row, index) => escapeControls(`${below}    ${row}${index === rows.length - 1 ? `   ${by}` : ''}`)),
    ];
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
