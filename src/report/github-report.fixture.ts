import type { ImageResult, RunEventBody } from '../build/events.ts';
import type { Failure } from '../build/failure.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { History } from '../plan/history.ts';
import { collectRun, type RunReport } from './collected-run.ts';
import type { WireImage, WirePlan } from './plan-text.ts';
import { amd64, digest, failure, name } from './run-events.fixture.ts';

export const dockerfile: SourceFile = {
  path: 'images/jupyter-ml-gpu/Dockerfile',
  text: 'FROM jupyter-base\n\nRUN pip install -r requirements.txt\n',
};

/** One image of a plan. */
export function planned(image: string, more: Partial<WireImage> = {}): WireImage {
  return {
    image: name(image),
    version: '1.0.0' as WireImage['version'],
    action: 'build',
    fingerprint: null,
    source: 'ab',
    digest: null,
    tags: [],
    parents: [],
    reasons: [{ kind: 'changed', component: 'context', text: 'context changed' }],
    ...more,
  };
}

export function inStep(image: string): WireImage {
  return planned(image, { action: 'skip', reasons: [{ kind: 'in-step', text: 'in step' }] });
}

export function standsOn(image: string, parent: string): WireImage {
  const reason = { kind: 'parent', parent: name(parent), text: `stands on ${parent}` } as const;
  return planned(image, { parents: [name(parent)], reasons: [reason] });
}

export function planOf(images: readonly WireImage[], event?: WirePlan['event']): WirePlan {
  return {
    version: 1,
    commit: '3fa9c1d'.padEnd(40, '0'),
    dirty: false,
    event: event ?? { kind: 'build-only', why: 'a pull request' },
    registry: 'harbor.example/library',
    images: [...images],
    nodes: [],
    levels: [],
    critical_path: [],
  };
}

/** A run of events at given seconds, collected. */
export function collected(events: readonly (readonly [seconds: number, body: RunEventBody])[]): RunReport {
  const run = collectRun();
  for (const [at, [seconds, body]] of events.entries()) {
    const time = new Date(Date.UTC(2026, 10, 20, 14, 30) + seconds * 1000).toISOString();
    run.sink({ ...body, sequence: at + 1, time });
  }
  return run.report();
}

/** A fleet of which one image fails: python-base → jupyter-base → jupyter-ml-gpu → jupyter-fine-tuning, and cuda-base. */
export const fleetPlan = planOf(
  [
    planned('python-base'),
    standsOn('jupyter-base', 'python-base'),
    standsOn('jupyter-ml-gpu', 'jupyter-base'),
    standsOn('jupyter-fine-tuning', 'jupyter-ml-gpu'),
    planned('cuda-base', { action: 'promote', reasons: [{ kind: 'unpublished', text: 'built already' }] }),
    inStep('agent-dev'),
    inStep('node-base'),
  ],
  { kind: 'push', branch: 'main', default_branch: true },
);

export const fleetHistory: History = new Map([
  [
    name('python-base'),
    [
      {
        component: 'context',
        path: 'images/python-base/requirements.txt',
        kind: 'changed',
        lines: [{ line: 12, before: 'numpy==2.1.0', after: 'numpy==2.1.1' }],
        commit: { id: '3fa9c1d'.padEnd(40, '0'), subject: 'raise numpy', time: 0 },
      },
    ],
  ],
]);

/** The run of `fleetPlan`, with words of others as given. */
export function fleetRun(failed: Failure = failure): RunReport {
  const result = (image: string, outcome: ImageResult['outcome'], seconds = 0, size?: number): ImageResult => ({
    image: name(image),
    version: '1.0.0',
    action: outcome === 'in-step' ? 'skip' : outcome === 'promoted' ? 'promote' : 'build',
    outcome,
    ...(size === undefined ? {} : { digest, size }),
    tags: [],
    seconds,
    ...(outcome === 'failed' ? { failure: failed } : {}),
  });
  const built = (image: string, from: number, to: number): [number, RunEventBody][] => [
    [from, { type: 'node.started', image: name(image), platform: amd64 }],
    [from, { type: 'image.log', image: name(image), platform: amd64, line: 'STEP 1' }],
    [to - 1, { type: 'node.settled', image: name(image), platform: amd64, digest, adopted: false, seconds: to - from }],
    [to, { type: 'image.landed', image: name(image), digest, fingerprint: 'ab', adopted: false, seconds: to - from }],
  ];
  const gpu = name('jupyter-ml-gpu');
  const blocks = [name('jupyter-fine-tuning')];
  return collected([
    [
      0,
      {
        type: 'run.started',
        run: '8',
        commit: fleetPlan.commit,
        destination: fleetPlan.registry,
        builder: 'buildah 1.28',
        images: fleetPlan.images.map(({ image, action, parents }) => ({
          image,
          action,
          parents,
          reason: 'as planned',
        })),
      },
    ],
    ...built('python-base', 0, 72),
    ...built('jupyter-base', 73, 110),
    [110, { type: 'node.started', image: gpu, platform: amd64 }],
    [111, { type: 'image.log', image: gpu, platform: amd64, line: 'Collecting torch' }],
    [151, { type: 'image.failed', image: gpu, platform: amd64, failure: failed, seconds: 41, blocks }],
    [151, { type: 'image.blocked', image: name('jupyter-fine-tuning'), by: 'jupyter-ml-gpu' }],
    [
      151,
      {
        type: 'run.finished',
        result: {
          outcome: 'failed',
          seconds: 151,
          images: [
            result('python-base', 'built', 72, 128_400_000),
            result('jupyter-base', 'built', 37, 842_000_000),
            result('jupyter-ml-gpu', 'failed', 41),
            result('jupyter-fine-tuning', 'blocked'),
            result('cuda-base', 'promoted', 0, 3_200_000_000),
            result('agent-dev', 'in-step', 0, 1000),
            result('node-base', 'in-step', 0, 1000),
          ],
        },
      },
    ],
  ]);
}
