import type { Placed } from './placed.ts';

/** What part of a drawing is seen: a point of it is at `x + scale * point`. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const CLOSEST = 3;
/** All can be seen and some air around it, however large it is. */
const FARTHEST = 0.05;

/** All of it in the middle, not larger than life. */
export function fitted(box: Placed['box'], size: Size): View {
  const scale = Math.min(1, size.width / box.width, size.height / box.height);
  return {
    scale,
    x: (size.width - box.width * scale) / 2 - box.left * scale,
    y: (size.height - box.height * scale) / 2 - box.top * scale,
  };
}

/** Closer by `factor`; what is at a point of the window stays there. */
export function zoomed({ x, y, scale }: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const next = Math.min(CLOSEST, Math.max(FARTHEST, scale * factor));
  const ratio = next / scale;
  return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio };
}

export function moved({ x, y, scale }: View, dx: number, dy: number): View {
  return { x: x + dx, y: y + dy, scale };
}

/** Moved just so far that a point of the drawing is in sight, with air around it. */
export function showing(view: View, point: { readonly x: number; readonly y: number }, size: Size, air = 60): View {
  const shift = (at: number, length: number) =>
    at < air ? air - at : at > length - air ? Math.min(0, length - air - at) : 0;
  return moved(
    view,
    shift(view.x + point.x * view.scale, size.width),
    shift(view.y + point.y * view.scale, size.height),
  );
}
