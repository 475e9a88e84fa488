import { err, ok, type Result } from '../base/result.ts';

/** A comment of a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Written by an app or by the workflow's own token, not by a person. */
  readonly byBot: boolean;
}

/** A review of a pull request. */
export interface Review {
  readonly user: string;
  readonly isPerson: boolean;
  /** `APPROVED`, `CHANGES_REQUESTED`, `COMMENTED`, `DISMISSED`, `PENDING`. */
  readonly state: string;
  /** The commit that was looked at. */
  readonly commit: string;
}

/** Why GitHub did not answer as hoped. */
export interface GitHubError {
  /** Absent where there was no answer. */
  readonly status?: number;
  readonly message: string;
}

type Answer<T> = Promise<Result<T, GitHubError>>;

/** The REST calls that the action makes, for one repository. */
export interface GitHub {
  comments(issue: number): Answer<readonly Comment[]>;
  /** The open pull requests from a branch, `owner:branch`. */
  pullRequests(head: string): Answer<readonly { readonly number: number; readonly commit: string }[]>;
  createComment(issue: number, body: string): Answer<void>;
  updateComment(id: number, body: string): Answer<void>;
  /** Oldest first. */
  reviews(pull: number): Answer<readonly Review[]>;
  /** `admin`, `write`, `read` or `none`. */
  permission(user: string): Answer<string>;
  /** The release of a tag; undefined where there is none. */
  release(tag: string): Answer<{ readonly id: number; readonly body: string } | undefined>;
  updateRelease(id: number, body: string): Answer<void>;
}

/** Milliseconds for one call. */
const DEADLINE = 20_000;

/** Speaks to the API at `GITHUB_API_URL` with a token. The library is loaded when the first call is made. */
export function createGitHub(token: string, repository: string, signal: AbortSignal): GitHub {
  const [owner = '', repo = ''] = repository.split('/');
  const octokit = once(async () => (await import('@actions/github')).getOctokit(token));
  const request = () => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE)]) });
  const at = () => ({ owner, repo, request: request() });
  return {
    comments: (issue_number) =>
      answer(async () => {
        const { paginate, rest } = await octokit();
        const all = await paginate(rest.issues.listComments, { ...at(), issue_number, per_page: 100 });
        return all.map(({ id, body, user }) => ({ id, body: body ?? '', byBot: user?.type === 'Bot' }));
      }),
    pullRequests: (head) =>
      answer(async () => {
        const { rest } = await octokit();
        const { data } = await rest.pulls.list({ ...at(), head, state: 'open', per_page: 100 });
        return data.map(({ number, head: { sha } }) => ({ number, commit: sha }));
      }),
    createComment: (issue_number, body) =>
      answer(async () => void (await (await octokit()).rest.issues.createComment({ ...at(), issue_number, body }))),
    updateComment: (comment_id, body) =>
      answer(async () => void (await (await octokit()).rest.issues.updateComment({ ...at(), comment_id, body }))),
    reviews: (pull_number) =>
      answer(async () => {
        const { paginate, rest } = await octokit();
        const all = await paginate(rest.pulls.listReviews, { ...at(), pull_number, per_page: 100 });
        return all.map(({ user, state, commit_id }) => ({
          user: user?.login ?? '',
          isPerson: user?.type === 'User',
          state,
          commit: commit_id ?? '',
        }));
      }),
    permission: (username) =>
      answer(async () => {
        const { rest } = await octokit();
        return (await rest.repos.getCollaboratorPermissionLevel({ ...at(), username })).data.permission;
      }),
    async release(tag) {
      const found = await answer(async () => {
        const { rest } = await octokit();
        const { id, body } = (await rest.repos.getReleaseByTag({ ...at(), tag })).data;
        return { id, body: body ?? '' };
      });
      return !found.ok && found.error.status === 404 ? ok(undefined) : found;
    },
    updateRelease: (release_id, body) =>
      answer(async () => void (await (await octokit()).rest.repos.updateRelease({ ...at(), release_id, body }))),
  };
}

async function answer<T>(call: () => Promise<T>): Answer<T> {
  try {
    return ok(await call());
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
    // What is neither an answer nor a lost connection is a bug of ours.
    if (status === undefined && !['AbortError', 'TimeoutError', 'HttpError'].includes(error.name)) throw error;
    return err({ ...(status === undefined ? {} : { status }), message: error.message });
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
