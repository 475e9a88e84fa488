import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Problem } from '../engine/problem.ts';
import type { Plan } from '../plan/plan.ts';
import { planToJson } from '../plan/wire.ts';
import { annotations } from '../report/github-annotations.ts';
import { renderComment } from '../report/github-comment.ts';
import type { GithubReport } from '../report/github-parts.ts';
import { renderSummary } from '../report/github-summary.ts';
import { commentMarker, fence, prose } from '../report/markdown.ts';
import { escapeControls } from '../report/text.ts';
import { writeAtomically } from '../system/storage.ts';
import { stepFolder } from './build.ts';
import type { ActionContext, Job } from './context.ts';
import type { PullRequest } from './event.ts';
import type { GitHub } from './github.ts';
import { type HandedReport, writeReport } from './handed-report.ts';
import type { Inputs } from './inputs.ts';
import { matrixLevels, planText } from './plan-output.ts';

/** How a step ended, as the output `result` says it. */
export type ActionResult = 'succeeded' | 'failed' | 'cancelled' | 'nothing';

/** Everything that a step has found out; what it did not come to is absent. */
export interface Answer {
  readonly result: ActionResult;
  /** All findings of the repository's files. */
  readonly diagnostics: readonly Diagnostic[];
  readonly plan?: Plan;
  /** Files have errors: the plan is of what could be read, to be looked at and not to be carried out. */
  readonly isPartial?: boolean;
  /** The folder of the layout that this job of a fan-out hands on. */
  readonly layout?: string;
  /** Image → digest, of what was built or published; `image@platform` → digest where one platform of it was built. */
  readonly digests?: Readonly<Record<string, string>>;
  /** For the summary and the comment, without plan and findings. */
  readonly report?: Omit<GithubReport, 'plan' | 'findings'>;
  readonly problem?: Problem;
  /** Lines for the summary as they are. */
  readonly told?: readonly string[];
  /** In one line, why nothing or less was done. */
  readonly why?: string;
  /** The pull request to comment on; absent where there is none or the token cannot. */
  readonly pull?: Pick<PullRequest, 'number'>;
  /** The report of another run, which this one comments with. */
  readonly handed?: HandedReport;
}

/** The answer of a step that came to nothing. */
export function refusal(problem: Problem): Answer {
  const isCancelled = problem.kind === 'environment' && problem.failure.reason === 'cancelled';
  const diagnostics = problem.kind === 'findings' ? problem.diagnostics : [];
  return { result: isCancelled ? 'cancelled' : 'failed', diagnostics, problem };
}

/** Where an answer goes. */
export interface AnswerPlaces {
  readonly context: ActionContext;
  readonly job: Job;
  readonly inputs: Inputs;
  readonly github?: GitHub;
  /** Tells the comment of this workflow from those of others. */
  readonly commentKey: string;
}

/** Gives the answer to everybody: outputs, lines of the pull request, summary, comment. */
export async function giveAnswer(answer: Answer, places: AnswerPlaces): Promise<void> {
  const { runner } = places.context;
  const { lines, ...findings } = annotations(answer.diagnostics);
  for (const line of lines) runner.write(`${line}\n`);
  if (answer.problem) sayProblem(answer.problem, places.context);
  if (answer.why !== undefined) runner.write(`${escapeControls(answer.why)}\n`);
  await setOutputs(answer, places);
  const report: GithubReport = {
    ...answer.handed,
    ...answer.report,
    ...(answer.plan ? { plan: planToJson(answer.plan) } : {}),
    ...(answer.diagnostics.length > 0 || !(answer.plan || answer.handed) ? { findings } : {}),
  };
  if (isOfPullRequest(places.job)) await leaveReport(report, places);
  await runner.summary(summaryText(answer, report, places));
  if (answer.pull && places.github) await keepComment(answer.pull, report, places.github, places);
}

/** For a job that may comment where this one may not. */
async function leaveReport(report: GithubReport, { context, job }: AnswerPlaces): Promise<void> {
  const path = join(stepFolder(job), 'report.json');
  await writeAtomically(path, writeReport(report));
  context.runner.output('report', path);
}

function isOfPullRequest({ event }: Job): boolean {
  return event === 'pull_request' || event === 'pull_request_review';
}

/** Says what is in the way on the run's page; findings of files stand on their lines already. */
function sayProblem(problem: Problem, { runner }: ActionContext): void {
  switch (problem.kind) {
    case 'findings':
      return;
    case 'usage':
      runner.error(withAdvice(problem.message, problem.suggestion), 'caskwright');
      return;
    case 'environment': {
      const { reason, message, suggestion } = problem.failure;
      if (reason !== 'cancelled') runner.error(withAdvice(message, suggestion), `caskwright: ${reason}`);
    }
  }
}

function withAdvice(message: string, suggestion: string | undefined): string {
  return escapeControls(message) + (suggestion === undefined ? '' : `\ntry: ${escapeControls(suggestion)}`);
}

async function setOutputs(
  { plan, isPartial, result, digests = {}, layout }: Answer,
  { context, job, inputs }: AnswerPlaces,
): Promise<void> {
  const { runner } = context;
  if (plan && !isPartial) {
    const path = join(stepFolder(job), 'plan.json');
    await writeAtomically(path, planText(plan));
    const levels = matrixLevels(plan, inputs.byPlatform);
    runner.output('plan', path);
    runner.output('levels', JSON.stringify(levels));
    runner.output('matrix', JSON.stringify({ include: levels[0] ?? [] }));
    const changed = plan.images.filter(({ action }) => action !== 'skip').map(({ name }) => name);
    runner.output('changed', JSON.stringify(changed.toSorted()));
  }
  if (layout !== undefined) runner.output('layout', layout);
  runner.output('digests', JSON.stringify(digests));
  runner.output('result', result);
}

function summaryText(
  { plan, problem, why, told, diagnostics }: Answer,
  report: GithubReport,
  { job }: AnswerPlaces,
): string {
  if (!plan && diagnostics.length === 0 && (problem || why !== undefined)) return renderReason(problem, why);
  const reason = why === undefined ? '' : `\n${renderReason(undefined, why)}`;
  const lines = told === undefined ? '' : `\n${fence(told, 'text')}\n`;
  return `${renderSummary(report, job.page)}${reason}${lines}`;
}

function renderReason(problem: Problem | undefined, why: string | undefined): string {
  const text = why ?? (problem?.kind === 'usage' ? problem.message : 'Nothing was planned');
  return `${prose(text)}\n`;
}

/** One comment for each workflow of a pull request. A token that may not write is no failure: the summary says it all. */
async function keepComment(
  pull: Pick<PullRequest, 'number'>,
  report: GithubReport,
  github: GitHub,
  { commentKey, context, job }: AnswerPlaces,
): Promise<void> {
  const body = renderComment(report, commentKey, job.page);
  const found = await github.comments(pull.number);
  const marker = commentMarker(commentKey);
  const own = found.ok ? found.value.find((comment) => comment.byBot && comment.body.startsWith(marker)) : undefined;
  if (own?.body === body) return;
  const kept = !found.ok
    ? found
    : await (own ? github.updateComment(own.id, body) : github.createComment(pull.number, body));
  if (kept.ok) return;
  const advice = kept.error.status === 403 ? ' (permissions: pull-requests: write lets it)' : '';
  context.runner.warning(`the comment was not written: ${escapeControls(kept.error.message)}${advice}`, 'caskwright');
}
