import { expect, test } from 'vitest';
import { fleetOf, related } from './states.ts';
import type { Build, Plan, Run, RunWithBuilds } from './wire.ts';

const image = (name: string, action: string, parents: readonly string[] = []) => ({
  image: name,
  version: '1.0.0',
  action,
  parents,
  reasons: [{ kind: 'forced', text: 'asked for' }],
});
const run = (state: Run['state'], summary: object | null = null) => ({ id: 1, repository: 'fleet', state, summary });
const last = (state: Run['state'], builds: readonly Partial<Build>[], summary: object | null = null) =>
  ({
    run: run(state, summary),
    builds,
    plan: {
      images: [image('base', 'skip'), image('mid', 'build', ['base']), image('leaf', 'build', ['mid'])],
    } as unknown as Plan,
  }) as unknown as RunWithBuilds;
const standings = (of: RunWithBuilds) => fleetOf('fleet', [], of).map(({ standing }) => standing);

test.each([
  ['a run that builds', last('running', [{ image: 'mid', state: 'claimed' }]), ['in-step', 'building', 'waiting']],
  ['a build that failed', last('running', [{ image: 'mid', state: 'failed' }]), ['in-step', 'failed', 'waiting']],
  ['a run that was cut off', last('cancelled', []), ['in-step', 'behind', 'behind']],
  [
    'a run that has ended',
    last('failed', [], {
      images: [
        { image: 'mid', outcome: 'failed' },
        { image: 'leaf', outcome: 'blocked' },
      ],
    }),
    ['in-step', 'failed', 'blocked'],
  ],
] as const)('%s', (_, of, expected) => {
  expect(standings(of)).toEqual(expected);
});

test('an image knows its children, and what belongs to it up and down', () => {
  const images = fleetOf('fleet', [], last('running', []));
  expect(images.map(({ children }) => children)).toEqual([['mid'], ['leaf'], []]);
  expect([...related('mid', images)].sort()).toEqual(['base', 'leaf', 'mid']);
});
