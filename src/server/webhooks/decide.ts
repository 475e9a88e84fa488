import { unreachable } from '../../base/result.ts';
import type { NewRun } from '../runs/requests.ts';
import { type Change, isNoCommit, type PullRequestChange, type RefChange } from './change.ts';

/** What a delivery finds when it is worked off. */
export interface Situation {
  /** The commit that the ref is at now, as the forge answers; undefined: there is no such ref. */
  readonly tip: string | undefined;
  /** Where the ref was when it was last turned into a run, or when the repository was added (`baseline`). */
  readonly seen: { readonly commit: string; readonly baseline: boolean } | undefined;
  /** Nobody sent it: the reconciler found what it says. */
  readonly reconciled: boolean;
  /** The forge's id of whoever caused it; null where nobody knows. */
  readonly sender: string | null;
  /** The ids of those who may publish; undefined: all whom the forge lets push (S8). */
  readonly senders: readonly string[] | undefined;
  /** A later event of the same pull request has closed it. */
  readonly closedSince: boolean;
}

/** What follows from a delivery. */
export type Decision =
  | { readonly do: 'run'; readonly run: Pick<NewRun, 'kind' | 'trust' | 'commit' | 'request'> }
  /** With a commit, the ref counts as seen there, as in a baseline. */
  | { readonly do: 'ignore'; readonly reason: string; readonly commit?: string }
  /** The ref is gone, and nothing is remembered of it. */
  | { readonly do: 'forget'; readonly reason: string }
  /** The pull request is over: its runs end. */
  | { readonly do: 'close'; readonly reason: string };

/** The label by which somebody who may set labels approves that one commit of a stranger is built. */
const APPROVAL_LABEL = 'caskwright: build';

/** Decides by what the ref is at now, never by what the event said that it was: late and doubled events find their work done. */
export function decide(change: Change, situation: Situation): Decision {
  switch (change.kind) {
    case 'ref':
      return decideRef(change, situation);
    case 'pull-request':
      return decidePullRequest(change, situation);
    case 'none':
      return ignore(change.why);
    default:
      return unreachable(change);
  }
}

function decideRef({ ref }: RefChange, situation: Situation): Decision {
  const { tip, seen, reconciled } = situation;
  const isTag = ref.startsWith('refs/tags/');
  if (!isTag && !ref.startsWith('refs/heads/')) return ignore(`${ref} is neither a branch nor a tag`);
  if (tip === undefined) return { do: 'forget', reason: `${ref} is gone` };
  // A forge speaks only of what happened while this server was told: that is work, also where the baseline has seen it.
  if (seen?.commit === tip && (reconciled || !seen.baseline)) return ignore(`${ref} is at ${short(tip)} already`);
  const permitted = mayPublish(situation);
  if (isTag && !permitted) return { ...ignore(`${whoever(situation)} may not publish ${ref}`), commit: tip };
  const kind = isTag ? 'release' : 'push';
  return { do: 'run', run: { kind, trust: permitted ? 'trusted' : 'internal', commit: tip } };
}

function decidePullRequest(change: PullRequestChange, situation: Situation): Decision {
  const { action, number, foreign } = change;
  const { tip, seen, closedSince } = situation;
  if (action === 'closed') return { do: 'close', reason: `pull request ${number} is closed` };
  if (closedSince) return ignore(`pull request ${number} was closed since`);
  if (tip === undefined) return ignore(`pull request ${number} has no commit any more`);
  if (action === 'labeled') return decideLabel(change, tip, situation);
  if (seen?.commit === tip) return ignore(`pull request ${number} is at ${short(tip)} already`);
  const request = { pull: number, base: change.base, ...(foreign === undefined ? {} : { foreign }) };
  const trust = foreign === undefined ? 'internal' : 'foreign';
  return { do: 'run', run: { kind: 'pull_request', trust, commit: tip, request } };
}

/** An approval is of one commit: a push that came between is not built (S29). */
function decideLabel(change: PullRequestChange, tip: string, situation: Situation): Decision {
  const { label = '', head, number, foreign, base } = change;
  if (label !== APPROVAL_LABEL) return ignore(`the label says nothing about builds; "${APPROVAL_LABEL}" would`);
  if (foreign === undefined) return ignore(`pull request ${number} needs no approval`);
  if (!mayPublish(situation)) return ignore(`${whoever(situation)} may not approve builds`);
  if (head !== tip) return ignore(`the label is for ${short(head)}, and the pull request is at ${short(tip)}`);
  return {
    do: 'run',
    run: {
      kind: 'pull_request',
      trust: 'foreign',
      commit: tip,
      request: { pull: number, base, foreign, approved: tip },
    },
  };
}

function mayPublish({ sender, senders }: Situation): boolean {
  return senders === undefined || (sender !== null && senders.includes(sender));
}

function whoever({ sender }: Situation): string {
  return sender === null ? 'nobody knows who did it, so that it' : `the sender ${sender}`;
}

function ignore(reason: string) {
  return { do: 'ignore', reason } as const;
}

function short(commit: string): string {
  return isNoCommit(commit) ? 'no commit' : commit.slice(0, 8);
}
