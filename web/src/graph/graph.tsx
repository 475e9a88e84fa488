import './graph.css';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { lookOf, shapeOf, wordOf } from '../parts/mark.tsx';
import { related, STANDINGS } from '../states.ts';
import type { FleetImage } from '../wire.ts';
import { gestures } from './gestures.ts';
import { HEIGHT, type Placed, placed } from './placed.ts';
import { fitted, showing, type View } from './view.ts';

/**
 * The images and what stands on what, parents on the left. It is moved and zoomed without being rendered anew: 300
 * images are a thousand elements.
 */
export function FleetGraph({ repository, images }: { repository: string; images: readonly FleetImage[] }) {
  const shape = images.map(({ name, parents }) => `${name}<${parents.join()}`).join();
  // Laid out when the shape changes, not when a state does.
  const plan = useMemo(() => placed(images), [shape]);
  const states = images.map(({ state }) => state).join();
  const svg = useRef<SVGSVGElement>(null);
  const drawing = useRef<SVGGElement>(null);
  const canvas = useMemo(
    () =>
      createCanvas(
        () => svg.current,
        () => drawing.current,
        plan.box,
      ),
    [plan],
  );
  useLayoutEffect(() => canvas.fit(), [canvas]);
  const trace = (name?: string) => traceIn(svg.current, name, images);
  const drawn = useMemo(
    () => <Drawing repository={repository} images={images} plan={plan} />,
    [repository, plan, states],
  );
  const nameOf = (target: EventTarget | null) =>
    (target instanceof Element ? target.closest('[data-image]') : null)?.getAttribute('data-image') ?? undefined;
  const { key, ...pointer } = canvas.gestures;
  return (
    <div class="graph-frame">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold what is drawn */}
      <svg
        ref={svg}
        class="graph"
        role="group"
        aria-label={`Graph of ${images.length} images. Arrow keys move it, plus and minus zoom, 0 shows all.`}
        {...pointer}
        onKeyDown={(event) => {
          const { currentTarget, ctrlKey, metaKey, altKey } = event;
          if (!(ctrlKey || metaKey || altKey) && key(event.key, currentTarget.getBoundingClientRect()))
            event.preventDefault();
        }}
        onPointerOver={(event) => trace(nameOf(event.target))}
        onPointerLeave={() => trace()}
        onFocusCapture={(event) => {
          const name = nameOf(event.target);
          const place = plan.nodes.get(name ?? '');
          trace(name);
          if (place && (event.target as Element).matches(':focus-visible')) canvas.show(place);
        }}
        onBlurCapture={() => trace()}
      >
        <g ref={drawing}>{drawn}</g>
      </svg>
      <div class="graph-tools">
        {(
          [
            ['+', 'Closer'],
            ['-', 'Farther'],
            ['0', 'Show all'],
          ] as const
        ).map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-label={label}
            title={label}
            onClick={() => svg.current && key(name, svg.current.getBoundingClientRect())}
          >
            {name === '0' ? 'all' : name === '-' ? '−' : name}
          </button>
        ))}
      </div>
      <Legend images={images} />
    </div>
  );
}

/** The window on a drawing: its view, written to the document once a frame. */
function createCanvas(window: () => SVGSVGElement | null, drawing: () => SVGGElement | null, box: Placed['box']) {
  let view: View = { x: 0, y: 0, scale: 1 };
  let waiting = false;
  const draw = () => {
    waiting = false;
    drawing()?.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
  };
  const change = (next: (view: View) => View) => {
    view = next(view);
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  };
  const size = () => window()?.getBoundingClientRect() ?? { width: 1, height: 1 };
  const fit = () => {
    view = fitted(box, size());
    draw();
  };
  return {
    fit,
    show: (point: { x: number; y: number }) => change((now) => showing(now, point, size())),
    gestures: gestures(change, fit),
  };
}

/** Marks an image, what it stands on and what stands on it, in the document itself. */
function traceIn(svg: SVGSVGElement | null, name: string | undefined, images: readonly FleetImage[]): void {
  if (!svg || (svg.dataset.traced ?? '') === (name ?? '')) return;
  svg.dataset.traced = name ?? '';
  const { above, below } = related(name ?? '', images);
  const sideOf = (image = '') =>
    image === name ? 'self' : above.has(image) ? 'above' : below.has(image) ? 'below' : undefined;
  for (const element of svg.querySelectorAll<SVGElement>('[data-image], [data-from]')) {
    const { image, from, to } = element.dataset;
    const side = image === undefined ? edgeSide(sideOf(from), sideOf(to)) : sideOf(image);
    if (name === undefined || side === undefined) delete element.dataset.side;
    else element.dataset.side = side;
  }
}

/** A line belongs to a side where both of its ends do. */
function edgeSide(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (from === 'self') return to === 'below' ? 'below' : undefined;
  if (to === 'self') return from === 'above' ? 'above' : undefined;
  return from === to ? from : undefined;
}

function Drawing({ repository, images, plan }: { repository: string; images: readonly FleetImage[]; plan: Placed }) {
  return (
    <>
      {plan.edges.map(({ from, to, path }) => (
        <path key={`${from} ${to}`} class="edge" data-from={from} data-to={to} d={path} />
      ))}
      {images.map(({ name, state }) => {
        const place = plan.nodes.get(name);
        if (!place) return null;
        const { x, y, width } = place;
        return (
          <a
            key={name}
            class={`node ${lookOf(state)}`}
            data-image={name}
            href={`/images/${repository}/${name}`}
            aria-label={`${name}, ${wordOf(state)}`}
            // A drag that begins on a link is one of the drawing, not of the link.
            draggable={false}
          >
            <g transform={`translate(${x - width / 2} ${y - HEIGHT / 2})`}>
              <rect width={width} height={HEIGHT} rx="6" />
              <path transform="translate(9 7)" d={shapeOf(state)} />
              <text x="33" y="20">
                {name}
              </text>
            </g>
          </a>
        );
      })}
    </>
  );
}

function Legend({ images }: { images: readonly FleetImage[] }) {
  const there = new Set(images.map(({ state }) => state));
  return (
    <ul class="legend" aria-hidden="true">
      {STANDINGS.filter((state) => there.has(state)).map((state) => (
        <li key={state} class={lookOf(state)}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={shapeOf(state)} />
          </svg>
          {wordOf(state)}
        </li>
      ))}
    </ul>
  );
}
