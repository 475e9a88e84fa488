import { count } from './style.ts';
import { escapeControls } from './text.ts';

/** Colours of a box. */
export interface Fill {
  readonly fill: string;
  readonly line: string;
}

/** A box of a flow chart; `state` names its fill. */
export interface Box<State extends string> {
  readonly name: string;
  readonly label: string;
  readonly state: State | undefined;
}

/** An arrow between two boxes, in Mermaid's own spelling: `-->`, `-.->|pinned|`. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly arrow: string;
}

// Light fills with dark text: legible on a light page and on a dark one.
export const blue: Fill = { fill: '#dbeafe', line: '#1d4ed8' };
export const green: Fill = { fill: '#dcfce7', line: '#15803d' };
export const red: Fill = { fill: '#fee2e2', line: '#b91c1c' };
export const grey: Fill = { fill: '#f3f4f6', line: '#6b7280' };

/** GitHub draws no more, and nobody could read more. */
const MOST_ARROWS = 200;
/** Mermaid's `maxTextSize`, in UTF-16 units: a longer text is not drawn at all. */
export const LONGEST_TEXT = 50_000;

/**
 * A left-to-right flow chart as Mermaid reads it, within the limits that GitHub draws. Where something has to be
 * left out, boxes in the state `quiet` and arrows to them go first, and a box says how many there were.
 */
export function flowchart<State extends string>(
  boxes: readonly Box<State>[],
  arrows: readonly Arrow[],
  fills: Readonly<Record<State, Fill>>,
  quiet: State,
): string {
  const isQuiet = new Set(boxes.filter((box) => box.state === quiet).map((box) => box.name));
  const quietLast = arrows.toSorted((a, b) => Number(isQuiet.has(a.to)) - Number(isQuiet.has(b.to)));
  for (let most = MOST_ARROWS; ; most = Math.floor(most / 2)) {
    const kept = arrows.length > most ? quietLast.slice(0, most) : arrows;
    const shown = shownBoxes(boxes, kept, quiet, kept === arrows ? 2 * most : 0);
    const lines = drawing(shown, kept);
    if (kept !== arrows) lines.push(`  rest["${count(arrows.length - kept.length, 'more edge')} not drawn"]`);
    else if (shown !== boxes) lines.push(`  rest["${count(boxes.length - shown.length, 'more image')} not drawn"]`);
    const text = `${[...lines, ...classes(shown, fills)].join('\n')}\n`;
    if (text.length < LONGEST_TEXT || most === 0) return text;
  }
}

/** All boxes where there are few; else those that arrows touch, and as many others as there is room for. */
function shownBoxes<State extends string>(
  boxes: readonly Box<State>[],
  arrows: readonly Arrow[],
  quiet: State,
  room: number,
): readonly Box<State>[] {
  if (boxes.length <= room) return boxes;
  const linked = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const alone = boxes.filter((box) => !linked.has(box.name) && box.state !== quiet);
  const chosen = new Set([...linked, ...alone.slice(0, Math.max(0, room - linked.size)).map((box) => box.name)]);
  return boxes.filter((box) => chosen.has(box.name));
}

function drawing(boxes: readonly Box<string>[], arrows: readonly Arrow[]): string[] {
  const id = new Map(boxes.map((box, at) => [box.name, `n${at}`]));
  return [
    'flowchart LR',
    ...boxes.map((box) => `  ${id.get(box.name)}["${mermaidText(box.label)}"]`),
    ...arrows.map(({ from, to, arrow }) => `  ${id.get(from)} ${arrow} ${id.get(to)}`),
  ];
}

/** One class for each state that a box has. */
function classes<State extends string>(
  boxes: readonly Box<State>[],
  fills: Readonly<Record<State, Fill>>,
): readonly string[] {
  const members = new Map<State, string[]>();
  for (const [at, { state }] of boxes.entries()) {
    if (state === undefined) continue;
    const known = members.get(state);
    if (known) known.push(`n${at}`);
    else members.set(state, [`n${at}`]);
  }
  return [...members].flatMap(([state, ids]) => [
    `  classDef ${state} fill:${fills[state].fill},stroke:${fills[state].line},color:#111827`,
    `  class ${ids.join(',')} ${state}`,
  ]);
}

/** Inside a quoted label Mermaid knows entity codes; everything else than plain text becomes one. */
function mermaidText(text: string): string {
  return escapeControls(text).replace(/[^\p{L}\p{N} ./_:@-]/gu, (character) => `#${character.codePointAt(0)};`);
}
