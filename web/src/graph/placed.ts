import { Graph, layout } from '@dagrejs/dagre';
import type { FleetImage } from '../wire.ts';

/** Where an image is drawn: the middle of its box. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Placed {
  readonly nodes: ReadonlyMap<string, Place>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
  /** What is drawn fits into this. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

export const HEIGHT = 30;
const MARGIN = 16;
/** By the font of the boxes: wide enough for every letter to be an average one. */
const widthOf = (name: string) => 44 + name.length * 7;

type Point = Pick<Place, 'x' | 'y'>;

/** Lays images out, parents on the left. An edge to an image that is not among them is left out. */
export function placed(images: readonly Pick<FleetImage, 'name' | 'parents'>[]): Placed {
  performance.mark('layout');
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, edgesep: 6, ranksep: 70 });
  const names = new Set(images.map(({ name }) => name));
  const edges = images.flatMap(({ name, parents }) =>
    parents.filter((parent) => names.has(parent)).map((parent) => ({ from: parent, to: name })),
  );
  for (const name of names) graph.setNode(name, { width: widthOf(name), height: HEIGHT });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  layout(graph);
  performance.measure('graph layout', 'layout');
  const nodes = new Map([...names].map((name) => [name, graph.node(name) as Place] as const));
  const lines = edges.map((edge) => ({
    ...edge,
    points: (graph.edge(edge.from, edge.to) as { points: readonly Point[] }).points,
  }));
  return {
    nodes,
    edges: lines.map(({ from, to, points }) => ({ from, to, path: curve(points) })),
    box: boxAround(
      [...nodes.values()],
      lines.flatMap(({ points }) => points),
    ),
  };
}

/** The layout counts nodes alone; an edge may go around all of them. */
function boxAround(nodes: readonly Place[], points: readonly Point[]): Placed['box'] {
  const xs = [...nodes.flatMap(({ x, width }) => [x - width / 2, x + width / 2]), ...points.map(({ x }) => x)];
  const ys = [...nodes.flatMap(({ y }) => [y - HEIGHT / 2, y + HEIGHT / 2]), ...points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return { left, top, width: Math.max(...xs) + MARGIN - left, height: Math.max(...ys) + MARGIN - top };
}

/** Leaves and arrives level, so that the eye follows it through a crossing. */
function curve(points: readonly Point[]): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  return points
    .map(({ x, y }, at) => {
      const before = points[at - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      const middle = round((before.x + x) / 2);
      return `C${middle} ${round(before.y)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}
