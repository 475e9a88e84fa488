import type { PullRequest } from './event.ts';
import type { GitHub, Review } from './github.ts';

/** Whether a person who may write here has approved a commit, and in words who, or why not. */
export interface Approval {
  readonly approved: boolean;
  readonly why: string;
}

const WRITERS = ['admin', 'write'];

/** Looks for the approval of exactly the pull request's newest commit (S29). */
export async function approvalOf(pull: PullRequest, github: GitHub | undefined): Promise<Approval> {
  if (!github) return { approved: false, why: 'without a token nobody can be asked for an approval' };
  const reviews = await github.reviews(pull.number);
  if (!reviews.ok) return { approved: false, why: `its reviews cannot be read: ${reviews.error.message}` };
  for (const user of approversOf(reviews.value, pull.head)) {
    const permission = await github.permission(user);
    if (permission.ok && WRITERS.includes(permission.value)) return { approved: true, why: `${user} approved it` };
  }
  return { approved: false, why: `nobody with write access has approved ${pull.head.slice(0, 7)} yet` };
}

/** The people whose last word is an approval of this commit; comments take nothing back. */
export function approversOf(reviews: readonly Review[], commit: string): readonly string[] {
  const words = reviews.filter(({ isPerson, state }) => isPerson && state !== 'COMMENTED' && state !== 'PENDING');
  const last = new Map(words.map((review) => [review.user, review]));
  return [...last.values()].flatMap(({ user, state, commit: seen }) =>
    state === 'APPROVED' && seen === commit ? [user] : [],
  );
}
