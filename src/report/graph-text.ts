import { unreachable } from '../base/result.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Action } from '../plan/plan.ts';
import type { graphToJson } from '../plan/wire.ts';
import { blue, type Fill, flowchart, green, grey, red } from './mermaid.ts';
import type { WirePlan } from './plan-text.ts';
import { escapeControls, safeJson } from './text.ts';

/** The graph as `graph --format json` gives it. */
export type WireGraph = ReturnType<typeof graphToJson>;
type Node = WireGraph['images'][number];
type Actions = ReadonlyMap<ImageName, Action>;

/** How a graph can be written. */
export type GraphFormat = 'mermaid' | 'dot' | 'json';

/** Parent → child once, however many lines of the child make it. */
interface Link {
  readonly parent: ImageName;
  readonly child: ImageName;
  /** The parent's layers are part of the child. */
  readonly final: boolean;
  readonly pinned: boolean;
}

const fills: Readonly<Record<Action, Fill>> = {
  build: blue,
  promote: green,
  blocked: red,
  skip: grey,
};

/** The graph of images, parents before children; coloured by what happens to them when a plan is given. */
export function renderGraph(graph: WireGraph, format: GraphFormat, plan?: Pick<WirePlan, 'images'>): string {
  const actions: Actions = new Map(plan?.images.map(({ image, action }) => [image, action]));
  switch (format) {
    case 'mermaid':
      return mermaid(graph, actions);
    case 'dot':
      return dot(graph, actions);
    case 'json':
      return `${safeJson(graph, 2)}\n`;
    default:
      return unreachable(format);
  }
}

function mermaid(graph: WireGraph, actions: Actions): string {
  const boxes = graph.images.map((image) => ({
    name: image.name,
    label: labelOf(image),
    state: actions.get(image.name),
  }));
  const arrows = linksOf(graph).map(({ parent, child, final, pinned }) => ({
    from: parent,
    to: child,
    arrow: `${final ? '-->' : '-.->'}${pinned ? '|pinned|' : ''}`,
  }));
  return flowchart(boxes, arrows, fills, 'skip');
}

function dot(graph: WireGraph, actions: Actions): string {
  const lines = ['digraph images {', '  rankdir=LR;', '  node [shape=box, style="rounded,filled", fillcolor=white];'];
  for (const image of graph.images) {
    const action = actions.get(image.name);
    const colours = action === undefined ? '' : `, fillcolor="${fills[action].fill}", color="${fills[action].line}"`;
    lines.push(`  ${dotText(image.name)} [label=${dotText(labelOf(image))}${colours}];`);
  }
  for (const { parent, child, final, pinned } of linksOf(graph)) {
    const attributes = [final ? '' : 'style=dashed', pinned ? 'label="pinned"' : ''].filter((one) => one !== '');
    const list = attributes.length > 0 ? ` [${attributes.join(', ')}]` : '';
    lines.push(`  ${dotText(parent)} -> ${dotText(child)}${list};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

function linksOf(graph: WireGraph): Link[] {
  const links = new Map<string, Link>();
  for (const edge of graph.edges) {
    const key = `${edge.parent} ${edge.child}`;
    const known = links.get(key);
    links.set(key, known ? joined(known, edge) : linkFrom(edge));
  }
  return [...links.values()];
}

function linkFrom({ parent, child, kind, pinned }: WireGraph['edges'][number]): Link {
  return { parent, child, final: kind === 'final', pinned };
}

/** Of two references the closer one counts: layers before a builder's help, following before pinned. */
function joined(link: Link, edge: WireGraph['edges'][number]): Link {
  return { ...link, final: link.final || edge.kind === 'final', pinned: link.pinned && edge.pinned };
}

function labelOf({ name, version }: Node): string {
  return version === null ? name : `${name} ${version}`;
}

/** A quoted string of the DOT language: only the quote and the backslash mean something in it. */
function dotText(text: string): string {
  return `"${escapeControls(text).replace(/["\\]/g, '\\$&')}"`;
}
