import { describe, expect, test } from 'vitest';
import { positionAt } from '../diagnostics/diagnostic.ts';
import { buildGraph, type Edge } from './graph.ts';
import { amd64, arm64, configuration, image, images, name } from './images.fixture.ts';

const ours = 'registry.example/fleet';
const fleet = (sketches: Parameters<typeof images>[0], config = configuration()) =>
  buildGraph(images(sketches), config);
const short = ({ parent, child, kind, pinned, live }: Edge) =>
  `${parent} → ${child} ${kind}${pinned ? ' pinned' : ''}${live ? '' : ' not live'}`;

describe('edges', () => {
  const rows: [string, Parameters<typeof images>[0], string[]][] = [
    ['FROM the final stage', { base: {}, app: { from: `${ours}/base` } }, ['base → app final']],
    ['COPY --from', { base: {}, app: { copyFrom: [`${ours}/base`] } }, ['base → app builder']],
    [
      'both, in the order of the file, depends_on last',
      { a: {}, b: {}, c: {}, app: { from: `${ours}/c`, copyFrom: [`${ours}/b`], dependsOn: ['a'] } },
      ['c → app final', 'b → app builder', 'a → app builder'],
    ],
    ['no tag follows', { base: { version: '1.0' }, app: { from: `${ours}/base` } }, ['base → app final']],
    ['latest follows', { base: { version: '1.0' }, app: { from: `${ours}/base:latest` } }, ['base → app final']],
    [
      'the present version is pinned, and built first',
      { base: { version: '1.0' }, app: { from: `${ours}/base:1.0` } },
      ['base → app final pinned'],
    ],
    [
      'another version is pinned to what it was',
      { base: { version: '1.1' }, app: { from: `${ours}/base:1.0` } },
      ['base → app final pinned not live'],
    ],
    [
      'a digest is pinned to what it was',
      { base: {}, app: { from: `${ours}/base@sha256:${'a'.repeat(64)}` } },
      ['base → app final pinned not live'],
    ],
    ['an image from outside is no edge', { base: {}, app: { from: 'docker.io/library/base' } }, []],
    ['scratch-like names of nobody are no edge', { app: { from: 'alpine:3.20' } }, []],
  ];
  test.each(rows)('%s', (_, sketches, expected) => {
    const { graph, diagnostics } = fleet(sketches);
    expect(graph.edges.map(short)).toEqual(expected);
    expect(diagnostics).toEqual([]);
  });

  describe('that build.yaml names under parents', () => {
    const parents = { 'mirror.example/python': 'python-3.12', 'mirror.example/python:3.11': 'python-3.11' };
    const rows: [string, string, string[]][] = [
      ['follow with any tag', 'mirror.example/python:3.12.4', ['python-3.12 → app final']],
      ['follow with the tag that is named', 'mirror.example/python:3.11', ['python-3.11 → app final']],
      ['are pinned with the present version', 'mirror.example/python:7', ['python-3.12 → app final pinned']],
      [
        'are pinned with a digest',
        `mirror.example/python:3.11@sha256:${'a'.repeat(64)}`,
        ['python-3.11 → app final pinned not live'],
      ],
      ['are none where the reference is another', 'mirror.example/python2', []],
    ];
    test.each(rows)('%s', (_, from, expected) => {
      const { graph, diagnostics } = fleet({
        'python-3.11': {},
        'python-3.12': { version: '7' },
        app: { from, parents },
      });
      expect(graph.edges.map(short)).toEqual(expected);
      expect(diagnostics).toEqual([]);
    });

    test('must be there', () => {
      const { diagnostics } = fleet({
        app: { from: 'x.example/base', parents: { 'x.example/base': 'bse' } },
        base: {},
      });
      expect(diagnostics.map(({ code, fix }) => [code, fix])).toEqual([['parent-unknown', 'did you mean base?']]);
    });
  });

  test('what is not live stands among the bases, with its reference', () => {
    const { graph } = fleet({ base: { version: '1.1' }, app: { from: `${ours}/base:1.0` } });
    expect(graph.bases.get(name('app'))).toMatchObject([
      { reference: { registry: 'registry.example', repository: 'fleet/base', tag: '1.0' }, looksInRepository: false },
    ]);
  });
});

describe('names under which references mean an image of this repository', () => {
  const rows: [string, string, string, boolean][] = [
    ['host and namespace', 'registry.example/fleet', 'registry.example/fleet/team/base', true],
    ['a registry with a port', 'localhost:5000/fleet', 'localhost:5000/fleet/team/base', true],
    ['the port counts', 'localhost:5000/fleet', 'localhost:5001/fleet/team/base', false],
    ['a registry without namespace', 'ghcr.io', 'ghcr.io/team/base', true],
    ['a namespace of Docker Hub', 'acme', 'acme/team/base', true],
    ['the same, spelled out', 'acme', 'docker.io/acme/team/base', true],
    ['the same, in its old spelling', 'docker.io/acme', 'index.docker.io/acme/team/base', true],
    ['bare names', '', 'team/base', true],
    ['bare names are not those of another host', '', 'ghcr.io/team/base', false],
    ['a namespace that only begins alike', 'registry.example/fleet', 'registry.example/fleet2/team/base', false],
  ];
  test.each(rows)('%s', (_, prefix, reference, found) => {
    const { graph } = fleet({ 'team/base': {}, app: { from: reference } }, configuration({ names: [prefix] }));
    expect(graph.edges.map(short)).toEqual(found ? ['team/base → app final'] : []);
  });

  test('a bare name in one part', () => {
    const { graph } = fleet({ base: {}, app: { from: 'base' } }, configuration({ names: [''] }));
    expect(graph.edges.map(short)).toEqual(['base → app final']);
  });
});

describe('moving tags of a parent', () => {
  const branches = { default: 'trunk', publish: ['develop'] };
  const tags = {
    latest: 'push' as const,
    push: ['{branch}', '{version.minor}', 'edge'],
    release: ['{release}', '{version.major}', 'stable'],
  };
  const rows: [string, boolean][] = [
    ['trunk', true],
    ['develop', true],
    ['1.2', true],
    ['1', true],
    ['edge', true],
    ['stable', true],
    ['feature', false],
    ['1.3', false],
    ['v1.2.3', false],
  ];
  test.each(rows)('%s follows: %s', (tag, follows) => {
    const sketches = { base: { version: '1.2.3' }, app: { from: `${ours}/base:${tag}` } };
    const { graph } = fleet(sketches, configuration({ branches, tags }));
    expect(graph.edges).toMatchObject([{ pinned: !follows, live: follows }]);
  });
});

describe('findings', () => {
  test('a reference that looks in-repo has the nearest name, and its place', () => {
    const { diagnostics } = fleet({ 'python-base': {}, app: { from: `${ours}/pyton-base` } });
    const [finding] = diagnostics;
    expect(diagnostics).toMatchObject([
      { severity: 'warning', code: 'reference-looks-in-repository', fix: 'did you mean python-base?' },
    ]);
    expect(finding && positionAt(finding.file, finding.span.start)).toEqual({ line: 1, column: 6 });
  });

  test('a bare name of Docker Hub is no misspelled image of ours', () => {
    const { diagnostics } = fleet({ debain: {}, app: { from: 'debian:12' } }, configuration({ names: [''] }));
    expect(diagnostics).toEqual([]);
  });

  test('an unknown depends_on has the nearest name', () => {
    const { diagnostics } = fleet({ 'python-base': {}, app: { dependsOn: ['python-bas'] } });
    expect(diagnostics).toMatchObject([
      { severity: 'error', code: 'parent-unknown', fix: 'did you mean python-base?', span: { start: 22, end: 32 } },
    ]);
  });

  test('a platform that the parent lacks', () => {
    const { diagnostics } = fleet({ base: {}, app: { from: `${ours}/base`, platforms: [amd64, arm64] } });
    expect(diagnostics).toMatchObject([
      { code: 'parent-platform', message: 'base is not built for linux/arm64, which app needs' },
    ]);
  });

  test('a literal platform asks for that one alone', () => {
    const fromPlatform = { literal: amd64 };
    const { diagnostics } = fleet({ base: {}, app: { from: `${ours}/base`, fromPlatform, platforms: [arm64] } });
    expect(diagnostics).toEqual([]);
  });

  test('$BUILDPLATFORM takes the parent’s build platform where it has no other', () => {
    const sketches = { base: { platforms: [arm64] }, app: { from: `${ours}/base`, fromPlatform: 'build' as const } };
    expect(fleet(sketches).diagnostics).toEqual([]);
  });
});

describe('circles', () => {
  const circle = { a: { from: `${ours}/c` }, b: { from: `${ours}/a` }, c: { copyFrom: [`${ours}/b`] } };

  test('the whole circle with the lines that make it, the same whatever the order of reading', () => {
    const forwards = buildGraph(images(circle), configuration());
    const backwards = buildGraph(images(circle).reverse(), configuration());
    const print = ({ diagnostics }: typeof forwards) =>
      diagnostics.flatMap(({ message, related = [] }) => [
        message,
        ...related.map((at) => `${at.file.path}:${positionAt(at.file, at.span.start).line} ${at.message}`),
      ]);
    expect(print(forwards)).toEqual([
      'images build on each other in a circle: a → c → b → a',
      'images/a/Dockerfile:1 a builds on c',
      'images/c/Dockerfile:1 c builds on b',
      'images/b/Dockerfile:1 b builds on a',
    ]);
    expect(print(backwards)).toEqual(print(forwards));
  });

  test('two circles are two findings, and the graph that comes back has none', () => {
    const { graph, diagnostics } = fleet({ ...circle, x: { from: `${ours}/y` }, y: { dependsOn: ['x'] }, z: {} });
    expect(diagnostics.map(({ code }) => code)).toEqual(['graph-cycle', 'graph-cycle']);
    expect(graph.images).toHaveLength(6);
    expect(buildGraph(graph.images, configuration()).diagnostics).toHaveLength(2);
    const at = new Map(graph.images.map(({ definition }, place) => [definition.name.value, place]));
    for (const { parent, child } of graph.edges) expect(at.get(parent)).toBeLessThan(at.get(child) as number);
  });

  test('an image on itself', () => {
    const { diagnostics } = fleet({ a: { from: `${ours}/a` } });
    expect(diagnostics).toMatchObject([{ message: 'images build on each other in a circle: a → a' }]);
  });

  test('a reference to an older version of one’s own is no circle', () => {
    expect(fleet({ a: { version: '2', from: `${ours}/a:1` } }).diagnostics).toEqual([]);
  });
});

test('the order of reading makes no difference', () => {
  const sketches = { c: { from: `${ours}/a` }, b: { from: `${ours}/x` }, a: {}, d: { dependsOn: ['c', 'b'] } };
  const forwards = buildGraph(images(sketches), configuration());
  const backwards = buildGraph(images(sketches).reverse(), configuration());
  expect(backwards.graph.edges.map(short)).toEqual(forwards.graph.edges.map(short));
  expect(backwards.graph.images.map(({ definition }) => definition.name.value)).toEqual(['a', 'b', 'c', 'd']);
  expect(backwards.diagnostics.map(({ message }) => message)).toEqual(
    forwards.diagnostics.map(({ message }) => message),
  );
});

test('a chain of ten thousand images, given last first, is put in order without ending the stack', () => {
  const chain = Array.from({ length: 10_000 }, (_, at) =>
    image(`i${at}`, at === 0 ? {} : { from: `${ours}/i${at - 1}` }),
  );
  const { graph } = buildGraph(chain.reverse(), configuration());
  expect(graph.images.map(({ definition }) => definition.name.value)).toEqual(
    Array.from({ length: 10_000 }, (_, at) => `i${at}`),
  );
});
