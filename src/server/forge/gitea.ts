import { ok } from '../../base/result.ts';
import { STATUS_WORDS } from './commit-status.ts';
import type { Api, Forge } from './forge.ts';

/** Commit statuses of Gitea and Forgejo (`CreateStatusOption` of their API). */
export function giteaStatuses(api: Api, fullName: string): Forge {
  return {
    async tell({ commit, context, state, description, url }, signal) {
      const body = { state: STATUS_WORDS[state], context, description, target_url: url ?? '' };
      const told = await api({ method: 'POST', path: `/repos/${fullName}/statuses/${commit}`, body }, signal);
      return told.ok ? ok(undefined) : told;
    },
  };
}
