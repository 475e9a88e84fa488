import type { ImageName } from '../names/image-name.ts';
import type { Edge } from './graph.ts';

/** The way through the graph: parents before children, and the circles that are in the way of it. */
export interface Walk {
  /** Parents before children over all edges but `closing`. */
  readonly order: readonly ImageName[];
  /** Each as its edges from child to parent; no more than a person can work through. */
  readonly circles: readonly (readonly Edge[])[];
  /** The edges that lead back into their own ancestors: without them there is no circle. */
  readonly closing: ReadonlySet<Edge>;
}

/** A tangle has more circles than images; a few show where to cut. */
const MOST_CIRCLES = 20;

interface Step {
  readonly name: ImageName;
  readonly edges: readonly Edge[];
  readonly via?: Edge;
  next: number;
}

/**
 * Walks depth first from `names` in their order, so that the same graph gives the same order and the same printed
 * circles every time. Iterative: a chain of ten thousand images must not end the stack. Edges that are not live do
 * not count: what they name is already built.
 */
export function walkGraph(names: readonly ImageName[], parents: ReadonlyMap<ImageName, readonly Edge[]>): Walk {
  const order: ImageName[] = [];
  const circles: (readonly Edge[])[] = [];
  const closing = new Set<Edge>();
  /** Place on the path for an image that is being walked, -1 when all above it is done. */
  const place = new Map<ImageName, number>();
  const path: Step[] = [];
  const enter = (name: ImageName, via?: Edge) => {
    place.set(name, path.length);
    path.push({ name, edges: (parents.get(name) ?? []).filter(({ live }) => live), next: 0, ...(via ? { via } : {}) });
  };
  for (const root of names) {
    if (!place.has(root)) enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = top.edges[top.next++];
      const seen = edge && place.get(edge.parent);
      if (!edge) {
        place.set(top.name, -1);
        order.push(top.name);
        path.pop();
      } else if (seen === undefined) {
        enter(edge.parent, edge);
      } else if (seen >= 0) {
        closing.add(edge);
        if (circles.length < MOST_CIRCLES) circles.push(circleFrom(path, seen, edge));
      }
    }
  }
  return { order, circles, closing };
}

function circleFrom(path: readonly Step[], start: number, closing: Edge): readonly Edge[] {
  return [...path.slice(start + 1).flatMap(({ via }) => (via ? [via] : [])), closing];
}
