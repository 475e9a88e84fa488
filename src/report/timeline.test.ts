import { expect, test } from 'vitest';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import { collected, fleetRun } from './github-report.fixture.ts';
import { amd64, digest, name } from './run-events.fixture.ts';
import { runPath, type Stretch } from './timeline.ts';

const arm64 = 'linux/arm64' as Platform;

function stretch(image: string, start: number, settled: number | undefined, end: number, platform = amd64): Stretch {
  return { image: name(image), platform, start, end, ...(settled === undefined ? {} : { settled }) };
}

function parentsIn(graph: Readonly<Record<string, readonly string[]>>) {
  return (image: ImageName) => (graph[image] ?? []).map(name);
}

test('a run is measured by the times of its events, from its start', () => {
  expect(fleetRun().stretches).toEqual([
    stretch('python-base', 0, 71, 72),
    stretch('jupyter-base', 73, 109, 110),
    stretch('jupyter-ml-gpu', 110, undefined, 151),
  ]);
});

test('what is still being built when the run ends, ends with it', () => {
  const run = collected([
    [5, { type: 'run.started', run: '1', commit: 'c', destination: '', builder: 'b', images: [] }],
    [7, { type: 'node.started', image: name('a'), platform: amd64 }],
    [8, { type: 'node.settled', image: name('a'), platform: arm64, digest, adopted: true, seconds: 0 }],
    [9, { type: 'run.finished', result: { outcome: 'cancelled', seconds: 4, images: [] } }],
  ]);
  expect(run.stretches).toEqual([stretch('a', 2, undefined, 4)]);
});

test('the critical path goes back through the parent that was settled last', () => {
  const stretches = [
    stretch('quick', 0, 5, 6),
    stretch('slow', 0, 20, 30),
    stretch('other', 0, 28, 29),
    stretch('child', 22, 40, 41),
  ];
  const path = runPath(stretches, parentsIn({ child: ['quick', 'slow'] }));
  expect(path).toEqual({ images: ['slow', 'child'], seconds: 41, waited: 2 });
});

test('a child waits for its own platform where the parent was built for it', () => {
  const stretches = [
    stretch('base', 0, 50, 61),
    stretch('base', 0, 10, 61, arm64),
    stretch('child', 11, 90, 90, arm64),
    stretch('child', 51, 70, 90),
  ];
  const path = runPath(stretches, parentsIn({ child: ['base'] }));
  expect(path).toEqual({ images: ['base', 'child'], seconds: 90, waited: 1 });
});

test('a parent that was there already is no part of it, nor is a run without builds', () => {
  expect(runPath([stretch('child', 3, 9, 10)], parentsIn({ child: ['held'] }))).toEqual({
    images: ['child'],
    seconds: 7,
    waited: 0,
  });
  expect(runPath([], parentsIn({}))).toBeUndefined();
});
