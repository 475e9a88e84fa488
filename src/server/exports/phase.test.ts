import { expect, test } from 'vitest';
import { messageOf, phaseOfBuild, phaseOfRun } from './phase.ts';

const now = new Date();

test.each([
  ['waiting', 'running', null, 'Pending'],
  ['ready', 'running', null, 'Pending'],
  ['claimed', 'running', null, 'Building'],
  ['landed', 'running', null, 'Pushing'],
  ['landed', 'running', now, 'GeneratingImages'],
  ['landed', 'succeeded', now, 'Completed'],
  ['landed', 'cancelled', now, 'Cancelled'],
  ['failed', 'running', null, 'Failed'],
  ['blocked', 'failed', null, 'Failed'],
  ['cancelled', 'cancelled', null, 'Cancelled'],
] as const)('a build that is %s in a run that is %s is in its phase', (build, state, exporting_at, phase) => {
  expect(phaseOfBuild(build, { state, exporting_at })).toBe(phase);
});

test.each([
  ['queued', null, 'Pending'],
  ['running', null, 'Building'],
  ['running', now, 'GeneratingImages'],
  ['succeeded', now, 'Completed'],
  ['failed', now, 'Failed'],
  ['superseded', null, 'Cancelled'],
] as const)('a run that is %s is in its phase', (state, exporting_at, phase) => {
  expect(phaseOfRun({ state, exporting_at })).toBe(phase);
});

test('a phase comes with the reason that is known', () => {
  expect(messageOf('Failed', 'no space left')).toBe('Failed: no space left');
  expect(messageOf('Pending', null)).toBe('Waits to be built');
});
