import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../definition/read-configuration.ts';
import type { Digest } from '../names/digest.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Platform } from '../names/platform.ts';
import type { Tag } from '../names/tag.ts';
import type { PlanEvent } from '../plan/event.ts';
import { ENCODING, fingerprintImages, hashSources } from '../plan/fingerprint.ts';
import { buildGraph } from '../plan/graph.ts';
import type { Holding } from '../plan/holding.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { criticalPath } from '../plan/order.ts';
import { type ImagePlan, makePlan, type Plan } from '../plan/plan.ts';
import { graphToJson, planToJson } from '../plan/wire.ts';
import { renderExplain } from './explain.ts';
import { renderGraph } from './graph-text.ts';
import { renderPlan } from './plan-text.ts';

const look = { width: 100, colour: false };
const { configuration } = readConfiguration({
  path: 'caskwright.yaml',
  text: 'registry: { host: harbor.example, namespace: library }\n',
});
const span = { start: 0, end: 1 };
const digest = (fill: string) => `sha256:${fill.repeat(64)}` as Digest;
const push: PlanEvent = { kind: 'push', branch: 'main', isDefaultBranch: true };

/** An image that stands on `parents`, the last of them as its FROM; without any, on debian. */
function image(name: string, version: string, parents: readonly string[] = [], content = ''): RepositoryImage {
  const references =
    parents.length === 0 ? ['debian:bookworm-slim'] : parents.map((one) => `harbor.example/library/${one}`);
  return {
    definition: {
      directory: `images/${name}`,
      file: { path: `images/${name}/build.yaml`, text: '\n' },
      name: { value: name as ImageName, span },
      version: { value: version as Tag, span },
      catalogueTags: [],
      metadata: {},
      dockerfile: { value: `images/${name}/Dockerfile`, span },
      context: { value: `images/${name}`, span },
      args: {},
      platforms: [{ value: 'linux/amd64' as Platform, span }],
      dependsOn: [],
      requirements: [],
      secrets: [],
      resources: { timeout: 1 },
    },
    dockerfile: {
      file: { path: `images/${name}/Dockerfile`, text: `FROM ${references.at(-1)}\n` },
      references: references.map((resolved, at) => ({
        written: resolved,
        resolved,
        kind: at === references.length - 1 ? 'final' : 'builder',
        platform: 'target',
        span,
      })),
      canonical: '',
      effectiveArgs: [],
      reads: [],
      triggers: [],
      lines: [],
    },
    context: [{ path: 'requirements.txt', mode: 'file', id: content }],
  };
}

const fleet = (change = '') => [
  image('python-base', '3.12.4', [], change),
  image('jupyter-base', '4.2.5', ['python-base']),
  image('jupyter-ml-cpu', '2.4.1', ['tools', 'jupyter-base']),
  image('jupyter-ml-gpu', '2.4.1', ['cuda-base', 'jupyter-base']),
  image('cuda-base', '12.6'),
  image('tools', '1.0.0'),
];

function plan(
  images: readonly RepositoryImage[],
  before: readonly RepositoryImage[],
  more: Partial<PlanOptions> = {},
): Plan {
  const { graph } = buildGraph(images, configuration);
  const sources = hashSources(graph);
  const unresolved = new Map(Object.entries(more.unresolved ?? {}));
  const resolve = (reference: string) => (unresolved.has(reference) ? undefined : digest('d'));
  return makePlan({
    event: more.event ?? push,
    commit: '3fa9c1d'.padEnd(40, '0'),
    dirty: false,
    destination: 'harbor.example/library',
    configuration,
    graph,
    sources,
    fingerprints: fingerprintImages(graph, sources, resolve),
    holdings: more.holdings?.(published(before)) ?? published(before),
    unresolved,
    movement: () => ({ move: true }),
    forced: new Set(),
  });
}

interface PlanOptions {
  readonly event: PlanEvent;
  readonly unresolved: Readonly<Record<string, string>>;
  holdings(published: Map<ImageName, Holding>): Map<ImageName, Holding>;
}

/** What the registry holds after `images` were published. */
function published(images: readonly RepositoryImage[]): Map<ImageName, Holding> {
  if (images.length === 0) return new Map();
  const { graph } = buildGraph(images, configuration);
  const sources = hashSources(graph);
  const fingerprints = fingerprintImages(graph, sources, () => digest('d'));
  const first = plan(images, []);
  return new Map(
    first.images.map(({ name, components, tags }) => {
      const fingerprint = fingerprints.get(name)?.fingerprint as string;
      const source = sources.get(name)?.source as string;
      const parents = Object.fromEntries((graph.parents.get(name) ?? []).map((edge) => [edge.parent, digest('1')]));
      const commit = '81be02f'.padEnd(40, '0');
      const common = { digest: digest('1'), fingerprint, seconds: 90, commit };
      const platforms = { ['linux/amd64' as Platform]: digest('2') };
      const landing = { ...common, source, parents, platforms, size: 1, builtAt: '2026-11-08T10:00:00Z' };
      return [name, { landing, record: { ...common, state: 'closed', tags, components, encoding: ENCODING } }] as const;
    }),
  );
}

const text = (one: Plan) => renderPlan(planToJson(one), look, criticalPath(one).seconds);

describe('plan', () => {
  test('a tree of what is not in step, and the sum', () => {
    expect(text(plan(fleet('new'), fleet()))).toBe(`main @ 3fa9c1d → harbor.example/library   6 images

  build     python-base 3.12.4           context changed
  build     └─ jupyter-base 4.2.5        stands on python-base
  build        ├─ jupyter-ml-cpu 2.4.1
  build        └─ jupyter-ml-gpu 2.4.1
  ·         2 images                     in step

4 to build. About 5 min: python-base → jupyter-base → jupyter-ml-cpu
caskwright explain <image> tells the whole chain
`);
  });

  test('a first run, where nothing was ever timed', () => {
    expect(text(plan(fleet(), []))).toBe(`main @ 3fa9c1d → harbor.example/library   6 images

  build     cuda-base 12.6               not in the registry yet
  build     python-base 3.12.4           not in the registry yet
  build     └─ jupyter-base 4.2.5        not in the registry yet
  build        ├─ jupyter-ml-cpu 2.4.1   not in the registry yet, stands on tools, jupyter-base
  build        └─ jupyter-ml-gpu 2.4.1   not in the registry yet, stands on cuda-base, jupyter-base
  build     tools 1.0.0                  not in the registry yet

6 to build. Longest chain: python-base → jupyter-base → jupyter-ml-cpu
caskwright explain <image> tells the whole chain
`);
  });

  test('everything in step is three lines', () => {
    expect(text(plan(fleet(), fleet()))).toBe(`main @ 3fa9c1d → harbor.example/library   6 images

  ·         6 images   in step

Nothing to do.
`);
  });

  test('what is promoted, what is blocked and what holds its tags back, each with its reason', () => {
    const holdings = (all: Map<ImageName, Holding>) => {
      const { landing } = all.get('tools' as ImageName) as Holding;
      return all.set('tools' as ImageName, landing ? { landing } : {});
    };
    const images = [...fleet(), image('broken', '1', [])].map((one) => {
      if (one.definition.name.value !== 'broken') return one;
      const references = one.dockerfile.references.map((use) => ({ ...use, resolved: 'debian:gone' }));
      return { ...one, dockerfile: { ...one.dockerfile, references } };
    });
    const one = plan(images, fleet(), { holdings, unresolved: { 'debian:gone': 'no such\x1b[2J image' } });
    expect(text(one)).toBe(`main @ 3fa9c1d → harbor.example/library   7 images

  blocked   broken 1      base debian:gone cannot be resolved: no such\\x1b[2J image
  promote   tools 1.0.0   built already; not published here yet
  ·         5 images      in step

1 to promote, 1 blocked.
caskwright explain <image> tells the whole chain
`);
  });

  test.each([
    [{ kind: 'release', tag: 'v2.3.0' as Tag }, /^v2\.3\.0 @ 3fa9c1d → /],
    [{ kind: 'build-only', why: 'a pull request' }, /images {3}nothing is published: a pull request\n/],
  ] as const)('the heading of %j', (event, heading) => {
    expect(text(plan(fleet(), [], { event }))).toMatch(heading);
  });

  test('a chain of thousands stays readable: indented to a depth, every row with its reason', () => {
    const chain = Array.from({ length: 2000 }, (_, at) =>
      image(`i${at}`, '1', at === 0 ? [] : [`i${at - 1}`], at === 0 ? 'new' : ''),
    );
    const before = [image('i0', '1'), ...chain.slice(1)];
    const lines = text(plan(chain, before)).split('\n');
    expect(lines).toHaveLength(2006);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100);
    expect(lines[1500]).toMatch(/└─ i1498 1 +stands on i1497$/);
    expect(lines.at(-3)).toContain('i0 → i1 → i2 → 1995 more → i1998 → i1999');
  });

  test('colours follow the action', () => {
    const coloured = renderPlan(planToJson(plan(fleet('new'), fleet())), { width: 100, colour: true });
    expect(coloured).toContain('\x1b[36mbuild\x1b[39m     python-base');
    expect(coloured).toContain('\x1b[2m·\x1b[22m         2 images');
  });
});

describe('explain', () => {
  const explain = (one: Plan, name: string) => {
    return renderExplain(planToJson(one), one.byName.get(name as ImageName) as ImagePlan, look);
  };

  test('the chain down to the change, what is as it was, and what is published until then', () => {
    expect(explain(plan(fleet('new'), fleet()), 'jupyter-ml-cpu')).toBe(`jupyter-ml-cpu 2.4.1  build
 └ parent jupyter-base  build
    └ parent python-base  build
       └ context changed
unchanged: its own files, args
published: sha256:111111… of 81be02f as 2.4.1, latest
`);
    expect(explain(plan(fleet('new'), fleet()), 'python-base')).toBe(`python-base 3.12.4  build
 └ context changed
unchanged: args, base debian:bookworm-slim (sha256:dddddd…)
published: sha256:111111… of 81be02f as 3.12.4, latest
`);
  });

  test('an image in step says what is held', () => {
    expect(explain(plan(fleet(), fleet()), 'tools')).toMatch(
      /^tools 1\.0\.0 {2}in step\n └ in step\nheld: fp-[0-9a-f]{4}… built 2026-11-08 from 81be02f\npublished: /,
    );
  });

  test('a parent that two chains reach is told once', () => {
    const diamond = [image('a', '1'), image('b', '1', ['a']), image('c', '1', ['a']), image('d', '1', ['b', 'c'])];
    const out = explain(plan([image('a', '1', [], 'new'), ...diamond.slice(1)], diamond), 'd');
    expect(out.split('\n').slice(0, 6)).toEqual([
      'd 1  build',
      ' ├ parent b  build',
      ' │  └ parent a  build',
      ' │     └ context changed',
      ' └ parent c  build',
      '    └ parent a  build  (see above)',
    ]);
  });

  test('S17 what the registry says is text, not control', () => {
    const holdings = (all: Map<ImageName, Holding>) => {
      const { landing, record } = all.get('tools' as ImageName) as Required<Holding>;
      const bad = { landing: { ...landing, builtAt: '\x1b[2Jx' }, record: { ...record, commit: 'a\nb' } };
      return all.set('tools' as ImageName, bad);
    };
    const out = explain(plan(fleet(), fleet(), { holdings }), 'tools');
    expect(out).toContain('built \\x1b[2Jx from');
    expect(out).toContain('of a\\x0ab as');
  });
});

describe('graph', () => {
  const graph = graphToJson(buildGraph(fleet(), configuration).graph);

  test('mermaid: every image once, builder edges dashed', () => {
    expect(renderGraph(graph, 'mermaid')).toBe(`flowchart LR
  n0["cuda-base 12.6"]
  n1["python-base 3.12.4"]
  n2["jupyter-base 4.2.5"]
  n3["tools 1.0.0"]
  n4["jupyter-ml-cpu 2.4.1"]
  n5["jupyter-ml-gpu 2.4.1"]
  n1 --> n2
  n3 -.-> n4
  n2 --> n4
  n0 -.-> n5
  n2 --> n5
`);
  });

  test('mermaid: coloured by action when a plan is given', () => {
    const lines = renderGraph(graph, 'mermaid', planToJson(plan(fleet('new'), fleet()))).split('\n');
    expect(lines).toContain('  class n1,n2,n4,n5 build');
    expect(lines).toContain('  class n0,n3 skip');
    expect(lines.filter((line) => line.includes('classDef'))).toHaveLength(2);
  });

  test('mermaid: at most 200 edges, those to images that something happens to first, and a note', () => {
    const roots = [image('a', '1'), image('b', '1')];
    const children = (parent: string) => Array.from({ length: 150 }, (_, at) => image(`${parent}${at}`, '1', [parent]));
    const images = [...roots, ...children('a'), ...children('b')];
    const changed = [image('a', '1'), image('b', '1', [], 'new'), ...images.slice(2)];
    const wide = graphToJson(buildGraph(changed, configuration).graph);
    const lines = renderGraph(wide, 'mermaid', planToJson(plan(changed, images))).split('\n');
    expect(lines.filter((line) => line.includes('-->'))).toHaveLength(200);
    expect(lines.filter((line) => /\["b\d+ 1"\]/.test(line))).toHaveLength(150);
    expect(lines.filter((line) => /\["a\d+ 1"\]/.test(line))).toHaveLength(50);
    expect(lines).toContain('  rest["100 more edges not drawn"]');
  });

  test('dot: quoted names, colours by action', () => {
    expect(renderGraph(graph, 'dot', planToJson(plan(fleet('new'), fleet())))).toContain(
      '  "python-base" [label="python-base 3.12.4", fillcolor="#dbeafe", color="#1d4ed8"];',
    );
    expect(renderGraph(graph, 'dot')).toBe(`digraph images {
  rankdir=LR;
  node [shape=box, style="rounded,filled", fillcolor=white];
  "cuda-base" [label="cuda-base 12.6"];
  "python-base" [label="python-base 3.12.4"];
  "jupyter-base" [label="jupyter-base 4.2.5"];
  "tools" [label="tools 1.0.0"];
  "jupyter-ml-cpu" [label="jupyter-ml-cpu 2.4.1"];
  "jupyter-ml-gpu" [label="jupyter-ml-gpu 2.4.1"];
  "python-base" -> "jupyter-base";
  "tools" -> "jupyter-ml-cpu" [style=dashed];
  "jupyter-base" -> "jupyter-ml-cpu";
  "cuda-base" -> "jupyter-ml-gpu" [style=dashed];
  "jupyter-base" -> "jupyter-ml-gpu";
}
`);
  });

  test('json reads back as the graph', () => {
    expect(JSON.parse(renderGraph(graph, 'json'))).toEqual(graph);
  });

  test('S17 a label is data in every format, whatever stands in it', () => {
    const label = '"]; click n0 "javascript:x"\n</script>`#35;\\" -> b; \x1b[2J';
    const [first, ...rest] = graph.images;
    const nasty = { ...graph, images: [{ ...(first as typeof first & object), version: label as Tag }, ...rest] };
    const mermaid = renderGraph(nasty, 'mermaid').split('\n');
    expect(mermaid).toHaveLength(renderGraph(graph, 'mermaid').split('\n').length);
    expect(mermaid[1]).not.toContain('#27;');
    expect(mermaid[1]).toMatch(/^ {2}n0\["[^"<>`\\\]]*"\]$/);
    const dot = renderGraph(nasty, 'dot').split('\n');
    expect(dot).toHaveLength(renderGraph(graph, 'dot').split('\n').length);
    expect(dot[3]).toMatch(/^ {2}"cuda-base" \[label="(?:[^"\\]|\\["\\])*"\];$/);
    expect(JSON.parse(renderGraph(nasty, 'json'))).toEqual(nasty);
  });
});
