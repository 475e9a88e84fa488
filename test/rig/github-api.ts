import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import examples from '@octokit/webhooks-examples';
import { type DescribedCall, describedCall } from './github-openapi.ts';

/** What a token may do. Everybody who has one may read. */
export type TokenRights = 'read' | 'write';

/** A comment of an issue or a pull request. */
export interface IssueComment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
}

/** A review of a pull request, as the API tells it. */
export interface Review {
  readonly user: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** The commit that was looked at. */
  readonly commit: string;
}

/** An open pull request. */
export interface OpenPull {
  readonly number: number;
  /** `owner:branch`. */
  readonly head: string;
  readonly commit: string;
}

export interface Release {
  readonly tag: string;
  body: string;
}

/** A request as it came, and what it was answered with. */
export interface GitHubRequest {
  /** E.g. `issues/create-comment`. */
  readonly operation: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly status: number;
}

/** GitHub's REST API for one repository: what it holds can be looked at and changed at any time. */
export interface GitHubApi {
  /** What `GITHUB_API_URL` says. */
  readonly url: string;
  /** Token → what it may do; others get 401. */
  readonly tokens: Map<string, TokenRights>;
  readonly comments: IssueComment[];
  /** Pull request → its reviews, oldest first. */
  readonly reviews: Map<number, readonly Review[]>;
  /** Login → permission, with GitHub's words; everybody else has `read`, as in a public repository. */
  readonly permissions: Map<string, 'admin' | 'write' | 'read' | 'none'>;
  readonly releases: Release[];
  readonly pulls: OpenPull[];
  readonly requests: readonly GitHubRequest[];
  /** Where a request, or an answer of this server, strays from GitHub's published description. Empty at a test's end. */
  readonly strays: readonly string[];
  /** The next requests are answered with these statuses. */
  fail(...statuses: readonly number[]): void;
  /** Forgets everything but the tokens. */
  forget(): void;
  stop(): Promise<void>;
}

/** Who the comments of a workflow's token are from. */
const WORKFLOW_USER = 'github-actions[bot]';
const WRITES = new Set(['issues/create-comment', 'issues/update-comment', 'repos/update-release']);

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts the API of one repository, e.g. `octo-org/fleet`. */
export async function startGitHubApi(repository: string): Promise<GitHubApi> {
  const requests: GitHubRequest[] = [];
  const strays: string[] = [];
  const faults: number[] = [];
  let url = '';
  const server = createServer((incoming, outgoing) => {
    respond(incoming).then(
      ({ status, body, headers }) => {
        outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
        outgoing.end(JSON.stringify(body));
      },
      () => outgoing.destroy(),
    );
  });

  const respond = async (incoming: IncomingMessage): Promise<Answer> => {
    const { method = '', url: path = '', headers } = incoming;
    const body = await readJson(incoming);
    const call = describedCall(method, new URL(path, url), body);
    const answer = answerTo(call, headers.authorization, body);
    strays.push(...straysOf(call, answer).map((stray) => `${method} ${path}: ${stray}`));
    requests.push({ operation: call?.operation ?? '', method, path, headers, body, status: answer.status });
    return answer;
  };

  const answerTo = (call: DescribedCall | undefined, authorization: string | undefined, body: unknown): Answer => {
    const fault = faults.shift();
    if (fault !== undefined) return refusal(fault, 'We had issues producing the response to your request.');
    const rights = api.tokens.get(/^(?:token|bearer) (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
    if (rights === undefined)
      return refusal(401, authorization === undefined ? 'Requires authentication' : 'Bad credentials');
    if (!call || `${call.path.owner}/${call.path.repo}` !== repository) return refusal(404, 'Not Found');
    if (call.findings.length > 0)
      return { status: 422, body: { message: 'Validation Failed', documentation_url: url } };
    if (rights === 'read' && WRITES.has(call.operation)) return refusal(403, 'Resource not accessible by integration');
    return carriedOut(api, call, `${url}/repos/${repository}`, (body ?? {}) as { readonly body?: string });
  };

  const api: GitHubApi = {
    get url() {
      return url;
    },
    tokens: new Map(),
    comments: [],
    reviews: new Map(),
    permissions: new Map(),
    releases: [],
    pulls: [],
    requests,
    strays,
    fail: (...statuses) => faults.push(...statuses),
    forget() {
      for (const list of [api.comments, api.releases, api.pulls, requests, strays, faults]) list.length = 0;
      api.reviews.clear();
      api.permissions.clear();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
}

/** The request's own, else those of the answer. */
function straysOf(call: DescribedCall | undefined, { status, body }: Answer): readonly string[] {
  if (!call) return ["GitHub's description has no such call"];
  return call.findings.length > 0 ? call.findings : call.answer(status, body);
}

function carriedOut(api: GitHubApi, call: DescribedCall, base: string, { body }: { readonly body?: string }): Answer {
  const { path } = call;
  switch (call.operation) {
    case 'issues/list-comments':
      return page(
        call,
        base,
        api.comments.filter(({ issue }) => issue === Number(path.issue_number)).map((each) => commentJson(each, base)),
      );
    case 'issues/create-comment': {
      if (tooLong(body)) return unprocessable(base, 'body is too long (maximum is 65536 characters)');
      const id = 1 + Math.max(1000, ...api.comments.map((comment) => comment.id));
      const comment = { id, issue: Number(path.issue_number), author: WORKFLOW_USER, body: body ?? '' };
      api.comments.push(comment);
      return { status: 201, body: commentJson(comment, base) };
    }
    case 'issues/update-comment': {
      const comment = api.comments.find(({ id }) => id === Number(path.comment_id));
      if (!comment) return refusal(404, 'Not Found');
      if (tooLong(body)) return unprocessable(base, 'body is too long (maximum is 65536 characters)');
      comment.body = body ?? '';
      return { status: 200, body: commentJson(comment, base) };
    }
    case 'pulls/list': {
      const { head } = call.query;
      const found = api.pulls.filter((pull) => head === undefined || pull.head === head);
      return page(
        call,
        base,
        found.map((pull) => pullJson(pull, base)),
      );
    }
    case 'pulls/list-reviews':
      return page(
        call,
        base,
        (api.reviews.get(Number(path.pull_number)) ?? []).map((each, at) =>
          reviewJson(each, at, Number(path.pull_number), base),
        ),
      );
    case 'repos/get-collaborator-permission-level': {
      const permission = api.permissions.get(path.username ?? '') ?? 'read';
      return {
        status: 200,
        body: { permission, role_name: permission, user: { ...userJson(path.username ?? ''), role_name: permission } },
      };
    }
    case 'repos/get-release-by-tag': {
      const at = api.releases.findIndex(({ tag }) => tag === path.tag);
      const release = api.releases[at];
      return release ? { status: 200, body: releaseJson(release, at, base) } : refusal(404, 'Not Found');
    }
    case 'repos/update-release': {
      const at = Number(path.release_id) - 1;
      const release = api.releases[at];
      if (!release) return refusal(404, 'Not Found');
      if (body !== undefined) release.body = body;
      return { status: 200, body: releaseJson(release, at, base) };
    }
  }
  throw new Error(`${call.operation} is described and not carried out`);
}

/** One page of a list, with the `Link` header that leads to the next. */
function page({ query, pathname }: DescribedCall, base: string, all: readonly unknown[]): Answer {
  const size = Math.min(Number(query.per_page), 100);
  const number = Number(query.page);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string) => `<${new URL(pathname, base)}?per_page=${size}&page=${to}>; rel="${rel}"`;
  return {
    status: 200,
    body: all.slice((number - 1) * size, number * size),
    ...(number < last ? { headers: { link: [link(number + 1, 'next'), link(last, 'last')].join(', ') } } : {}),
  };
}

function refusal(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } };
}

function unprocessable(url: string, message: string): Answer {
  return {
    status: 422,
    body: { message: 'Validation Failed', documentation_url: url, errors: [{ code: 'custom', message }] },
  };
}

/** GitHub stores at most 65,536 characters, counted as code points of four bytes at most. */
function tooLong(body: string | undefined): boolean {
  return [...(body ?? '')].length > 65_536;
}

const TIME = '2026-01-01T00:00:00Z';

function commentJson({ id, issue, author, body }: IssueComment, base: string) {
  return {
    id,
    node_id: `IC_${id}`,
    url: `${base}/issues/comments/${id}`,
    html_url: `${base}/issues/${issue}#issuecomment-${id}`,
    issue_url: `${base}/issues/${issue}`,
    user: userJson(author),
    created_at: TIME,
    updated_at: TIME,
    author_association: 'CONTRIBUTOR',
    body,
    performed_via_github_app: null,
  };
}

function reviewJson({ user, state, commit }: Review, at: number, pull: number, base: string) {
  const html = `${base}/pull/${pull}#pullrequestreview-${at + 1}`;
  return {
    id: at + 1,
    node_id: `PRR_${at + 1}`,
    user: userJson(user),
    body: '',
    state,
    html_url: html,
    pull_request_url: `${base}/pulls/${pull}`,
    _links: { html: { href: html }, pull_request: { href: `${base}/pulls/${pull}` } },
    submitted_at: TIME,
    commit_id: commit,
    author_association: 'COLLABORATOR',
  };
}

/** As in the event of its opening. */
function pullJson({ number, head, commit }: OpenPull, base: string) {
  const known = examples as unknown as readonly { name: string; examples: readonly { pull_request?: PullExample }[] }[];
  const pull = known
    .find(({ name }) => name === 'pull_request')
    ?.examples.find((each) => each.pull_request)?.pull_request;
  if (!pull) throw new Error('no payload of pull_request is known');
  const listed = Object.fromEntries(Object.entries(pull).filter(([field]) => !NOT_LISTED.has(field)));
  const ref = head.slice(head.indexOf(':') + 1);
  const from = { ...pull.head, label: head, ref, sha: commit };
  return { auto_merge: null, ...listed, number, url: `${base}/pulls/${number}`, head: from };
}

/** What GitHub tells of a pull request alone, and not in a list. */
const NOT_LISTED = new Set([
  ...['merged', 'mergeable', 'mergeable_state', 'merged_by', 'rebaseable', 'maintainer_can_modify'],
  ...['comments', 'review_comments', 'commits', 'additions', 'deletions', 'changed_files'],
]);

interface PullExample {
  readonly head: Readonly<Record<string, unknown>>;
}

function releaseJson({ tag, body }: Release, at: number, base: string) {
  return {
    url: `${base}/releases/${at + 1}`,
    html_url: `${base}/releases/tag/${tag}`,
    assets_url: `${base}/releases/${at + 1}/assets`,
    upload_url: `${base}/releases/${at + 1}/assets{?name,label}`,
    tarball_url: `${base}/tarball/${tag}`,
    zipball_url: `${base}/zipball/${tag}`,
    id: at + 1,
    node_id: `RE_${at + 1}`,
    tag_name: tag,
    target_commitish: 'main',
    name: tag,
    body,
    draft: false,
    prerelease: tag.includes('-'),
    created_at: TIME,
    published_at: TIME,
    author: userJson('releaser'),
    assets: [],
  };
}

function userJson(login: string) {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  const below = (part: string) => `${url}/${part}`;
  return {
    login,
    id: 1,
    node_id: 'U_1',
    avatar_url: below('avatar'),
    gravatar_id: '',
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: below('followers'),
    following_url: below('following{/other_user}'),
    gists_url: below('gists{/gist_id}'),
    starred_url: below('starred{/owner}{/repo}'),
    subscriptions_url: below('subscriptions'),
    organizations_url: below('orgs'),
    repos_url: below('repos'),
    events_url: below('events{/privacy}'),
    received_events_url: below('received_events'),
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const bytes = Buffer.concat(await incoming.toArray());
  return bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
}
