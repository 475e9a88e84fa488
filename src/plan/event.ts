import type { Tag } from '../names/tag.ts';

/** What started a run, and so what it may do and which tags it may move. */
export type PlanEvent =
  /** A commit on a branch. */
  | { readonly kind: 'push'; readonly branch: string; readonly isDefaultBranch: boolean }
  /** A release tag over the whole set. */
  | { readonly kind: 'release'; readonly tag: Tag }
  /** A commit that is built and not published: another branch, a detached head, a pull request. */
  | { readonly kind: 'build-only'; readonly why: string };
