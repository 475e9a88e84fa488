import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/rig/repository.ts';
import { type Fleet, plan } from '../plan/plans.fixture.ts';
import { readDigests } from './digests.ts';
import type { Inputs } from './inputs.ts';
import { imagesOfJob, matrixLevels, planText } from './plan-output.ts';

const fleet: Fleet = { base: {}, web: { from: 'registry.example/fleet/base' }, cron: {} };
const inputs = { command: 'build' } as Inputs;

test('a matrix has a title and the images of each job', () => {
  expect(matrixLevels(plan(fleet))).toEqual([
    [
      { name: 'base', image: 'base' },
      { name: 'cron', image: 'cron' },
    ],
    [{ name: 'web', image: 'web' }],
  ]);
});

test('a matrix of the most images that GitHub starts jobs for stays within an output', () => {
  const many: Fleet = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`team/some-image-of-a-large-fleet-${at}`, {}]),
  );
  const levels = matrixLevels(plan(many));
  expect(levels.map((jobs) => jobs.length)).toEqual([256]);
  expect(levels[0]?.[0]?.name).toMatch(/^\S+ and 39 more$/);
  expect(Buffer.byteLength(JSON.stringify(levels), 'utf16le')).toBeLessThan(1024 * 1024);
});

describe('the images of a job', () => {
  const written = () => {
    const path = join(temporaryDirectory(), 'plan.json');
    writeFileSync(path, planText(plan(fleet)));
    return path;
  };

  test.each<[string, Partial<Inputs>, readonly string[] | undefined]>([
    ['without a fan-out are as they are', {}, undefined],
    ['are those of its matrix entry', { image: ['web'] }, ['web']],
    ['are those of its level', { level: 0 }, ['base', 'cron']],
  ])('%s', async (_, given, expected) => {
    const path = given.level === undefined ? {} : { plan: written() };
    expect(await imagesOfJob({ ...inputs, ...given, ...path })).toEqual({ ok: true, value: expected });
  });

  test('are none in the last one', async () => {
    expect(await imagesOfJob({ ...inputs, plan: written() })).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['a level that the plan does not have', () => written()],
    ['no plan', () => '/nonexistent/plan.json'],
  ])('%s is said', async (_, path) => {
    const answer = await imagesOfJob({ ...inputs, level: 7, plan: path() });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'usage' } });
  });
});

test('digests of other jobs are read from their files, and nothing else is', async () => {
  const folder = temporaryDirectory();
  const digest = `sha256:${'a'.repeat(64)}`;
  writeFileSync(join(folder, 'one.json'), JSON.stringify({ web: digest, broken: 'latest', odd: 7 }));
  writeFileSync(join(folder, 'two.json'), '{"cron":');
  writeFileSync(join(folder, 'notes.txt'), JSON.stringify({ cron: digest }));
  expect(await readDigests(folder)).toEqual({ web: digest });
});
