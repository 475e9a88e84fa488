import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: object;
  /** Of a job that is another workflow. */
  readonly uses?: string;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on?: object;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What is wrong with a workflow, by the rules that every workflow here keeps. */
function faults(workflow: Workflow): string[] {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job): readonly Step[] => [
    { ...(job.uses ? { uses: job.uses } : {}) },
    ...(job.steps ?? []),
  ]);
  // A workflow that others call has what they give it: asking for more would fail for those who give less.
  const isCalled = Object.keys(workflow.on ?? {}).join() === 'workflow_call';
  const permissions = JSON.stringify(workflow.permissions);
  return [
    ...(permissions === (isCalled ? undefined : '{"contents":"read"}')
      ? []
      : ['permissions: not contents: read alone']),
    ...steps.flatMap((step) => [
      ...(step.uses === undefined || isPinned(step.uses) ? [] : [`not pinned by commit: ${step.uses}`]),
      ...(step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false
        ? ['checkout keeps its credentials']
        : []),
      ...(step.run?.includes('${{') ? [`an expression inside a script: ${step.run}`] : []),
    ]),
  ];
}

/** By the commit, or by being of the same one. */
function isPinned(uses: string): boolean {
  return /@[0-9a-f]{40}$/.test(uses) || uses.startsWith('./');
}

describe('workflows', () => {
  const folder = new URL('../.github/workflows/', import.meta.url);
  const files = globSync('*.yml', { cwd: folder });

  test('there are some', () => expect(files.length).toBeGreaterThan(0));

  test.each(files)(
    'S30, S32 %s pins actions by commit, asks for little, and keeps expressions out of scripts',
    (file) => {
      expect(faults(parse(readFileSync(new URL(file, folder), 'utf8')))).toEqual([]);
    },
  );

  test('S30, S32 the check finds what it is for', () => {
    const job = {
      steps: [{ uses: 'actions/checkout@v7' }, { run: 'echo ${{ github.head_ref }}' }],
    };
    expect(faults({ jobs: { job } })).toEqual([
      'permissions: not contents: read alone',
      'not pinned by commit: actions/checkout@v7',
      'checkout keeps its credentials',
      'an expression inside a script: echo ${{ github.head_ref }}',
    ]);
  });
});
