import { unreachable } from '../../base/result.ts';
import type { RunFacts } from '../outbox/run-facts.ts';
import type { RunKind, RunState } from '../store/tables.ts';

/** A run as a forge shows it beside a commit. */
export interface CommitStatus {
  readonly commit: string;
  /** Names the line; runs of one kind take each other's place. */
  readonly context: string;
  readonly state: RunState;
  /** One line of at most 140 characters, GitHub's limit. */
  readonly description: string;
  /** The id of the run, as text: tells a line of this run from an older one's. */
  readonly run: string;
  readonly url?: string;
}

/** The words of commit statuses: Gitea and Forgejo have GitHub's. */
export const STATUS_WORDS: Readonly<Record<RunState, 'pending' | 'success' | 'failure' | 'error'>> = {
  queued: 'pending',
  running: 'pending',
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'error',
  superseded: 'error',
};

const CONTEXTS: Readonly<Record<RunKind, string>> = {
  push: 'caskwright/push',
  pull_request: 'caskwright/pull-request',
  release: 'caskwright/release',
  schedule: 'caskwright/schedule',
  manual: 'caskwright/manual',
};

/** What a forge is told of a run. */
export function statusOf(run: RunFacts): CommitStatus {
  const { commit, kind, state, url } = run;
  return {
    commit,
    context: CONTEXTS[kind],
    state,
    description: described(run).slice(0, 140).toWellFormed(),
    run: String(run.id),
    ...(url === undefined ? {} : { url }),
  };
}

function described({ state, reason, images }: RunFacts): string {
  switch (state) {
    case 'queued':
      return 'waits for its turn';
    case 'running':
      return 'plans and builds';
    case 'succeeded':
      return outcomes(images) || 'in step';
    case 'failed':
      return reason ?? (outcomes(images) || 'failed');
    case 'cancelled':
    case 'superseded':
      return reason ?? state;
    default:
      return unreachable(state);
  }
}

/** `3 built, 1 promoted`; skipped images are not worth a word. */
function outcomes(images: RunFacts['images']): string {
  const counts = Map.groupBy(images, ({ outcome }) => outcome);
  const words = [...counts]
    .filter(([outcome]) => outcome !== 'skipped')
    .map(([outcome, of]) => `${of.length} ${outcome}`);
  return words.join(', ');
}
