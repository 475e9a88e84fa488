import { moved, type View, zoomed } from './view.ts';

/** Pixels that a pointer may move in a click. */
const SLACK = 4;
const STEP = 60;
const CLOSER = 1.25;

/** What changes the view. */
export interface Gestures {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
  readonly onWheel: (event: WheelEvent) => void;
  readonly onClickCapture: (event: MouseEvent) => void;
  /** True where the key means something here. */
  readonly key: (name: string, size: { readonly width: number; readonly height: number }) => boolean;
}

/** Dragging, pinching, the wheel and the keys; `change` takes what makes the next view of the present one. */
export function gestures(change: (next: (view: View) => View) => void, showAll: () => void): Gestures {
  const pointers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const placeIn = (event: MouseEvent) => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const release = (event: PointerEvent) => void pointers.delete(event.pointerId);
  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      if (pointers.size === 0) travelled = 0;
      pointers.set(event.pointerId, placeIn(event));
    },
    onPointerMove(event) {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = placeIn(event);
      travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (travelled < SLACK) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      if (!other) return change((view) => moved(view, now.x - before.x, now.y - before.y));
      const apart = (point: typeof now) => Math.hypot(point.x - other.x, point.y - other.y);
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      return change((view) => zoomed(view, apart(now) / Math.max(1, apart(before)), middle));
    },
    onPointerUp: release,
    onPointerCancel: release,
    onWheel(event) {
      event.preventDefault();
      const at = placeIn(event);
      change((view) => zoomed(view, 1.0015 ** -event.deltaY, at));
    },
    // The end of a drag is no click on what happens to be there.
    onClickCapture(event) {
      if (travelled < SLACK) return;
      event.preventDefault();
      event.stopPropagation();
    },
    key(name, { width, height }) {
      const shift = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[name];
      const factor = { '+': CLOSER, '=': CLOSER, '-': 1 / CLOSER }[name];
      if (shift) change((view) => moved(view, (shift[0] ?? 0) * STEP, (shift[1] ?? 0) * STEP));
      else if (factor) change((view) => zoomed(view, factor, { x: width / 2, y: height / 2 }));
      else if (name === '0') showAll();
      else return false;
      return true;
    },
  };
}
