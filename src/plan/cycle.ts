import type { ImageName } from '../names/image-name.ts';
import type { Edge } from './graph.ts';

/** The way through the graph: parents before children, or the circle that makes that impossible. */
export interface Walk {
  readonly order: readonly ImageName[];
  /** The edges of the first circle found, from child to parent; empty where there is none. */
  readonly edges: readonly Edge[];
}

/**
 * Walks depth first from `names` in their order, so that the same graph gives the same order and the same printed
 * circle every time. Iterative: a chain of ten thousand images must not end the stack. Edges that are not live do
 * not count: what they name is already built.
 */
export function findCycle(names: readonly ImageName[], parents: ReadonlyMap<ImageName, readonly Edge[]>): Walk {
  const state = new Map<ImageName, 'open' | 'done'>();
  const order: ImageName[] = [];
  for (const root of names) {
    if (state.has(root)) continue;
    const path: { name: ImageName; edges: readonly Edge[]; next: number; via?: Edge }[] = [];
    const enter = (name: ImageName, via?: Edge) => {
      state.set(name, 'open');
      const edges = (parents.get(name) ?? []).filter((edge) => edge.live);
      path.push({ name, edges, next: 0, ...(via ? { via } : {}) });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = top.edges[top.next++];
      if (!edge) {
        state.set(top.name, 'done');
        order.push(top.name);
        path.pop();
      } else if (!state.has(edge.parent)) {
        enter(edge.parent, edge);
      } else if (state.get(edge.parent) === 'open') {
        const from = path.findIndex((step) => step.name === edge.parent);
        const inside = path.slice(from + 1).flatMap((step) => (step.via ? [step.via] : []));
        return { order: [], edges: [...inside, edge] };
      }
    }
  }
  return { order, edges: [] };
}
