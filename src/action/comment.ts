import { at } from '../base/at.ts';
import { readAtMost } from '../system/folder-files.ts';
import type { Answer } from './answer.ts';
import { refusal } from './answer.ts';
import { parseReport } from './handed-report.ts';
import type { Step } from './step.ts';

/** Bytes of a report: a plan of thousands of images. */
const LONGEST_REPORT = 4 * 1024 * 1024;

/**
 * Comments on the pull request of a workflow run that was not allowed to: that of a fork. Which one it is, is GitHub's
 * word; what the run has left is read as data. Nothing of the pull request is checked out or run.
 */
export async function commentOnRun({ inputs, payload, github, job }: Step): Promise<Answer> {
  if (job.event !== 'workflow_run') {
    const message = 'command: comment is for workflow_run alone';
    return refusal({
      kind: 'usage',
      message,
      suggestion: 'on: workflow_run, when the workflow of pull requests is completed',
    });
  }
  const run = runOf(payload);
  if (typeof run === 'string') return nothing(run);
  if (!github)
    return refusal({ kind: 'usage', message: 'without a token nothing can be written', suggestion: 'token' });
  const text = inputs.report === undefined ? undefined : await readAtMost(inputs.report, LONGEST_REPORT);
  if (text === undefined) return nothing('the run has left no report');
  const report = parseReport(text);
  if (!report.ok) return refusal({ kind: 'usage', message: `the report of the run cannot be read: ${report.error}` });
  const pulls = await github.pullRequests(run.head);
  if (!pulls.ok) return refusal({ kind: 'usage', message: `pull requests cannot be listed: ${pulls.error.message}` });
  const pull = pulls.value.find(({ commit }) => commit === run.commit);
  if (!pull) return nothing(`no open pull request is at ${run.commit.slice(0, 7)} any more`);
  return { result: 'succeeded', diagnostics: [], handed: report.value, pull: { number: pull.number } };
}

/** What the run was about: `owner:branch` and its commit; or why there is nothing to do. */
function runOf(payload: unknown): { readonly head: string; readonly commit: string } | string {
  const of = (...path: string[]) => at(payload, 'workflow_run', ...path);
  if (of('event') !== 'pull_request') return 'the run was not one of a pull request';
  if (of('head_repository', 'id') === at(payload, 'repository', 'id')) return 'the run has commented by itself';
  const [owner, branch, commit] = [of('head_repository', 'owner', 'login'), of('head_branch'), of('head_sha')];
  if (typeof owner !== 'string' || typeof branch !== 'string' || typeof commit !== 'string') return 'its fork is gone';
  return { head: `${owner}:${branch}`, commit };
}

function nothing(why: string): Answer {
  return { result: 'nothing', diagnostics: [], why: `Nothing to do: ${why}` };
}
