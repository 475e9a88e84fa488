import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { at } from '../base/at.ts';
import type { Result } from '../base/result.ts';
import type { EventSink, RunSummary } from '../build/events.ts';
import { builderFile } from '../definition/dockerfile.ts';
import type { Connections } from '../engine/connections.ts';
import { historyOf } from '../engine/history.ts';
import { hasErrors } from '../engine/load.ts';
import type { Problem } from '../engine/problem.ts';
import type { ImageName } from '../names/image-name.ts';
import { criticalPath } from '../plan/order.ts';
import type { Plan } from '../plan/plan.ts';
import { planToJson } from '../plan/wire.ts';
import { collectRun } from '../report/collected-run.ts';
import { githubLog } from '../report/github-log.ts';
import { renderPlan } from '../report/plan-text.ts';
import { tee } from '../report/sinks.ts';
import type { Environment } from '../system/environment.ts';
import { type ActionResult, type Answer, refusal } from './answer.ts';
import { approvalOf } from './approval.ts';
import { build, logName, stepFolder } from './build.ts';
import { type Checkout, standsOn } from './checkout.ts';
import type { ActionContext, Job } from './context.ts';
import { readDigests } from './digests.ts';
import { lookForDrift } from './drift.ts';
import { type Digests, joined, missingFrom, type Portion, portionOf } from './fan-out.ts';
import type { GitHub } from './github.ts';
import type { Inputs } from './inputs.ts';
import { updateNotes } from './notes.ts';
import { imagesOfJob } from './plan-output.ts';
import { type PreparedScope, prepareScope } from './prepare.ts';
import { strangerEnvironment } from './stranger.ts';
import type { Scope, Task } from './task.ts';

/** A step of a workflow: what it was given and what it may speak to. */
export interface Step {
  readonly context: ActionContext;
  readonly job: Job;
  readonly inputs: Inputs;
  /** The parsed file of the event. */
  readonly payload: unknown;
  readonly github?: GitHub;
}

type Planning = Extract<Task, { readonly do: 'plan' | 'build' }>;

/** Plans, and builds where the task says so. */
export async function carryOutTask(step: Step, task: Planning): Promise<Answer> {
  const { context, job, inputs } = step;
  const { environment } = context;
  const images = await imagesOfJob(inputs);
  if (!images.ok) return refusal(images.error);
  const opened = await context.checkout();
  if (!opened.ok) return refusal(opened.error);
  const isForeign = task.scope.trust === 'foreign';
  const visible = isForeign ? await strangerEnvironment(environment, stepFolder(job)) : environment;
  const root = opened.value.repository.root ?? inputs.directory;
  const connections = await context.connect(visible, root);
  const planned = await prepareScope({
    scope: scopeOfJob(task.scope, images.value, inputs),
    ...(images.value && images.value.length > 0 ? { job: images.value } : {}),
    checkout: opened.value,
    connections,
    signal: context.signal,
    overrides: inputs.registry === undefined ? {} : { registry: inputs.registry },
    ...defaultBranch(step.payload),
    ...(inputs.push === 'no' ? { buildOnly: 'push: false' } : {}),
  });
  const pull = commentedPull(step, task.scope);
  if (!planned.ok) return { ...refusal(planned.error), ...pull };
  const work: Work = {
    ...step,
    task,
    connections,
    planned: planned.value,
    checkout: opened.value,
    secrets: isForeign ? {} : environment,
    ...(images.value ? { images: images.value } : {}),
  };
  const answer = await answerFor(work);
  await planned.value.prepared?.loaded.tree.close();
  return answer;
}

/** A step with its plan made. */
interface Work extends Step {
  readonly task: Planning;
  readonly connections: Connections;
  readonly planned: PreparedScope;
  readonly checkout: Checkout;
  readonly secrets: Environment;
  /** The images of this job of a fan-out; none for the last one. */
  readonly images?: readonly string[];
}

/** Force is over when the last job of a fan-out publishes what the others have landed. */
function scopeOfJob(scope: Scope, images: readonly string[] | undefined, { byPlatform }: Inputs): Scope {
  return images?.length === 0 && !byPlatform && scope.kind !== 'change' ? { ...scope, force: false } : scope;
}

function defaultBranch(payload: unknown): { readonly defaultBranch?: string } {
  const branch = at(payload, 'repository', 'default_branch');
  return typeof branch === 'string' ? { defaultBranch: branch } : {};
}

/** The pull request that this step may comment on; jobs of a fan-out leave it to the first one. */
function commentedPull({ inputs }: Step, scope: Scope): Pick<Answer, 'pull'> {
  const isJob = inputs.plan !== undefined || inputs.image !== undefined;
  const mayComment = inputs.comment && !isJob && scope.trust !== 'foreign';
  return mayComment && scope.kind === 'change' && scope.pull ? { pull: scope.pull } : {};
}

async function answerFor(work: Work): Promise<Answer> {
  const { task, planned, github, context } = work;
  const history = await showPlan(work);
  const { plan, loaded } = planned;
  const { scope } = task;
  const common = {
    plan,
    diagnostics: loaded.diagnostics,
    report: { history, ...reportPlaces(work) },
    ...commentedPull(work, scope),
  };
  if (hasErrors(loaded.diagnostics)) return { ...common, isPartial: true, result: 'failed' };
  if (task.do === 'plan' && task.drift && planned.prepared) {
    return { ...common, ...(await lookForDrift(context, planned.prepared)) };
  }
  if (task.do === 'plan') return { ...common, ...planOnly(plan, task.why ?? planned.why) };
  if (task.needsApproval && scope.kind === 'change' && scope.pull) {
    const atHead = await standsOn(work.checkout, scope.head);
    const approval = await approvalOf(scope.pull, github);
    if (!approval.approved || !atHead) {
      const why = atHead ? approval.why : `the checkout is not that of ${scope.head.slice(0, 7)}`;
      return { ...common, ...planOnly(plan, `Planned, not built: ${why}`) };
    }
    context.runner.write(`${approval.why}: it is built, without secrets, and published nowhere\n`);
  }
  return { ...common, ...(await buildPlanned(work, common.report)) };
}

/** Prints the plan, and finds the lines behind it. */
async function showPlan({ planned, context }: Work) {
  const { plan, prepared } = planned;
  const history = prepared ? await historyOf(prepared.repository, prepared.loaded.tree, plan) : new Map();
  const look = { width: 120, colour: false };
  context.runner.write(`${renderPlan(planToJson(plan), look, criticalPath(plan).seconds, history)}\n`);
  return history;
}

function planOnly(plan: Plan, why: string | undefined): Pick<Answer, 'result' | 'why'> {
  const standing = plan.images.filter(({ action }) => action !== 'skip');
  const blocked = standing.some(({ action }) => action === 'blocked');
  const result = standing.length === 0 ? 'nothing' : blocked ? 'failed' : 'succeeded';
  return { result, ...(why === undefined ? {} : { why }) };
}

function reportPlaces({ planned, job }: Work): NonNullable<Answer['report']> {
  const dockerfile = (image: ImageName) => {
    const found = planned.loaded.graph.byName.get(image);
    return found && builderFile(found.dockerfile);
  };
  return { places: { dockerfile }, logUrl: () => job.page };
}

type Built = Pick<Answer, 'result' | 'why' | 'problem' | 'digests' | 'layout' | 'report'>;

async function buildPlanned(work: Work, report: NonNullable<Answer['report']>): Promise<Built> {
  const { inputs, planned, images, connections, job } = work;
  const earlier = inputs.digests === undefined ? {} : await readDigests(inputs.digests);
  const { prepared } = planned;
  if (!prepared) return { result: 'nothing', digests: earlier };
  const publishes = prepared.event.kind !== 'build-only';
  if (inputs.push === 'yes' && prepared.event.kind === 'build-only') {
    const problem = { kind: 'usage', message: `push: true, and ${prepared.event.why}` } as const;
    return { result: 'failed', problem };
  }
  if (images?.length === 0 && !publishes) return gathered(planned.plan, earlier);
  const portion = await portionOf({ prepared, images, inputs, connections, folder: stepFolder(job), earlier });
  if (!portion.ok) return { result: resultOfProblem(portion.error), problem: portion.error };
  const own = portion.value;
  const run = collectRun();
  const summary = await runWith(work, own, run.sink);
  const told = { ...report, run: run.report() };
  if (!summary.ok) return { result: resultOfProblem(summary.error), problem: summary.error, report: told };
  if (!images && work.task.scope.kind === 'release') await tellRelease(work, work.task.scope.tag, summary.value);
  const layout = await own.handOn(summary.value);
  return {
    result: resultOf(own.prepared.planned.plan, summary.value),
    digests: joined(earlier, own.digests(summary.value)),
    ...(layout === undefined ? {} : { layout }),
    report: told,
  };
}

/** The end of a fan-out that publishes nothing: every build has its digest, or its job has failed. */
function gathered(plan: Plan, digests: Digests): Built {
  const missing = missingFrom(digests, plan);
  const isStill = plan.images.every(({ action }) => action !== 'build');
  if (missing.length === 0) return { result: isStill ? 'nothing' : 'succeeded', digests };
  return { result: 'failed', digests, why: `Not built by their jobs: ${missing.join(', ')}` };
}

function runWith(work: Work, { prepared, part }: Portion, collect: EventSink): Promise<Result<RunSummary, Problem>> {
  const { context, job, inputs, connections, secrets } = work;
  const logs = join(stepFolder(job), 'logs');
  const places = { ...reportPlaces(work).places, log: (image: ImageName) => join(logs, logName(image)) };
  const log = githubLog((text) => context.runner.write(text), { token: () => randomUUID(), places });
  const sink = tee(log, collect);
  const foreign = work.task.scope.trust === 'foreign';
  return build({ context, inputs, job, prepared, connections, foreign, secrets, logs, part, sink });
}

function resultOf(plan: Plan, { outcome }: RunSummary): ActionResult {
  const isStill = plan.images.every(({ action }) => action === 'skip');
  return outcome === 'succeeded' && isStill ? 'nothing' : outcome;
}

function resultOfProblem(problem: Problem): ActionResult {
  return problem.kind === 'environment' && problem.failure.reason === 'cancelled' ? 'cancelled' : 'failed';
}

async function tellRelease({ github, context }: Work, tag: string, summary: RunSummary): Promise<void> {
  if (!github || summary.outcome !== 'succeeded') return;
  const trouble = await updateNotes(github, tag, summary);
  if (trouble) context.runner.warning(`the notes of the release were not written: ${trouble.message}`, 'caskwright');
}
