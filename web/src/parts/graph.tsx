import { Graph, layout } from '@dagrejs/dagre';
import { useMemo, useRef, useState } from 'preact/hooks';
import { go } from '../router.ts';
import { type FleetImage, related } from '../states.ts';
import { lookOf, shapeOf, wordOf } from './mark.tsx';

const HEIGHT = 34;
const MARGIN = 12;
const width = (name: string) => 48 + name.length * 7.3;

/** The images and what stands on what, parents on the left. Drag to move, wheel to zoom, hover for what belongs together. */
export function FleetGraph({ images }: { images: readonly FleetImage[] }) {
  const shape = images.map(({ name, parents }) => `${name}<${parents.join()}`).join();
  // Laid out when the shape changes, not when a state does.
  const plan = useMemo(() => placed(images), [shape]);
  const [view, setView] = useState({ x: 0, y: 0, scale: 1 });
  const [lit, setLit] = useState<string | undefined>();
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const together = lit === undefined ? undefined : related(lit, images);
  const faded = (...names: readonly string[]) =>
    together && !names.every((name) => together.has(name)) ? ' faded' : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold what is drawn
    <svg
      class="graph"
      role="group"
      aria-label={`Graph of ${images.length} images`}
      viewBox={`${plan.left - view.x} ${plan.top - view.y} ${plan.width / view.scale} ${plan.height / view.scale}`}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={(event) => {
        if (!drag.current || event.buttons === 0) return;
        const ratio = plan.width / view.scale / event.currentTarget.clientWidth;
        setView({
          ...view,
          x: view.x + (event.clientX - drag.current.x) * ratio,
          y: view.y + (event.clientY - drag.current.y) * ratio,
        });
        drag.current = { x: event.clientX, y: event.clientY };
      }}
      onWheel={(event) => {
        event.preventDefault();
        setView({ ...view, scale: Math.min(6, Math.max(0.3, view.scale * (event.deltaY < 0 ? 1.1 : 0.9))) });
      }}
    >
      {plan.edges.map(({ from, to, path }) => (
        <path key={`${from} ${to}`} class={`edge${faded(from, to)}`} d={path} />
      ))}
      {images.map((image) => {
        const at = plan.nodes.get(image.name);
        if (!at) return null;
        return (
          <a
            key={image.name}
            href={`/images/${image.repository}/${image.name}`}
            aria-label={`${image.name}, ${wordOf(image.standing)}`}
            onPointerEnter={() => setLit(image.name)}
            onPointerLeave={() => setLit(undefined)}
            onFocus={() => setLit(image.name)}
            onBlur={() => setLit(undefined)}
            onClick={(event) => {
              event.preventDefault();
              go(`/images/${image.repository}/${image.name}`);
            }}
          >
            <g
              class={`node ${lookOf(image.standing)}${faded(image.name)}`}
              transform={`translate(${at.x - at.width / 2} ${at.y - HEIGHT / 2})`}
            >
              <rect width={at.width} height={HEIGHT} rx="6" />
              <path transform="translate(10 9)" d={shapeOf(image.standing)} />
              <text x="34" y="22">
                {image.name}
              </text>
            </g>
          </a>
        );
      })}
    </svg>
  );
}

interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Place>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
}

function placed(images: readonly FleetImage[]): Placed {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 60 });
  const names = new Set(images.map(({ name }) => name));
  const edges = images.flatMap(({ name, parents }) =>
    parents.filter((parent) => names.has(parent)).map((parent) => ({ from: parent, to: name })),
  );
  for (const { name } of images) graph.setNode(name, { width: width(name), height: HEIGHT });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  layout(graph);
  const nodes = new Map([...names].map((name) => [name, graph.node(name) as Place] as const));
  const lines = edges.map((edge) => ({
    ...edge,
    points: (graph.edge(edge.from, edge.to) as { points: readonly Point[] }).points,
  }));
  // The layout counts nodes alone; an edge may go around all of them.
  const xs = [...nodes.values()].flatMap((node) => [node.x - node.width / 2, node.x + node.width / 2]);
  const ys = [...nodes.values()].flatMap(({ y }) => [y - HEIGHT / 2, y + HEIGHT / 2]);
  for (const { x, y } of lines.flatMap(({ points }) => points)) {
    xs.push(x);
    ys.push(y);
  }
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return {
    left,
    top,
    width: Math.max(...xs) + MARGIN - left,
    height: Math.max(...ys) + MARGIN - top,
    nodes,
    edges: lines.map(({ from, to, points }) => ({ from, to, path: polyline(points) })),
  };
}

interface Place extends Point {
  readonly width: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function polyline([first, ...rest]: readonly Point[]): string {
  if (!first) return '';
  return `M${first.x} ${first.y}${rest.map(({ x, y }) => `L${x} ${y}`).join('')}`;
}
