import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../report/diagnostics.ts';
import { buildGraph } from './graph.ts';
import { amd64, arm64, configuration, digest, images, name } from './images.fixture.ts';
import { changed, type Fleet, type PlanSketch, plan, planInput, published, pull, release } from './plans.fixture.ts';
import type { Reason } from './reasons.ts';
import { planSince } from './since.ts';
import { graphToJson, planToJson } from './wire.ts';

const ours = 'registry.example/fleet';
const fleet: Fleet = {
  base: { version: '1.0', platforms: [amd64, arm64] },
  app: { from: `${ours}/base:1.0`, copyFrom: ['golang:1.23', `${ours}/old:0.9`], dependsOn: ['old'] },
  old: { version: '1.0', displayName: 'Old' },
};

function schema(file: string): { readonly content: object; readonly check: ValidateFunction } {
  const content = JSON.parse(readFileSync(new URL(`../../schemas/${file}.schema.json`, import.meta.url), 'utf8'));
  return { content, check: new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(content) };
}

/** What a schema has against a value that went through JSON, as a script reads it. */
function faults({ check }: ReturnType<typeof schema>, value: unknown): unknown {
  check(JSON.parse(JSON.stringify(value)));
  return check.errors ?? [];
}

const schemas = { plan: schema('plan'), graph: schema('graph'), validate: schema('validate') };

describe('plans are what the schema says', () => {
  const holdings = published(fleet);
  test.each<[string, PlanSketch]>([
    ['an empty registry', {}],
    ['everything in step', { holdings }],
    ['a release', { event: release('v1'), holdings }],
    ['a pull request', { event: pull }],
    ['blocked', { base: () => undefined }],
    ['a base that moved', { holdings, base: () => 'moved' }],
    ['tags missing', { holdings: changed(holdings, 'old', ({ landing }) => ({ landing })) }],
  ])('%s', (_, sketch) => expect(faults(schemas.plan, planToJson(plan(fleet, sketch)))).toEqual([]));

  test('a comparison of two revisions', () => {
    const since = planSince(planInput(fleet), planInput({ base: {} }).graph, 'v1');
    expect(faults(schemas.plan, planToJson(since))).toEqual([]);
  });

  const parent = name('base');
  const every: { readonly [Kind in Reason['kind']]: Extract<Reason, { readonly kind: Kind }> } = {
    'not-in-registry': { kind: 'not-in-registry' },
    'max-age': { kind: 'max-age', builtAt: '2026-11-20T00:00:00Z' },
    changed: { kind: 'changed', component: 'context' },
    base: { kind: 'base', reference: 'debian', from: digest('a'), to: digest('b') },
    parent: { kind: 'parent', parent },
    'parent-digest': { kind: 'parent-digest', parent },
    'landing-lost': { kind: 'landing-lost' },
    format: { kind: 'format' },
    forced: { kind: 'forced' },
    since: { kind: 'since', rev: 'v1' },
    unpublished: { kind: 'unpublished' },
    'other-bytes': { kind: 'other-bytes', commit: 'abc' },
    tags: { kind: 'tags', missing: ['latest'] },
    'landing-tag': { kind: 'landing-tag' },
    registration: { kind: 'registration' },
    'record-open': { kind: 'record-open' },
    'held-back': { kind: 'held-back', why: 'old' },
    'in-step': { kind: 'in-step' },
    'base-unresolved': { kind: 'base-unresolved', reference: 'debian', message: 'gone' },
    'parent-blocked': { kind: 'parent-blocked', parent },
    'version-published': { kind: 'version-published', version: '1', message: 'published' },
    invalid: { kind: 'invalid', message: 'unknown' },
  };
  test.each(Object.values(every))('the reason $kind', (reason) => {
    const made = plan({ base: {} });
    const json = planToJson({ ...made, images: made.images.map((image) => ({ ...image, reasons: [reason] })) });
    expect(faults(schemas.plan, json)).toEqual([]);
    expect(json.images[0]?.reasons[0]?.text).toMatch(/\w/);
  });
});

test('graphs are what the schema says', () => {
  const json = graphToJson(planInput(fleet).graph);
  expect(faults(schemas.graph, json)).toEqual([]);
  expect(
    json.edges.map(({ parent, child, kind, pinned, file, line, column }) => [
      parent,
      child,
      kind,
      pinned,
      `${file}:${line}:${column}`,
    ]),
  ).toEqual([
    ['base', 'app', 'final', true, 'images/app/Dockerfile:3:6'],
    ['old', 'app', 'builder', true, 'images/app/Dockerfile:2:13'],
    ['old', 'app', 'builder', false, 'images/app/build.yaml:2:13'],
  ]);
  expect(json.images.find((image) => image.name === 'app')?.bases).toEqual([
    'docker.io/library/golang:1.23',
    'registry.example/fleet/old:0.9',
  ]);
});

test('findings are what the schema says', () => {
  const broken = { base: {}, app: { from: `${ours}/bas`, dependsOn: ['nothing-like-it'] } };
  const { diagnostics } = buildGraph(images(broken), configuration());
  expect(diagnostics).toHaveLength(2);
  const text = renderDiagnostics(diagnostics, 'json', { colour: false, width: 80 });
  expect(faults(schemas.validate, JSON.parse(text))).toEqual([]);
  expect(faults(schemas.validate, [])).toEqual([]);
});

describe('the schemas themselves', () => {
  test.each(Object.entries(schemas))('%s: every key is described, and no other is allowed', (_, { content }) => {
    const bare: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      if ('properties' in value && !('additionalProperties' in value && value.additionalProperties === false)) {
        bare.push(`${path}: open`);
      }
      for (const [key, below] of Object.entries(value)) {
        if (/\/properties$/.test(path) && !('description' in (below as object))) bare.push(`${path}/${key}`);
        walk(below, `${path}/${key}`);
      }
    };
    walk(content, '');
    expect(bare).toEqual([]);
  });

  test('a plan with a key too many, or one too few, is not valid', () => {
    const { commit: _, ...rest } = planToJson(plan(fleet));
    expect(faults(schemas.plan, { ...rest, extra: 1 })).toHaveLength(2);
  });
});

test('the same plan is the same bytes, whatever order its parts were found in', () => {
  const print = (of: Fleet) => {
    const input = planInput(of, { holdings: published(of) });
    return JSON.stringify([planToJson(plan(of, { holdings: input.holdings })), graphToJson(input.graph)]);
  };
  const backwards = (of: Fleet): Fleet =>
    Object.fromEntries(
      Object.entries(of)
        .reverse()
        .map(([key, sketch]) => [key, Object.fromEntries(Object.entries(sketch).reverse())]),
    );
  expect(print(backwards(fleet))).toBe(print(fleet));
});
