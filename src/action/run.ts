import { randomUUID } from 'node:crypto';
import { readText } from '../system/folder-files.ts';
import { type Answer, giveAnswer, refusal } from './answer.ts';
import { cleanRegistry } from './clean.ts';
import { commentOnRun } from './comment.ts';
import { type ActionContext, type Job, readJob } from './context.ts';
import { readEvent } from './event.ts';
import { createGitHub } from './github.ts';
import { readInputs } from './inputs.ts';
import { carryOutTask } from './step.ts';
import { decide } from './task.ts';
import { validateCheckout } from './validate.ts';

/** A step of a workflow, from its inputs to its answer. Returns the exit code. Throws only for a bug of ours. */
export async function runAction(context: ActionContext): Promise<number> {
  const { runner, environment, signal } = context;
  runner.remember('main', 'started');
  const job = readJob(environment, randomUUID().slice(0, 8));
  const inputs = readInputs(runner.input, job.workspace);
  if (!inputs.ok) {
    for (const { input, message, fix } of inputs.error) runner.error(`${message}\ntry: ${fix}`, `input ${input}`);
    runner.output('result', 'failed');
    return 1;
  }
  const { token, directory } = inputs.value;
  for (const secret of [token, environment.CASKWRIGHT_REGISTRY_PASSWORD]) if (secret) runner.hide(secret);
  const payload = await readPayload(job);
  const github = token === undefined ? {} : { github: createGitHub(token, job.repository, signal) };
  const answer = await withWholeClone(() => answerTo({ context, job, inputs: inputs.value, payload, ...github }));
  const commentKey = `${environment.GITHUB_WORKFLOW ?? ''} ${directory.replace(job.workspace, '')}`.trim();
  await giveAnswer(answer, { context, job, inputs: inputs.value, commentKey, ...github });
  return answer.result === 'succeeded' || answer.result === 'nothing' ? 0 : 1;
}

async function answerTo(step: Parameters<typeof carryOutTask>[0]): Promise<Answer> {
  const { job, inputs, payload, context } = step;
  const task = decide(readEvent({ name: job.event, ref: job.ref, payload }), inputs);
  switch (task.do) {
    case 'version':
      return { result: 'succeeded', diagnostics: [], why: `caskwright ${context.version}` };
    case 'validate':
      return validateCheckout(step);
    case 'comment':
      return commentOnRun(step);
    case 'clean':
      return cleanRegistry(step, task.apply);
    case 'nothing':
      return { result: 'nothing', diagnostics: [], why: `Nothing to do: ${task.why}` };
    case 'refuse':
      return refusal({ kind: 'usage', message: task.message, suggestion: task.suggestion });
    case 'plan':
    case 'build':
      return carryOutTask(step, task);
  }
}

/** A partial clone that lacks a file's bytes is the checkout's matter, not a bug. */
async function withWholeClone(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'BlobUnavailable')) throw error;
    return refusal({ kind: 'usage', message: error.message, suggestion: 'actions/checkout without filter' });
  }
}

async function readPayload({ eventFile }: Job): Promise<unknown> {
  try {
    return JSON.parse((await readText(eventFile)) ?? 'null');
  } catch {
    return undefined;
  }
}

const BUILDERS = ['buildx', 'podman', 'buildah'] as const;

/** After the job, also a cancelled one: removes what a `main` that was killed has left on the machine, and what it was asked to. */
export async function runPost(context: ActionContext): Promise<number> {
  const { workspace } = readJob(context.environment, '');
  const connections = await context.connect(context.environment, workspace);
  // Opening a folder of one's own clears those whose owners are dead.
  const folder = await connections.openRunFolder();
  await folder.remove();
  const kind = BUILDERS.find((each) => each === context.runner.remembered('prune'));
  if (kind) await connections.prune(kind, context.signal);
  return 0;
}
