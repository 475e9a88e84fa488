import { describe, expect, test } from 'vitest';
import type { ImageResult } from '../build/events.ts';
import type { Failure } from '../build/failure.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnosticJson } from './diagnostics.ts';
import { annotations } from './github-annotations.ts';
import { renderComment } from './github-comment.ts';
import type { GithubReport } from './github-parts.ts';
import {
  collected,
  dockerfile,
  fleetHistory,
  fleetPlan,
  fleetRun,
  inStep,
  planned,
  planOf,
  standsOn,
} from './github-report.fixture.ts';
import { renderSummary } from './github-summary.ts';
import { hostileTexts, outsideCode } from './markdown-reader.fixture.ts';
import { amd64, digest, failure, name } from './run-events.fixture.ts';

const runUrl = 'https://github.example/o/r/actions/runs/8';
const fleet: GithubReport = {
  plan: fleetPlan,
  run: fleetRun(),
  history: fleetHistory,
  places: { dockerfile: () => dockerfile },
  logUrl: (image) => `${runUrl}#${image}`,
};

const parts = `### ✗ 2 built, 1 promoted, 1 failed, 1 blocked, 2 in step in 2m31

**✗** \`jupyter-ml-gpu linux/amd64\` failed in build after 0m41, \`images/jupyter-ml-gpu/Dockerfile:3 RUN pip install -r requirements.txt\`

**why** requirements.txt:3 pins a version that the package index does not have

**try** a version that exists: 2.4.1 is the newest 2.4

\`\`\`text
ERROR: No matching distribution found for torch==2.4.9
\`\`\`

[log](https://github.example/o/r/actions/runs/8#jupyter-ml-gpu) (1 line) · blocks jupyter-fine-tuning

| image | action | reason | version | digest | size | seconds | log |
| --- | --- | --- | --- | --- | ---: | ---: | --- |
| \`jupyter-ml-gpu\` | ✗ failed | stands on jupyter-base | \`1.0.0\` |  |  | 41.0 | [log](https://github.example/o/r/actions/runs/8#jupyter-ml-gpu) |
| \`jupyter-fine-tuning\` | ! blocked | blocked by jupyter-ml-gpu | \`1.0.0\` |  |  |  |  |
| \`python-base\` | ✓ built | requirements.txt:12 \`numpy==2.1.0\` → \`numpy==2.1.1 (3fa9c1d)\` | \`1.0.0\` | \`sha256:9f2c41…\` | 128 MB | 72.0 | [log](https://github.example/o/r/actions/runs/8#python-base) |
| \`jupyter-base\` | ✓ built | stands on python-base | \`1.0.0\` | \`sha256:9f2c41…\` | 842 MB | 37.0 | [log](https://github.example/o/r/actions/runs/8#jupyter-base) |
| \`cuda-base\` | ✓ promoted | built already | \`1.0.0\` | \`sha256:9f2c41…\` | 3.2 GB |  |  |

2 images in step

<details><summary>Graph</summary>

\`\`\`mermaid
flowchart LR
  n0["#10007; jupyter-ml-gpu 1.0.0"]
  n1["#33; jupyter-fine-tuning 1.0.0"]
  n2["#10003; python-base 1.0.0"]
  n3["#10003; jupyter-base 1.0.0"]
  n4["#10003; cuda-base 1.0.0"]
  n5["#183; agent-dev 1.0.0"]
  n6["#183; node-base 1.0.0"]
  n3 --> n0
  n0 --> n1
  n2 --> n3
  classDef failed fill:#fee2e2,stroke:#b91c1c,color:#111827
  class n0 failed
  classDef blocked fill:#fee2e2,stroke:#b91c1c,color:#111827
  class n1 blocked
  classDef built fill:#dcfce7,stroke:#15803d,color:#111827
  class n2,n3 built
  classDef promoted fill:#dcfce7,stroke:#15803d,color:#111827
  class n4 promoted
  classDef skip fill:#f3f4f6,stroke:#6b7280,color:#111827
  class n5,n6 skip
\`\`\`

</details>

<details><summary>Time line: 2m31, critical path <code>python&#45;base → jupyter&#45;base → jupyter&#45;ml&#45;gpu</code> (2m31, 0m03 of it waiting)</summary>

\`\`\`mermaid
gantt
  dateFormat YYYY-MM-DD HH:mm:ss.SSS
  axisFormat %M:%S
  ✓ python-base 1m12 :crit, b0, 2000-01-01 00:00:00.000, 2000-01-01 00:01:12.000
  ✓ jupyter-base 0m37 :crit, b1, 2000-01-01 00:01:13.000, 2000-01-01 00:01:50.000
  ✗ jupyter-ml-gpu 0m41 :crit, b2, 2000-01-01 00:01:50.000, 2000-01-01 00:02:31.000
\`\`\`

</details>
`;

test('summary: outcome, failures, table, graph, time line', () => {
  expect(renderSummary(fleet, runUrl)).toBe(parts);
});

test('comment: the same parts behind its marker, and the way to the logs', () => {
  expect(renderComment(fleet, 'pull', runUrl)).toBe(`<!-- caskwright:pull -->\n${parts}\n[logs](${runUrl})`);
});

describe('outcome', () => {
  const line = (report: GithubReport) => renderComment(report, 'k').split('\n')[1];
  const images = [planned('a'), standsOn('b', 'a'), inStep('c')];
  const pull = planOf(images);
  const findings = (errors: number, warnings: number) => ({ findings: { errors, warnings, fatal: [], rest: [] } });
  const ran = (outcomes: readonly ImageResult['outcome'][]) =>
    collected([
      [0, { type: 'run.started', run: '1', commit: 'c', destination: '', builder: 'b', images: [] }],
      [
        182,
        {
          type: 'run.finished',
          result: {
            outcome: outcomes.includes('failed') ? 'failed' : 'succeeded',
            seconds: 182,
            images: outcomes.map((outcome, at) => {
              const { image, action } = images[at] as (typeof images)[number];
              return { image, action, outcome, tags: [], seconds: 1 };
            }),
          },
        },
      ],
    ]);

  test.each<readonly [string, GithubReport, string]>([
    ['a plan', { plan: pull }, '✓ 2 images would be rebuilt'],
    ['a plan with findings', { plan: pull, ...findings(0, 1) }, '✓ 2 images would be rebuilt · 1 warning'],
    ['an error beside it', { plan: pull, ...findings(1, 2) }, '✗ 2 images would be rebuilt · 1 error, 2 warnings'],
    ['errors alone', findings(2, 0), '✗ Nothing was planned · 2 errors'],
    ['nothing found', findings(0, 0), '✓ No findings'],
    ['nothing to do', { plan: planOf([inStep('a'), inStep('c')]) }, '✓ Nothing to build, 2 images in step'],
    ['a blocked image', { plan: planOf([planned('a', { action: 'blocked' })]) }, '✗ 1 blocked'],
    [
      'a pull request, built',
      { plan: pull, run: ran(['built', 'adopted', 'in-step']) },
      '✓ 2 images would be rebuilt, all built here in 3m02',
    ],
    [
      'a pull request, failed',
      { plan: pull, run: ran(['built', 'failed', 'in-step']) },
      '✗ 2 images would be rebuilt: 1 built, 1 failed, 1 in step in 3m02',
    ],
    [
      'a push',
      { plan: planOf(images, fleetPlan.event), run: ran(['built', 'built', 'in-step']) },
      '✓ 2 built, 1 in step in 3m02',
    ],
    ['a run that was killed', { plan: pull, run: collected([]) }, '✗ The run ended before it was finished'],
  ])('%s', (_, report, outcome) => {
    expect(line(report)).toBe(`### ${outcome}`);
  });

  test('a comment is one line where there is nothing to say', () => {
    const text = renderComment({ plan: planOf([inStep('a'), inStep('c')]), ...findings(0, 0) }, 'k', runUrl);
    expect(text).toBe('<!-- caskwright:k -->\n### ✓ Nothing to build, 2 images in step');
  });
});

test('an image says why its tags stay, and that it is not registered', () => {
  const run = collected([
    [0, { type: 'run.started', run: '1', commit: 'c', destination: '', builder: 'b', images: [] }],
    [1, { type: 'image.held-back', image: name('a'), why: 'a newer commit is published' }],
    [1, { type: 'image.registration-failed', image: name('a'), failure }],
  ]);
  const text = renderSummary({ plan: planOf([inStep('a')]), run });
  expect(text).toContain('| `a` | · in step | its tags stay: a newer commit is published; not registered: ');
});

test('errors stand in the summary in full, warnings where no line has them', () => {
  const file = { path: 'images/a|b/build.yaml', text: 'x\n'.repeat(30) };
  const finding = (severity: Diagnostic['severity'], start: number): Diagnostic => ({
    severity,
    code: 'schema-value',
    message: '@octocat is no value.',
    fix: 'try x',
    file,
    span: { start, end: start + 1 },
  });
  const all = Array.from({ length: 11 }, (_, at) => [finding('warning', 2 * at), finding('error', 2 * at)]).flat();
  const text = renderSummary({ findings: annotations(all) });
  const at = (line: number) => `<code>images&#47;a&#124;b&#47;build&#46;yaml&#58;${line}&#58;1</code>`;
  const row = (severity: string, line: number) =>
    `- ${severity} ${at(line)} \`@octocat\` is no value: try x (\`schema-value\`)\n`;
  const errors = Array.from({ length: 11 }, (_, line) => row('error', line + 1)).join('');
  expect(text).toBe(`### ✗ Nothing was planned · 11 errors, 11 warnings

${errors}
<details><summary>1 finding without a mark on the line</summary>

${row('warning', 11)}
</details>
`);
});

describe('S31 words of others', () => {
  const skeleton = (text: string) => outsideCode(renderComment(hostileReport(text), 'k', runUrl));

  test('break out of nothing: what is left for Markdown to read is our own', () => {
    for (const text of hostileTexts(300)) {
      const lines = skeleton(text).split('\n');
      const tags = lines.join('\n').match(/<[^>]*>/g);
      expect(tags, text).toEqual([
        '<!-- caskwright:k -->',
        ...['<details>', '<summary>', '</summary>', '</details>'],
        ...['<details>', '<summary>', '</summary>', '</details>'],
        ...['<details>', '<summary>', '</summary>', '</details>'],
      ]);
      const rows = lines.filter((line) => line.startsWith('|'));
      expect(
        rows.map((row) => row.split('|').length),
        text,
      ).toEqual(rows.map(() => 8));
      expect(rows).toHaveLength(4);
      expect(lines.join('\n').replaceAll(runUrl, ''), text).not.toMatch(/@|\w#\d|[^#]#\d|GH-\d|www\.|:\/\/|!\[/i);
    }
  });

  function hostileReport(text: string): GithubReport {
    const failed: Failure = { ...failure, message: text, suggestion: text, lastLines: text.split('\n') };
    const file = { path: `images/${text}/Dockerfile`, text: `FROM a\n\n${text}` };
    const finding: Diagnostic = {
      severity: 'error',
      code: 'schema-value',
      message: text,
      fix: text,
      file,
      span: { start: 0, end: 1 },
    };
    const change = { before: text, after: text, line: 1 };
    const commit = { id: 'ab12'.padEnd(40, '0'), subject: text, time: 0 };
    const reason = { kind: 'invalid', message: text, text } as const;
    return {
      plan: planOf([planned('a', { reasons: [reason], version: null }), { ...standsOn('b', 'a'), version: null }]),
      run: collected([
        [0, { type: 'run.started', run: '1', commit: 'c', destination: '', builder: 'b', images: [] }],
        [1, { type: 'node.started', image: name('a'), platform: amd64 }],
        [2, { type: 'image.failed', image: name('a'), platform: amd64, failure: failed, seconds: 1, blocks: [] }],
        [2, { type: 'image.blocked', image: name('b'), by: text }],
        [
          3,
          {
            type: 'run.finished',
            result: {
              outcome: 'failed',
              seconds: 3,
              images: [{ image: name('a'), action: 'build', outcome: 'failed', tags: [], seconds: 2, digest, size: 1 }],
            },
          },
        ],
      ]),
      history: new Map([
        [name('b'), [{ component: 'context', path: `x/${text}`, kind: 'changed', lines: [change], commit }]],
      ]),
      places: { dockerfile: () => file },
      findings: {
        errors: 1,
        warnings: 0,
        fatal: [diagnosticJson(finding)],
        rest: [{ ...diagnosticJson(finding), severity: 'warning' }],
      },
    };
  }
});
