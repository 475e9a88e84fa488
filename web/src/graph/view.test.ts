import { expect, test } from 'vitest';
import { placed } from './placed.ts';
import { fitted, moved, showing, zoomed } from './view.ts';

const size = { width: 1000, height: 500 };

test('all of a drawing fits, and a small one is not blown up', () => {
  const large = fitted({ left: -10, top: 0, width: 2000, height: 400 }, size);
  expect(large).toEqual({ scale: 0.5, x: 5, y: 150 });
  expect(fitted({ left: 0, top: 0, width: 100, height: 100 }, size)).toEqual({ scale: 1, x: 450, y: 200 });
});

test('what is under the pointer stays there, however often it is zoomed', () => {
  const at = { x: 300, y: 120 };
  const before = { x: 20, y: 10, scale: 0.5 };
  const under = (view: typeof before) => [(at.x - view.x) / view.scale, (at.y - view.y) / view.scale];
  let view = before;
  for (const factor of [1.2, 1.2, 0.3, 100]) {
    view = zoomed(view, factor, at);
    for (const [axis, value] of under(view).entries()) expect(value).toBeCloseTo(under(before)[axis] ?? 0);
  }
  expect(view.scale).toBe(3);
});

test('a view moves only as far as it must to show a point', () => {
  const view = { x: 0, y: 0, scale: 1 };
  expect(showing(view, { x: 500, y: 250 }, size)).toEqual(view);
  expect(showing(view, { x: 1200, y: 250 }, size)).toEqual(moved(view, -260, 0));
  expect(showing(view, { x: 500, y: -40 }, size)).toEqual(moved(view, 0, 100));
});

test('parents stand left of what stands on them, and every drawn line is within the box', () => {
  const images = Array.from({ length: 60 }, (_, at) => ({
    name: `image-${at}`,
    parents: at === 0 ? ['from-elsewhere'] : [`image-${(at * 7) % at}`],
  }));
  const { nodes, edges, box } = placed(images);
  expect(edges).toHaveLength(59);
  for (const { from, to, path } of edges) {
    expect(nodes.get(from)?.x).toBeLessThan(nodes.get(to)?.x ?? 0);
    const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
    expect(Math.min(...numbers.filter((_, at) => at % 2 === 0))).toBeGreaterThanOrEqual(box.left);
    expect(Math.max(...numbers.filter((_, at) => at % 2 === 1))).toBeLessThanOrEqual(box.top + box.height);
  }
});
