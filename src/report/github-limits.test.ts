import { describe, expect, test } from 'vitest';
import type { ImageResult, RunEventBody } from '../build/events.ts';
import { annotations } from './github-annotations.ts';
import { renderComment } from './github-comment.ts';
import type { GithubReport } from './github-parts.ts';
import { collected, planned, planOf, standsOn } from './github-report.fixture.ts';
import { renderSummary } from './github-summary.ts';
import { outsideCode } from './markdown-reader.fixture.ts';
import { amd64, digest, failure, name } from './run-events.fixture.ts';

const IMAGES = 10_000;
const runUrl = 'https://github.example/o/r/actions/runs/8';
const names = Array.from({ length: IMAGES }, (_, at) => `image-${at}`);

/** Every image stands on one of the hundred first, and every one of `failures` fails with 20 long lines. */
function large(failures: number): GithubReport {
  const images = names.map((image, at) => (at < 100 ? planned(image) : standsOn(image, `image-${at % 100}`)));
  const plan = planOf(images, { kind: 'push', branch: 'main', default_branch: true });
  const failed = { ...failure, message: '😀'.repeat(200), lastLines: Array(20).fill('😀`'.repeat(300)) };
  const events = names.flatMap((text, at): [number, RunEventBody][] => {
    const image = name(text);
    const end: RunEventBody =
      at >= IMAGES - failures
        ? { type: 'image.failed', image, failure: failed, seconds: 1, blocks: [] }
        : { type: 'image.landed', image, digest, fingerprint: 'ab', adopted: false, seconds: 1 };
    return [
      [at, { type: 'node.started', image, platform: amd64 }],
      [at + 1, { type: 'node.settled', image, platform: amd64, digest, adopted: false, seconds: 1 }],
      [at + 1, end],
    ];
  });
  const results = names.map(
    (image, at): ImageResult => ({
      image: name(image),
      action: 'build',
      outcome: at >= IMAGES - failures ? 'failed' : 'built',
      digest,
      size: 128_400_000,
      tags: [],
      seconds: 1,
    }),
  );
  const result = { outcome: failures > 0 ? 'failed' : 'succeeded', seconds: IMAGES, images: results } as const;
  const run = collected([
    [0, { type: 'run.started', run: '8', commit: 'c', destination: '', builder: 'b', images: [] }],
    ...events,
    [IMAGES, { type: 'run.finished', result }],
  ]);
  return { plan, run, findings: annotations([]), logUrl: (image) => `${runUrl}#${image}` };
}

const allFailed = large(IMAGES);
const allBuilt = large(0);

describe.each([
  ['summary', 1024 * 1024, (report: GithubReport) => renderSummary(report, runUrl)],
  ['comment', 65_536, (report: GithubReport) => renderComment(report, 'pull', runUrl)],
] as const)('%s of 10,000 images', (_, limit, render) => {
  test.each([
    ['failed', allFailed],
    ['built', allBuilt],
  ] as const)('all %s: within the limit, cut at whole rows, with the way to the rest', (outcome, report) => {
    const text = render(report);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(Buffer.byteLength(text)).toBeGreaterThan(limit / 3);
    expect(text.isWellFormed()).toBe(true);
    const lines = outsideCode(text).split('\n');
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
    expect(rows.length).toBeGreaterThan(100);
    const more = (what: string, shown: number) => `… and ${IMAGES - shown} more ${what}: [all](${runUrl})`;
    expect(lines).toContain(more('images', rows.length - 2));
    const failures = lines.filter((line) => line.startsWith('**✗**')).length;
    expect(failures > 0).toBe(outcome === 'failed');
    if (failures > 0) expect(lines).toContain(more('failures', failures));
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test('a graph has at most 200 edges, and every chart a text that Mermaid takes', () => {
    const charts = [...render(allBuilt).matchAll(/```mermaid\n([^`]*)```/g)].map(([, chart]) => chart as string);
    for (const chart of charts) {
      expect(chart.length).toBeLessThan(50_000);
      expect(chart.match(/-->/g)?.length ?? 0).toBeLessThanOrEqual(200);
    }
    expect(charts.map((chart) => chart.slice(0, 5))).toEqual(['flowc', 'gantt']);
    expect(charts[0]).toContain('rest["9700 more edges not drawn"]');
    expect(charts[1]).toContain('title 9900 shorter builds not drawn');
  });
});
