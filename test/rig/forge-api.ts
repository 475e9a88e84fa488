import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { onTestFinished } from 'vitest';
import { type DescribedCall, describedCall } from './github-openapi.ts';

/** A line beside a commit, as either forge keeps it. */
export interface ShownStatus {
  readonly commit: string;
  readonly context: string;
  readonly state: string;
  readonly description: string;
  readonly url: string | null;
}

/** A check run of GitHub's. */
export interface ShownCheck {
  readonly id: number;
  readonly head_sha: string;
  readonly name: string;
  readonly external_id: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly details_url: string | null;
  readonly output: { readonly title?: string; readonly summary?: string };
}

/** The part of GitHub's and Gitea's REST APIs that shows runs beside commits. */
export interface ForgeApi {
  /** GitHub's API; Gitea's is below `/api/v1`. */
  readonly url: string;
  readonly statuses: ShownStatus[];
  readonly checks: ShownCheck[];
  /** Tokens that were made for the App. */
  readonly made: string[];
  /** Where a request, or an answer of this server, strays from the published description. Empty at a test's end. */
  readonly strays: string[];
  /** The next requests are answered with these statuses. */
  fail(...statuses: readonly number[]): void;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
type Fields = Readonly<Record<string, unknown>>;

/** The token of a person; the App's are made. */
export const TOKEN = 'a token of the forge';
const TIME = '2026-01-01T00:00:00Z';

/** Starts both APIs for `acme/images`; `appKey` is the App's public key. Stops when the test ends. */
export async function startForgeApi(appKey?: string): Promise<ForgeApi> {
  const faults: number[] = [];
  const forge: Omit<ForgeApi, 'url'> = {
    statuses: [],
    checks: [],
    made: [],
    strays: [],
    fail: (...statuses) => void faults.push(...statuses),
  };
  const respond = async (incoming: IncomingMessage): Promise<Answer> => {
    const text = Buffer.concat(await incoming.toArray()).toString();
    const body = text === '' ? undefined : (JSON.parse(text) as Fields);
    const { method = '', url = '', headers } = incoming;
    const fault = faults.shift();
    if (fault !== undefined) return refusal(fault);
    const authorization = headers.authorization ?? '';
    if (url.startsWith('/api/v1/')) return gitea(forge, method, url, authorization, body);
    const call = describedCall(method, new URL(url, 'http://forge'), body);
    const findings = call?.findings ?? ["GitHub's description has no such call"];
    const answer = call ? await github(forge, call, authorization, body, appKey) : refusal(404);
    const wrong = findings.length > 0 ? findings : (call?.answer(answer.status, answer.body) ?? []);
    forge.strays.push(...wrong.map((stray) => `${method} ${url}: ${stray}`));
    return answer;
  };
  const server = createServer((incoming, outgoing) => {
    respond(incoming).then(
      ({ status, body }) => {
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        outgoing.end(JSON.stringify(body));
      },
      (error: unknown) => {
        forge.strays.push(String(error));
        outgoing.destroy();
      },
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { ...forge, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function github(
  forge: Omit<ForgeApi, 'url'>,
  { operation, path, query }: DescribedCall,
  authorization: string,
  body: Fields = {},
  appKey = '',
): Promise<Answer> {
  const { statuses, checks, made } = forge;
  if (operation.startsWith('apps/')) {
    const jwt = authorization.replace(/^Bearer /, '');
    const { payload } = await jwtVerify(jwt, createPublicKey(appKey), { issuer: '4711', maxTokenAge: '10m' });
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > 600) return refusal(401);
    if (operation === 'apps/get-repo-installation') return { status: 200, body: installation() };
    const token = `ghs_${made.push(`ghs_${made.length + 1}`)}`;
    return {
      status: 201,
      body: { token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {} },
    };
  }
  const isApp = made.some((token) => authorization === `Bearer ${token}`);
  if (!isApp && authorization !== `token ${TOKEN}`) return refusal(401);
  if (`${path.owner}/${path.repo}` !== 'acme/images') return refusal(404);
  // Only an App may write checks.
  if (operation.startsWith('checks/') && !isApp) return refusal(403);
  switch (operation) {
    case 'repos/create-commit-status': {
      const { state, context, description, target_url = null } = body;
      statuses.push({ commit: path.sha, state, context, description, url: target_url } as ShownStatus);
      const own = { id: statuses.length, node_id: 'x', url: 'https://x', avatar_url: null, creator: null };
      return {
        status: 201,
        body: { ...own, state, context, description, target_url, created_at: TIME, updated_at: TIME },
      };
    }
    case 'checks/list-for-ref': {
      const found = checks.filter(({ head_sha, name }) => head_sha === path.ref && name === query.check_name);
      return { status: 200, body: { total_count: found.length, check_runs: found.map(checkJson) } };
    }
    case 'checks/create': {
      const empty = { external_id: null, status: 'queued', conclusion: null, details_url: null, output: {} };
      const check = { ...empty, ...body, id: checks.length + 1 } as unknown as ShownCheck;
      checks.push(check);
      return { status: 201, body: checkJson(check) };
    }
    case 'checks/update': {
      const at = Number(path.check_run_id) - 1;
      const check = { ...checks[at], ...body } as ShownCheck;
      checks[at] = check;
      return { status: 200, body: checkJson(check) };
    }
  }
  throw new Error(`${operation} is described and not carried out`);
}

/** `POST /repos/{owner}/{repo}/statuses/{sha}` of Gitea, which takes a `CreateStatusOption`. */
function gitea(
  forge: Omit<ForgeApi, 'url'>,
  method: string,
  url: string,
  authorization: string,
  body: Fields = {},
): Answer {
  const [, commit] = /^\/api\/v1\/repos\/acme\/images\/statuses\/([0-9a-f]{40})$/.exec(url) ?? [];
  if (authorization !== `token ${TOKEN}`) return refusal(401);
  if (method !== 'POST' || commit === undefined) return refusal(404);
  const { state, context, description, target_url, ...strange } = body;
  const texts = [state, context, description, target_url].every((each) => typeof each === 'string');
  const known = ['pending', 'success', 'error', 'failure', 'warning'].includes(String(state));
  if (!texts || !known || Object.keys(strange).length > 0)
    forge.strays.push(`no CreateStatusOption: ${JSON.stringify(body)}`);
  forge.statuses.push({ commit, state, context, description, url: target_url } as ShownStatus);
  const { length: id } = forge.statuses;
  return {
    status: 201,
    body: { id, status: state, context, description, target_url, created_at: TIME, updated_at: TIME },
  };
}

function checkJson(check: ShownCheck) {
  const { title = null, summary = null } = check.output;
  return {
    ...check,
    node_id: 'x',
    url: 'https://x',
    html_url: null,
    started_at: TIME,
    completed_at: check.conclusion === null ? null : TIME,
    check_suite: null,
    output: { title, summary, text: null, annotations_count: 0, annotations_url: 'https://x' },
    app: null,
    pull_requests: [],
  };
}

function installation() {
  const link = 'https://api.github.com/app/installations/99';
  return {
    id: 99,
    account: null,
    app_id: 4711,
    app_slug: 'caskwright',
    target_id: 1,
    target_type: 'Organization',
    single_file_name: null,
    repository_selection: 'all',
    access_tokens_url: `${link}/access_tokens`,
    html_url: link,
    repositories_url: link,
    events: [],
    permissions: { checks: 'write' },
    created_at: TIME,
    updated_at: TIME,
    suspended_by: null,
    suspended_at: null,
  };
}

function refusal(status: number): Answer {
  return {
    status,
    body: { message: 'refused', documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}
