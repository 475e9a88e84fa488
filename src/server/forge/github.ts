import { at } from '../../base/at.ts';
import { ok, type Result } from '../../base/result.ts';
import type { SendFault } from '../outbox/outbox.ts';
import type { RunState } from '../store/tables.ts';
import { type CommitStatus, STATUS_WORDS } from './commit-status.ts';
import type { Api, Forge } from './forge.ts';

/** Headers that every call of GitHub's REST API has. */
export const GITHUB_HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

/** Commit statuses: what any token may write that may write statuses. */
export function githubStatuses(api: Api, fullName: string): Forge {
  return {
    async tell({ commit, context, state, description, url }, signal) {
      const body = {
        state: STATUS_WORDS[state],
        context,
        description,
        ...(url === undefined ? {} : { target_url: url }),
      };
      const told = await api({ method: 'POST', path: `/repos/${fullName}/statuses/${commit}`, body }, signal);
      return told.ok ? ok(undefined) : told;
    },
  };
}

const CONCLUSIONS: Readonly<Partial<Record<RunState, 'success' | 'failure' | 'cancelled'>>> = {
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'cancelled',
  superseded: 'cancelled',
};

/** Check runs: only a GitHub App may write them. One for each run, found again by its `external_id`. */
export function githubChecks(api: Api, fullName: string): Forge {
  return {
    async tell(status, signal) {
      const found = await findCheck(api, fullName, status, signal);
      if (!found.ok) return found;
      const checks = `/repos/${fullName}/check-runs`;
      const body = checkOf(status);
      const told =
        found.value === undefined
          ? await api({ method: 'POST', path: checks, body: { ...body, head_sha: status.commit } }, signal)
          : await api({ method: 'PATCH', path: `${checks}/${found.value}`, body }, signal);
      return told.ok ? ok(undefined) : told;
    },
  };
}

async function findCheck(
  api: Api,
  fullName: string,
  { commit, context, run }: CommitStatus,
  signal: AbortSignal,
): Promise<Result<number | undefined, SendFault>> {
  const query = new URLSearchParams({ check_name: context, filter: 'all', per_page: '100' });
  const listed = await api({ method: 'GET', path: `/repos/${fullName}/commits/${commit}/check-runs?${query}` }, signal);
  if (!listed.ok) return listed;
  const checks = at(listed.value, 'check_runs');
  const found = Array.isArray(checks) ? checks.find((check: unknown) => at(check, 'external_id') === run) : undefined;
  const id = at(found, 'id');
  return ok(typeof id === 'number' ? id : undefined);
}

function checkOf({ context, state, description, run, url }: CommitStatus) {
  const conclusion = CONCLUSIONS[state];
  return {
    name: context,
    external_id: run,
    ...(url === undefined ? {} : { details_url: url }),
    ...(conclusion === undefined
      ? { status: state === 'running' ? 'in_progress' : 'queued' }
      : { status: 'completed', conclusion }),
    output: { title: description, summary: description },
  };
}
