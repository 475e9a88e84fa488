import { unreachable } from '../base/result.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Action } from '../plan/plan.ts';
import type { graphToJson } from '../plan/wire.ts';
import type { WirePlan } from './plan-text.ts';
import { count } from './style.ts';
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

/** GitHub draws no more, and nobody could read more. */
const MERMAID_LINKS = 200;

// Light fills with dark text: legible on a light page and on a dark one.
const fills: Readonly<Record<Action, { readonly fill: string; readonly line: string }>> = {
  build: { fill: '#dbeafe', line: '#1d4ed8' },
  promote: { fill: '#dcfce7', line: '#15803d' },
  blocked: { fill: '#fee2e2', line: '#b91c1c' },
  skip: { fill: '#f3f4f6', line: '#6b7280' },
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
  const all = linksOf(graph);
  const links = all.length > MERMAID_LINKS ? mostTelling(all, actions).slice(0, MERMAID_LINKS) : all;
  const linked = new Set(links.flatMap(({ parent, child }) => [parent, child]));
  const images = links === all ? graph.images : graph.images.filter((image) => linked.has(image.name));
  const id = new Map(images.map((image, at) => [image.name, `n${at}`]));
  const lines = ['flowchart LR', ...images.map((image) => `  ${id.get(image.name)}["${mermaidText(labelOf(image))}"]`)];
  for (const link of links) {
    const arrow = `${link.final ? '-->' : '-.->'}${link.pinned ? '|pinned|' : ''}`;
    lines.push(`  ${id.get(link.parent)} ${arrow} ${id.get(link.child)}`);
  }
  if (links !== all) lines.push(`  rest["${count(all.length - links.length, 'more edge')} not drawn"]`);
  for (const [action, names] of byAction(images, actions)) {
    const { fill, line } = fills[action];
    lines.push(`  classDef ${action} fill:${fill},stroke:${line},color:#111827`);
    lines.push(`  class ${names.map((name) => id.get(name)).join(',')} ${action}`);
  }
  return `${lines.join('\n')}\n`;
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

/** Links to images that something happens to come first. */
function mostTelling(links: readonly Link[], actions: Actions): Link[] {
  const quiet = (link: Link) => actions.get(link.child) === 'skip';
  return [...links.filter((link) => !quiet(link)), ...links.filter(quiet)];
}

function byAction(images: readonly Node[], actions: Actions): [Action, ImageName[]][] {
  const groups = new Map<Action, ImageName[]>();
  for (const image of images) {
    const action = actions.get(image.name);
    const group = action && groups.get(action);
    if (group) group.push(image.name);
    else if (action) groups.set(action, [image.name]);
  }
  return [...groups];
}

function labelOf({ name, version }: Node): string {
  return version === null ? name : `${name} ${version}`;
}

/** Inside a quoted label Mermaid knows entity codes; everything else than plain text becomes one. */
function mermaidText(text: string): string {
  return escapeControls(text).replace(/[^\p{L}\p{N} ./_:@-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** A quoted string of the DOT language: only the quote and the backslash mean something in it. */
function dotText(text: string): string {
  return `"${escapeControls(text).replace(/["\\]/g, '\\$&')}"`;
}
