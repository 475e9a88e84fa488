/** Whether one commit is an ancestor of (or the same as) another; a shallow clone may not know. */
export type Ancestry = 'yes' | 'no' | 'unknown';

/** Whether a run may move the tags of its channel, and if not, why. */
export type Movement = { readonly move: true } | { readonly move: false; readonly why: string };

/** Where a run's commit stands on its branch. */
export interface CommitPosition {
  readonly commit: string;
  /** The branch's newest commit, as far as this clone knows. */
  readonly tip: string;
  /** Whether the commit is part of the tip's history. */
  readonly inTipHistory: Ancestry;
  /** Commit of the channel's record, and whether it is part of the run commit's history; absent without a record. */
  readonly recorded?: { readonly commit: string; readonly inCommitHistory: Ancestry };
}

/**
 * A run moves tags if its commit is the branch's tip, or lies between the recorded commit and the tip (§7). After a
 * force-push the recorded commit is on no path to the tip, and only the tip itself may move.
 */
export function movementAt(position: CommitPosition): Movement {
  const { commit, tip, inTipHistory, recorded } = position;
  if (commit === tip) return { move: true };
  const short = commit.slice(0, 7);
  if (inTipHistory === 'no') return { move: false, why: `${short} is not part of the branch’s history any more` };
  if (recorded?.commit === commit) return { move: true };
  if (inTipHistory === 'unknown')
    return { move: false, why: `this clone is too shallow to place ${short} on the branch` };
  if (recorded === undefined || recorded.inCommitHistory === 'yes') return { move: true };
  const published = recorded.commit.slice(0, 7);
  if (recorded.inCommitHistory === 'no') {
    return { move: false, why: `${published} is published already and is not older than ${short}` };
  }
  return { move: false, why: `this clone is too shallow to tell whether ${published}, published last, is older` };
}
