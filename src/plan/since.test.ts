import { expect, test } from 'vitest';
import { name } from './images.fixture.ts';
import { type Fleet, planInput } from './plans.fixture.ts';
import { describeReason } from './reasons.ts';
import { planSince } from './since.ts';

const ours = 'registry.example/fleet';
const fleet: Fleet = { base: {}, app: { from: `${ours}/base` }, aside: { args: { A: '1' }, effectiveArgs: ['A'] } };

function since(change: Fleet, selection?: string[]) {
  const now = planInput({ ...fleet, ...change });
  const plan = planSince(now, planInput(fleet).graph, 'v1', selection && new Set(selection.map(name)));
  return plan.images.map(
    ({ name: each, action, reasons }) => `${each} ${action}: ${reasons.map(describeReason).join('; ')}`,
  );
}

test.each<[string, Fleet, string[]]>([
  ['nothing', {}, []],
  ['a title', { base: { displayName: 'New' } }, []],
  ['a base’s files', { base: { context: [] } }, ['base build: context changed', 'app build: stands on base']],
  ['an arg', { aside: { ...fleet.aside, args: { A: '2' } } }, ['aside build: build args changed']],
  ['a new image', { extra: {} }, ['extra build: differs from v1']],
  [
    'another base',
    { base: { from: 'debian:13' } },
    ['base build: Dockerfile changed; stands on base debian:13 now', 'app build: stands on base'],
  ],
])('%s', (_, change, expected) => {
  expect(since(change).filter((row) => !row.includes('skip'))).toEqual(expected);
});

test('a selection comes with what it stands on', () => {
  expect(since({}, ['app'])).toEqual(['base skip: in step', 'app skip: in step']);
});

test('it says what it is, and names no fingerprint that a registry could not know', () => {
  const plan = planSince(planInput(fleet), planInput(fleet).graph, 'v1');
  expect(plan.event).toEqual({ kind: 'build-only', why: 'compared with v1' });
  expect(plan.images.map(({ fingerprint }) => fingerprint)).toEqual([undefined, undefined, undefined]);
});
