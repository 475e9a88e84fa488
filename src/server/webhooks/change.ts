import { createHash } from 'node:crypto';

/**
 * What an event changes, in one shape for all forges. It says what to look at, not what to build: a run takes what the
 * ref points at when the delivery is worked off (S5). No text of a commit or of a person is in it (S8).
 */
export type Change =
  | RefChange
  | PullRequestChange
  /** Nothing follows from it. */
  | { readonly kind: 'none'; readonly why: string };

/** A branch or a tag came, moved or went. */
export interface RefChange {
  readonly kind: 'ref';
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  /** Full ids; zeros where there is no commit, empty where the event does not say. */
  readonly before: string;
  readonly after: string;
}

export interface PullRequestChange {
  readonly kind: 'pull-request';
  readonly action: PullRequestAction;
  readonly number: number;
  /** The newest commit of its branch, as the event has it. */
  readonly head: string;
  /** The commit of the base branch that the forge compared it with. */
  readonly base: string;
  /** Why its author is not to be trusted with a build; absent for one of this repository. */
  readonly foreign?: string;
  /** The label that was put on it; absent where the forge does not say which. */
  readonly label?: string;
  /** When it last changed by the forge's clock, RFC 3339; tells a late event from a new one. */
  readonly updatedAt: string;
}

export type PullRequestAction = 'opened' | 'synchronize' | 'reopened' | 'closed' | 'labeled';

/** The ref that a change is about, in full; undefined where nothing follows from it. */
export function refOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'ref':
      return change.ref;
    case 'pull-request':
      return pullRef(change.number);
    case 'none':
      return undefined;
  }
}

/** Where forges keep the newest commit of a pull request. */
function pullRef(number: number): string {
  return `refs/pull/${number}/head`;
}

/**
 * What makes two deliveries the same work, as hex: repository, ref, before and after, never a header, because a forge
 * signs the body alone (S5).
 */
export function effectOf(repository: string, change: Change): string {
  const parts = [repository, refOf(change) ?? '', ...movementOf(change)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function movementOf(change: Change): readonly string[] {
  switch (change.kind) {
    case 'ref':
      return [change.before, change.after];
    case 'pull-request':
      return [change.base, change.head, change.action, change.label ?? '', change.updatedAt];
    case 'none':
      return [change.why];
  }
}

/** The id that stands for "no commit". */
export function isNoCommit(id: string): boolean {
  return /^0+$/.test(id);
}
