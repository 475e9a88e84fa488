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
  expect(matrixLevels(plan(fleet), false)).toEqual([
    [
      { name: 'base', image: 'base', platform: '', id: '0-0', needs: '' },
      { name: 'cron', image: 'cron', platform: '', id: '0-1', needs: '' },
    ],
    [{ name: 'web', image: 'web', platform: '', id: '1-0', needs: '0-0' }],
  ]);
  expect(matrixLevels(plan(fleet), true)[1]).toEqual([
    { name: 'web (linux/amd64)', image: 'web', platform: 'linux/amd64', id: '1-0', needs: '0-0' },
  ]);
});

test('the jobs that one stands on are a pattern: none, one, some, all', () => {
  const parents = (count: number): Fleet => {
    const names = Array.from({ length: count }, (_, at) => `p${at}`);
    const copyFrom = names.map((name) => `registry.example/fleet/${name}`);
    return { ...Object.fromEntries(names.map((name) => [name, {}])), child: { copyFrom } };
  };
  const needs = (count: number) => matrixLevels(plan(parents(count)), false).at(-1)?.[0]?.needs;
  expect([needs(1), needs(2), needs(20)?.length, needs(21)]).toEqual(['0-0', '{0-0,0-1}', 91, '*']);
});

test('a matrix of the most images that GitHub starts jobs for stays within an output', () => {
  const many: Fleet = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`team/some-image-of-a-large-fleet-${at}`, {}]),
  );
  const levels = matrixLevels(plan(many), true);
  expect(levels.map((jobs) => jobs.length)).toEqual([256]);
  expect(levels[0]?.[0]?.name).toMatch(/^\S+ and 39 more \(linux\/amd64\)$/);
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
