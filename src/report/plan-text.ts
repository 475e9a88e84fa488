import type { ImageName } from '../names/image-name.ts';
import type { History } from '../plan/history.ts';
import type { Action } from '../plan/plan.ts';
import type { planToJson } from '../plan/wire.ts';
import { about, count, type Look, paint, type State } from './style.ts';
import { cut, displayWidth, escapeControls, pad } from './text.ts';

/** The plan as `plan --format json` gives it: reports word nothing that scripts cannot see. */
export type WirePlan = ReturnType<typeof planToJson>;
export type WireImage = WirePlan['images'][number];

/** A row of the plan: an image in its place below the parent that it is shown under. */
interface Row {
  readonly image: WireImage;
  /** `│  ├─ `, empty for a root. */
  readonly branch: string;
  /** What stands before the branches of its children. */
  readonly indent: string;
  readonly depth: number;
  /** The parent that the tree shows above it. */
  readonly under?: ImageName;
}

/** What an action means as a state. */
export const actionStates = {
  build: 'running',
  promote: 'done',
  blocked: 'failed',
  skip: 'quiet',
} as const satisfies Record<Action, State>;

const ACTION_WIDTH = 9;
const WIDEST_NAME = 56;
const LONGEST_CHAIN = 6;
/** Rows further down keep this level's place, and say what they stand on. */
const DEEPEST = 8;

/**
 * What a run would do: one row for every image that is not in step, under what it stands on, and the sum.
 * `expectedSeconds` are those of the plan's critical path, where all of it was timed before.
 */
export function renderPlan(plan: WirePlan, look: Look, expectedSeconds?: number, history: History = new Map()): string {
  const rows = treeOf(plan);
  const inStep = plan.images.length - rows.length;
  const names = rows.map((row) => row.branch + titleOf(row.image));
  const width = Math.min(WIDEST_NAME, Math.max(0, ...names.map(displayWidth)));
  const lines = [heading(plan), '', ...rows.map((row, at) => rowText(row, names[at] as string, width, look, history))];
  if (inStep > 0) lines.push(quietRow(count(inStep, 'image'), 'in step', width, look));
  lines.push('', summary(plan, expectedSeconds));
  if (rows.length > 0) lines.push('caskwright explain <image> tells the whole chain');
  return `${lines.join('\n')}\n`;
}

/** `jupyter-base 4.2.5`. */
export function titleOf({ image, version }: Pick<WireImage, 'image' | 'version'>): string {
  return version === null ? image : `${image} ${version}`;
}

function heading(plan: WirePlan): string {
  const commit = `${plan.commit.slice(0, 7)}${plan.dirty ? ' with uncommitted changes' : ''}`;
  const to = plan.registry === '' ? '' : ` → ${escapeControls(plan.registry)}`;
  const images = count(plan.images.length, 'image');
  switch (plan.event.kind) {
    case 'push':
      return `${escapeControls(plan.event.branch)} @ ${commit}${to}   ${images}`;
    case 'release':
      return `${plan.event.tag} @ ${commit}${to}   ${images}`;
    case 'build-only':
      return `${commit}${to}   ${images}   nothing is published: ${escapeControls(plan.event.why)}`;
  }
}

/** Images that are not in step, parents before children, each under the parent that ends the longest chain. */
function treeOf(plan: WirePlan): Row[] {
  const children = childrenByParent(plan);
  const rows: Row[] = [];
  const stack = rowsBelow(children, undefined, '', 0);
  for (let next = stack.pop(); next; next = stack.pop()) {
    rows.push(next);
    stack.push(...rowsBelow(children, next.image.image, next.indent, next.depth + 1));
  }
  return rows;
}

function childrenByParent(plan: WirePlan): ReadonlyMap<ImageName | undefined, readonly WireImage[]> {
  const depths = new Map<ImageName, number>();
  const children = new Map<ImageName | undefined, WireImage[]>();
  for (const image of plan.images) {
    if (isInStep(image)) continue;
    const depth = (parent: ImageName) => depths.get(parent) ?? -1;
    const deepest = image.parents.toSorted((one, other) => depth(other) - depth(one))[0];
    const under = deepest !== undefined && depths.has(deepest) ? deepest : undefined;
    depths.set(image.image, under === undefined ? 0 : depth(under) + 1);
    const siblings = children.get(under);
    if (siblings) siblings.push(image);
    else children.set(under, [image]);
  }
  return children;
}

/** The children of `under` as rows, last first, as a stack wants them. */
function rowsBelow(
  children: ReadonlyMap<ImageName | undefined, readonly WireImage[]>,
  under: ImageName | undefined,
  indent: string,
  depth: number,
): Row[] {
  const rows = (children.get(under) ?? []).map((image, at, all): Row => {
    if (under === undefined) return { image, branch: '', indent: '', depth };
    const last = at === all.length - 1;
    const deeper = depth < DEEPEST ? indent + (last ? '   ' : '│  ') : indent;
    return { image, branch: indent + (last ? '└─ ' : '├─ '), indent: deeper, depth, under };
  });
  return rows.reverse();
}

/** Nothing happens to it, and there is nothing to say about that. */
export function isInStep(image: WireImage): boolean {
  return image.action === 'skip' && image.reasons.every((reason) => reason.kind === 'in-step');
}

function rowText(row: Row, name: string, width: number, look: Look, history: History): string {
  const { action } = row.image;
  const reason = changeText(row.image, history) ?? reasonText(row);
  if (action === 'skip') return quietRow(name, reason, width, look);
  const word = paint(actionStates[action], action, look.colour) + ' '.repeat(ACTION_WIDTH - action.length);
  return line(word, name, reason, width, look);
}

function quietRow(name: string, reason: string, width: number, look: Look): string {
  return line(paint('quiet', '·', look.colour) + ' '.repeat(ACTION_WIDTH - 1), name, reason, width, look);
}

function line(action: string, name: string, reason: string, width: number, look: Look): string {
  const room = Math.max(20, look.width - 2 - ACTION_WIDTH - 1 - Math.max(width, displayWidth(name)) - 3);
  return `  ${action} ${pad(name, width)}   ${cut(reason, room)}`.trimEnd();
}

/** `requirements.txt:12 numpy==2.1.0 → numpy==2.1.1   (3fa9c1d)`, where history tells. */
export function changeText({ image }: Pick<WireImage, 'image'>, history: History): string | undefined {
  const changes = history.get(image) ?? [];
  const [first] = changes;
  if (!first) return undefined;
  const [line] = first.lines;
  const file = first.path.slice(first.path.lastIndexOf('/') + 1);
  const what = line ? `${file}:${line.line} ${line.before} → ${line.after}` : `${file} ${first.kind}`;
  const more = changes.length > 1 ? `, ${count(changes.length - 1, 'more file')}` : '';
  return escapeControls(`${what}${more}${first.commit ? `   (${first.commit.id.slice(0, 7)})` : ''}`);
}

/** The first reasons in a few words; below the first level the tree itself says what an image stands on. */
function reasonText({ image, under, depth }: Row): string {
  const parents = image.reasons.flatMap((reason) => (reason.kind === 'parent' ? [reason.parent] : []));
  const others = image.reasons.filter((reason) => reason.kind !== 'parent').map(({ text }) => text);
  const told = parents.length === 1 && parents[0] === under && (others.length > 0 || (depth > 1 && depth <= DEEPEST));
  const texts = parents.length === 0 || told ? others : [...others, `stands on ${parents.join(', ')}`];
  const rest = texts.length > 2 ? ` and ${texts.length - 2} more` : '';
  return texts.slice(0, 2).join(', ') + rest;
}

function summary(plan: WirePlan, expectedSeconds: number | undefined): string {
  const number = (action: Action) => plan.images.filter((image) => image.action === action).length;
  const words = { build: 'to build', promote: 'to promote', blocked: 'blocked' } as const;
  const actions = (['build', 'promote', 'blocked'] as const).filter((action) => number(action) > 0);
  if (actions.length === 0) return 'Nothing to do.';
  const counts = `${actions.map((action) => `${number(action)} ${words[action]}`).join(', ')}.`;
  const chain = plan.critical_path;
  if (chain.length === 0) return counts;
  const time = expectedSeconds === undefined ? 'Longest chain' : `About ${about(expectedSeconds)}`;
  return `${counts} ${time}: ${chainText(chain)}`;
}

/** `a → b → c`; of a long chain the middle is only counted. */
export function chainText(images: readonly ImageName[]): string {
  if (images.length <= LONGEST_CHAIN) return images.join(' → ');
  const hidden = images.length - LONGEST_CHAIN + 1;
  return [...images.slice(0, 3), `${hidden} more`, ...images.slice(3 + hidden)].join(' → ');
}
