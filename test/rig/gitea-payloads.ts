/**
 * Bodies as Gitea and Forgejo send them, written after the structs that their webhooks are made of
 * (`modules/structs`: hook, repo, pull, release, user).
 */

/** A webhook of Gitea: what `X-Gitea-Event` says and the body. */
export interface GiteaPayload {
  readonly event: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const NO_COMMIT = '0'.repeat(40);
const before = '4c5dc56cc8d6c3ba5b0a3a9eb8a8a7b1d3a4d2f1';
const after = '7f4ae8c0d4e35f1f09e8f3d2b8a6c5d4e3f2a1b0';
const TIME = '2026-01-02T03:04:05Z';

export const giteaUser = {
  id: 7,
  login: 'grace',
  login_name: '',
  source_id: 0,
  full_name: 'Grace Hopper',
  email: 'grace@noreply.git.example',
  avatar_url: 'https://git.example/avatars/7',
  html_url: 'https://git.example/grace',
  language: '',
  is_admin: false,
  last_login: '0001-01-01T00:00:00Z',
  created: TIME,
  restricted: false,
  active: false,
  prohibit_login: false,
  location: '',
  website: '',
  description: '',
  visibility: 'public',
  followers_count: 0,
  following_count: 0,
  starred_repos_count: 0,
  username: 'grace',
};

/** The repository that a webhook is about. */
export function giteaRepository(fullName = 'fleet-org/fleet', id = 42) {
  const [owner = '', name = ''] = fullName.split('/');
  const url = `https://git.example/${fullName}`;
  return {
    id,
    owner: { ...giteaUser, id: 3, login: owner, username: owner },
    name,
    full_name: fullName,
    description: '',
    empty: false,
    private: false,
    fork: false,
    template: false,
    mirror: false,
    size: 120,
    language: 'Dockerfile',
    html_url: url,
    url: `https://git.example/api/v1/repos/${fullName}`,
    link: '',
    ssh_url: `git@git.example:${fullName}.git`,
    clone_url: `${url}.git`,
    original_url: '',
    stars_count: 0,
    forks_count: 1,
    watchers_count: 1,
    open_issues_count: 0,
    open_pr_counter: 1,
    release_counter: 0,
    default_branch: 'main',
    archived: false,
    created_at: TIME,
    updated_at: TIME,
    archived_at: '1970-01-01T00:00:00Z',
    permissions: { admin: true, push: true, pull: true },
    has_issues: true,
    has_pull_requests: true,
    default_merge_style: 'merge',
    internal: false,
    object_format_name: 'sha1',
    topics: [],
    licenses: [],
  };
}

const about = { repository: giteaRepository(), sender: giteaUser };

function commit(id: string) {
  const person = { name: 'Grace Hopper', email: 'grace@git.example', username: 'grace' };
  return {
    id,
    message: 'Raise numpy\n',
    url: `https://git.example/fleet-org/fleet/commit/${id}`,
    author: person,
    committer: person,
    verification: null,
    timestamp: TIME,
    added: [],
    removed: [],
    modified: ['images/python-base/requirements.txt'],
  };
}

/** A push that moves a ref from one commit to another; zeros where there is none. */
export function giteaPush(ref: string, from: string, to: string): GiteaPayload {
  const commits = to === NO_COMMIT ? [] : [commit(to)];
  const body = {
    ref,
    before: from,
    after: to,
    compare_url: `https://git.example/fleet-org/fleet/compare/${from}...${to}`,
    commits,
    total_commits: commits.length,
    head_commit: commits[0] ?? null,
    pusher: giteaUser,
    ...about,
  };
  return { event: 'push', body };
}

/** What happens to a pull request; without `fork` it comes from the repository itself. */
export function giteaPullRequest(action: string, facts: { number?: number; fork?: boolean } = {}): GiteaPayload {
  const { number = 5, fork = false } = facts;
  const side = (ref: string, sha: string, repo: ReturnType<typeof giteaRepository>) => ({
    label: ref,
    ref,
    sha,
    repo_id: repo.id,
    repo,
  });
  const url = `https://git.example/fleet-org/fleet/pulls/${number}`;
  const pull_request = {
    id: 900 + number,
    url,
    number,
    user: giteaUser,
    title: 'Raise numpy',
    body: '',
    labels: [{ id: 1, name: 'bug', exclusive: false, is_archived: false, color: 'ee0701', description: '', url: '' }],
    milestone: null,
    assignee: null,
    assignees: null,
    requested_reviewers: null,
    requested_reviewers_teams: null,
    state: action === 'closed' ? 'closed' : 'open',
    draft: false,
    is_locked: false,
    comments: 0,
    html_url: url,
    diff_url: `${url}.diff`,
    patch_url: `${url}.patch`,
    mergeable: true,
    merged: false,
    merged_at: null,
    merge_commit_sha: null,
    merged_by: null,
    allow_maintainer_edit: false,
    base: side('main', before, giteaRepository()),
    head: side('numpy', after, fork ? giteaRepository('stranger/fleet', 43) : giteaRepository()),
    merge_base: before,
    due_date: null,
    created_at: TIME,
    updated_at: TIME,
    closed_at: action === 'closed' ? TIME : null,
    pin_order: 0,
  };
  const body = { action, number, pull_request, requested_reviewer: null, ...about, commit_id: '', review: null };
  return { event: 'pull_request', body };
}

function release(action: string): GiteaPayload {
  const url = 'https://git.example/api/v1/repos/fleet-org/fleet/releases/11';
  const body = {
    action,
    release: {
      id: 11,
      tag_name: 'v1.4.0',
      target_commitish: 'main',
      name: 'v1.4.0',
      body: '',
      url,
      html_url: 'https://git.example/fleet-org/fleet/releases/tag/v1.4.0',
      tarball_url: 'https://git.example/fleet-org/fleet/archive/v1.4.0.tar.gz',
      zipball_url: 'https://git.example/fleet-org/fleet/archive/v1.4.0.zip',
      upload_url: `${url}/assets`,
      draft: false,
      prerelease: false,
      created_at: TIME,
      published_at: TIME,
      author: giteaUser,
      assets: [],
    },
    ...about,
  };
  return { event: 'release', body };
}

function reviewed(event: string, type: string): GiteaPayload {
  const { body } = giteaPullRequest('reviewed');
  return { event, body: { ...body, review: { type, content: 'fine' } } };
}

const issue = {
  id: 77,
  number: 9,
  user: giteaUser,
  title: 'torch is old',
  body: '',
  labels: [],
  state: 'open',
  comments: 1,
  created_at: TIME,
  updated_at: TIME,
  repository: { id: 42, name: 'fleet', owner: 'fleet-org', full_name: 'fleet-org/fleet' },
};

/** One of each that somebody may choose in the settings of a webhook. */
export const giteaPayloads: readonly GiteaPayload[] = [
  giteaPush('refs/heads/main', before, after),
  giteaPush('refs/heads/numpy', NO_COMMIT, after),
  giteaPush('refs/heads/numpy', after, NO_COMMIT),
  giteaPush('refs/tags/v1.4.0', NO_COMMIT, after),
  { event: 'create', body: { sha: after, ref: 'v1.4.0', ref_type: 'tag', ...about } },
  { event: 'create', body: { sha: after, ref: 'numpy', ref_type: 'branch', ...about } },
  { event: 'delete', body: { ref: 'numpy', ref_type: 'branch', pusher_type: 'user', ...about } },
  ...['opened', 'synchronized', 'reopened', 'closed', 'label_updated', 'edited', 'assigned', 'review_requested'].map(
    (action) => giteaPullRequest(action),
  ),
  giteaPullRequest('opened', { fork: true }),
  ...['published', 'updated', 'deleted'].map(release),
  reviewed('pull_request_approved', 'pull_request_review_approved'),
  reviewed('pull_request_rejected', 'pull_request_review_rejected'),
  reviewed('pull_request_comment', 'pull_request_review_comment'),
  { event: 'issues', body: { action: 'opened', number: 9, issue, ...about, commit_id: '' } },
  {
    event: 'issue_comment',
    body: { action: 'created', issue, comment: { id: 1, user: giteaUser, body: 'yes' }, ...about, is_pull: false },
  },
  { event: 'fork', body: { forkee: giteaRepository(), ...about, repository: giteaRepository('grace/fleet', 44) } },
  { event: 'repository', body: { action: 'created', organization: giteaUser, ...about } },
  { event: 'wiki', body: { action: 'edited', page: 'Home', comment: '', ...about } },
  { event: 'package', body: { action: 'created', package: { id: 1, name: 'fleet', type: 'container' }, ...about } },
];
