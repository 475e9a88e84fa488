import { ok } from '../../base/result.ts';
import type { RunState } from '../store/tables.ts';
import type { Api, Forge } from './forge.ts';

const STATES: Readonly<Record<RunState, 'pending' | 'success' | 'failure' | 'error'>> = {
  queued: 'pending',
  running: 'pending',
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'error',
  superseded: 'error',
};

/** Commit statuses of Gitea and Forgejo (`CreateStatusOption` of their API). */
export function giteaStatuses(api: Api, fullName: string): Forge {
  return {
    async tell({ commit, context, state, description, url }, signal) {
      const body = { state: STATES[state], context, description, target_url: url ?? '' };
      const told = await api({ method: 'POST', path: `/repos/${fullName}/statuses/${commit}`, body }, signal);
      return told.ok ? ok(undefined) : told;
    },
  };
}
