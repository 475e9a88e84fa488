import { rmSync } from 'node:fs';
import { join } from 'node:path';
import examples from '@octokit/webhooks-examples';
import { gitIn, type TestRepository } from './repository.ts';

/** What GitHub starts a workflow run with. */
export interface GitHubEvent {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** What stands in the event file: a payload that GitHub really sent, about this repository. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** `GITHUB_REF`. */
  readonly ref: string;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** Of pull requests: the names of the branches. */
  readonly baseRef?: string;
  readonly headRef?: string;
  readonly actor: string;
}

/** A pull request against `main`. */
export interface PullRequest {
  readonly number: number;
  readonly head: string;
  /** `refs/pull/<number>/merge`, which is what a workflow checks out. */
  readonly merge: string;
  event(action: 'opened' | 'synchronize' | 'closed'): GitHubEvent;
  /** A review of it, as an event of its own; `commit` is what was looked at. */
  reviewed(user: string, commit?: string): GitHubEvent;
  /** The end of the workflow run that looked at it. */
  completed(): GitHubEvent;
  /** `owner:branch`. */
  readonly label: string;
}

/** A repository as GitHub has it, and the clone of somebody who works on it. */
export interface GitHubRepository {
  /** `octo-org/fleet`. */
  readonly name: string;
  readonly work: TestRepository;
  /** `GITHUB_SERVER_URL`. */
  readonly server: string;
  /** The bare repository: its file URL is what workflows check out. */
  readonly origin: Pick<TestRepository, 'path' | 'git'>;
  /** Pushes what `work` has checked out to a branch. */
  push(branch?: string): GitHubEvent;
  deleteBranch(branch: string): GitHubEvent;
  /** Sets a tag on a revision of `work` and pushes it. */
  tag(tag: string, rev?: string): GitHubEvent;
  /** The event of a release on a tag that is there. */
  release(tag: string): GitHubEvent;
  /** Opens a pull request with what a clone has checked out: `work` itself, or a fork. Again for the same number: pushes to it. */
  pullRequest(from?: TestRepository, options?: { readonly number?: number; readonly author?: string }): PullRequest;
  mergeGroup(): GitHubEvent;
  schedule(): GitHubEvent;
  dispatch(inputs?: Readonly<Record<string, string>>): GitHubEvent;
}

/** The repository on GitHub. */
export const REPOSITORY = 'octo-org/fleet';
const NOBODY = '0'.repeat(40);
const OWNER = 'octocat';
/** People by login; GitHub knows Dependabot by its id. */
const IDS: Readonly<Record<string, number>> = { 'dependabot[bot]': 49_699_333 };

/** Puts a repository on the GitHub that a folder is, in place of the one there: its branch `main` is there at once. */
export function githubRepository(work: TestRepository, folder: string): GitHubRepository {
  const path = join(folder, REPOSITORY);
  rmSync(path, { recursive: true, force: true });
  gitIn(folder, 'clone', '--quiet', '--bare', `file://${work.path}`, path);
  const origin: GitHubRepository['origin'] = { path, git: (...args) => gitIn(path, ...args) };
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const address = `file://${origin.path}`;
  work.git('remote', 'add', 'origin', address);
  work.git('fetch', '--quiet', 'origin');
  const at = (ref: string) => origin.git('for-each-ref', '--format=%(objectname)', ref) || NOBODY;
  const main = () => ({ ref: 'refs/heads/main', sha: at('refs/heads/main'), actor: OWNER });
  const pushEvent = (ref: string, before: string, after: string): GitHubEvent => {
    const deleted = after === NOBODY;
    const payload = payloadOf('push', undefined, {
      ref,
      before,
      after,
      created: before === NOBODY,
      deleted,
      forced: before !== NOBODY && !deleted && !isAncestor(origin, before, after),
      head_commit: deleted ? null : { id: after },
    });
    // A run for a deleted ref is about the default branch.
    return deleted ? { name: 'push', payload, ...main() } : { name: 'push', payload, ref, sha: after, actor: OWNER };
  };
  const pushed = (ref: string, ...args: string[]) => {
    const before = at(ref);
    work.git('push', '--quiet', '--force', 'origin', ...args);
    return pushEvent(ref, before, at(ref));
  };
  let last = 0;

  return {
    name: REPOSITORY,
    server: `file://${folder}`,
    work,
    origin,
    push: (branch = 'main') => pushed(`refs/heads/${branch}`, `HEAD:refs/heads/${branch}`),
    deleteBranch: (branch) => pushed(`refs/heads/${branch}`, `:refs/heads/${branch}`),
    tag(tag, rev = 'HEAD') {
      work.git('tag', '--force', tag, rev);
      return pushed(`refs/tags/${tag}`, `refs/tags/${tag}`);
    },
    release(tag) {
      const ref = `refs/tags/${tag}`;
      const payload = payloadOf('release', 'published', {
        release: { tag_name: tag, name: tag, prerelease: tag.includes('-'), body: '', target_commitish: 'main' },
      });
      return { name: 'release', payload, ref, sha: at(ref), actor: OWNER };
    },
    pullRequest(from = work, { number = last + 1, author = from === work ? OWNER : 'stranger' } = {}) {
      last = Math.max(last, number);
      const head = from.git('rev-parse', 'HEAD');
      origin.git('fetch', '--quiet', `file://${from.path}`, `+HEAD:refs/pull/${number}/head`);
      const headRef = from.git('rev-parse', '--abbrev-ref', 'HEAD');
      if (from === work) origin.git('update-ref', `refs/heads/${headRef}`, head);
      return pullRequestAt(origin, { number, head, headRef, author, fork: from !== work });
    },
    mergeGroup() {
      const base = at('refs/heads/main');
      const ref = `refs/heads/gh-readonly-queue/main/pr-1-${base}`;
      const head = work.git('rev-parse', 'HEAD');
      work.git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
      const payload = payloadOf('merge_group', undefined, {
        merge_group: { head_sha: head, head_ref: ref, base_sha: base, base_ref: 'refs/heads/main' },
      });
      return { name: 'merge_group', payload, ref, sha: head, actor: OWNER };
    },
    schedule: () => ({ name: 'schedule', payload: { schedule: '0 4 * * *', ...about() }, ...main() }),
    dispatch(inputs = {}) {
      const payload = payloadOf('workflow_dispatch', undefined, { inputs, ref: 'refs/heads/main' });
      return { name: 'workflow_dispatch', payload, ...main() };
    },
  };
}

interface PullRequestFacts {
  readonly number: number;
  readonly head: string;
  readonly headRef: string;
  readonly author: string;
  readonly fork: boolean;
}

function pullRequestAt(
  origin: GitHubRepository['origin'],
  { number, head, headRef, author, fork }: PullRequestFacts,
): PullRequest {
  const base = origin.git('rev-parse', 'refs/heads/main');
  const tree = origin.git('merge-tree', '--write-tree', base, head);
  const merge = origin.git('commit-tree', tree, '-p', base, '-p', head, '-m', `Merge ${head} into ${base}`);
  origin.git('update-ref', `refs/pull/${number}/merge`, merge);
  const user = person(author);
  const repo = fork
    ? { id: 2, full_name: `${author}/fleet`, name: 'fleet', fork: true, owner: user }
    : about().repository;
  const pull = {
    number,
    user,
    state: 'open',
    merged: false,
    merge_commit_sha: merge,
    head: { ref: headRef, sha: head, label: `${author}:${headRef}`, user, repo },
    base: { ref: 'main', sha: base, label: 'octo-org:main', repo: about().repository },
    author_association: fork ? 'FIRST_TIME_CONTRIBUTOR' : 'MEMBER',
  };
  const event = (
    name: string,
    action: string,
    more: Readonly<Record<string, unknown>>,
    actor = author,
  ): GitHubEvent => ({
    name,
    payload: payloadOf(name, action, { number, pull_request: pull, sender: person(actor), ...more }),
    ref: `refs/pull/${number}/merge`,
    sha: merge,
    baseRef: 'main',
    headRef,
    actor,
  });
  return {
    number,
    head,
    merge,
    label: pull.head.label,
    completed() {
      const main = { ref: 'refs/heads/main', sha: base };
      const run = {
        event: 'pull_request',
        head_sha: head,
        head_branch: headRef,
        head_repository: repo,
        pull_requests: [],
      };
      return {
        name: 'workflow_run',
        payload: payloadOf('workflow_run', 'completed', { workflow_run: run }),
        ...main,
        actor: author,
      };
    },
    event: (action) =>
      event('pull_request', action, action === 'closed' ? { pull_request: { ...pull, state: 'closed' } } : {}),
    reviewed: (reviewer, commit = head) =>
      event(
        'pull_request_review',
        'submitted',
        { review: { user: person(reviewer), state: 'approved', commit_id: commit } },
        reviewer,
      ),
  };
}

function person(login: string) {
  return { login, id: IDS[login] ?? 583_231, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

interface Examples {
  readonly name: string;
  readonly examples: readonly { readonly action?: string }[];
}

/** A real payload of that kind, with these fields instead of its own. */
function payloadOf(
  name: string,
  action: string | undefined,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const known = (examples as unknown as readonly Examples[]).find((each) => each.name === name);
  const example = known?.examples.find((each) => action === undefined || each.action === action);
  if (!example) throw new Error(`no payload of ${name} ${action ?? ''} is known`);
  return merged(merged(example, about()), fields) as Readonly<Record<string, unknown>>;
}

function about() {
  return {
    repository: {
      id: 1,
      name: 'fleet',
      full_name: REPOSITORY,
      private: false,
      fork: false,
      default_branch: 'main',
      owner: { login: 'octo-org' },
    },
  };
}

/** `over` laid over `under`, object by object; lists and values are replaced. */
function merged(under: unknown, over: unknown): unknown {
  if (!isObject(under) || !isObject(over)) return over;
  const both = { ...under };
  for (const [name, value] of Object.entries(over)) both[name] = merged(under[name], value);
  return both;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAncestor(repository: GitHubRepository['origin'], ancestor: string, commit: string): boolean {
  return repository.git('rev-list', '--count', `${commit}..${ancestor}`) === '0';
}
