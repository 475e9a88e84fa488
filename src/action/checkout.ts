import { dirname } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Problem } from '../engine/problem.ts';
import { fetchMissing, type Missing, type Remote } from '../repository/fetch.ts';
import type { Transport } from '../repository/git.ts';
import { mergeBase, parentsOf, remoteUrl, resolveCommit, tagCommit } from '../repository/history.ts';
import { type GitRepository, openRepository } from '../repository/open.ts';
import type { Environment } from '../system/environment.ts';
import { realPath } from '../system/files.ts';
import type { Job } from './context.ts';

/** What Git takes for "to the very first commit". */
const EVERYTHING = 2_147_483_647;
/** Commits that a shallow checkout is deepened by, one step after the other, while an answer is not found. */
const DEEPER = [50, 1000, EVERYTHING];

/** The repository of a job's checkout, and the way to what a shallow one lacks. */
export interface Checkout {
  readonly repository: GitRepository;
  /** Asked when something is to be fetched; undefined where there is no remote. */
  readonly remote: () => Promise<Remote | undefined>;
  readonly environment: Environment;
}

/** Opens the checkout around `directory`. */
export async function openCheckout(
  directory: string,
  job: Job,
  environment: Environment,
  token: string | undefined,
): Promise<Result<Checkout, Problem>> {
  const trusting = await trustWorkspace(directory, job, environment);
  const opened = await openRepository(directory, trusting);
  if (!opened.ok) {
    const suggestion = `${opened.error.suggestion} (is there an actions/checkout step before this one?)`;
    return err({ kind: 'usage', message: opened.error.message, suggestion });
  }
  const repository = opened.value;
  return ok({ repository, environment: trusting, remote: () => remoteOf(repository, job, token) });
}

/** In a container job the checkout belongs to the runner's user; Git is told that the job's own workspace is meant. */
async function trustWorkspace(directory: string, { workspace }: Job, environment: Environment): Promise<Environment> {
  const trusted = new Set(environment.CASKWRIGHT_SAFE_DIRECTORY?.split(':') ?? []);
  const roots = [workspace, (await realPath(workspace)) ?? workspace];
  for (const start of [directory, (await realPath(directory)) ?? directory]) {
    for (let at = start; roots.some((root) => at === root || at.startsWith(`${root}/`)); at = dirname(at)) {
      trusted.add(at);
    }
  }
  return { ...environment, CASKWRIGHT_SAFE_DIRECTORY: [...trusted].join(':') };
}

/** The token opens the server of the job alone, whatever the remote's URL says. */
async function remoteOf(repository: GitRepository, job: Job, token: string | undefined): Promise<Remote | undefined> {
  const url = await remoteUrl(repository);
  if (url === undefined) return undefined;
  const own = new URL(job.server);
  const transports: Transport[] = ['https', 'ssh'];
  if (own.protocol === 'http:') transports.push('http');
  if (own.protocol === 'file:') transports.push('file');
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const key = `http.${own.origin}/.extraheader`;
  return {
    url,
    transports,
    settings: token === undefined || own.protocol === 'file:' ? [] : [[key, `AUTHORIZATION: basic ${basic}`]],
  };
}

/** Whether the checkout is a commit, or GitHub's merge of it into its base. */
export async function standsOn({ repository }: Checkout, commit: string): Promise<boolean> {
  if (repository.head === commit) return true;
  const parents = await parentsOf(repository, repository.head);
  return parents.length === 2 && parents[1] === commit;
}

/** What `head` changes is what it has and this commit has not. Fetches it where the checkout lacks it. */
export async function baseOf(
  checkout: Checkout,
  at: { readonly head: string; readonly base: string },
): Promise<Result<readonly [Checkout, string], Problem>> {
  const commit = checkout.repository.head;
  const parents = await parentsOf(checkout.repository, commit);
  // GitHub tries a pull request as a merge: its first parent is the base branch as it was merged with.
  const [onto, head] = parents;
  if (onto !== undefined && parents.length === 2 && head === at.head) {
    const fetched = await withCommits(checkout, [onto], 1);
    return fetched.ok ? ok([fetched.value, onto]) : fetched;
  }
  let here = checkout;
  for (const depth of [1, ...DEEPER]) {
    const fetched = await withCommits(here, here.repository.shallow ? [at.base, commit] : [at.base], depth);
    if (!fetched.ok) return fetched;
    here = fetched.value;
    const base = await mergeBase(here.repository, commit, at.base);
    if (base !== undefined) return ok([here, base]);
    if (!here.repository.shallow) break;
  }
  // Histories without a common commit: everything that differs is new.
  return ok([here, at.base]);
}

/** The checkout with the tip of a branch and the way to it; as it was where the branch cannot be fetched. */
export async function withTip(checkout: Checkout, branch: string): Promise<Checkout> {
  const from = { from: `refs/heads/${branch}`, to: `refs/remotes/origin/${branch}` };
  const fetched = await fetchInto(checkout, [from], undefined);
  return fetched.ok ? fetched.value : checkout;
}

/** The checkout with all of its commit's history; undefined where there is nothing more to be had. */
export async function withHistory(checkout: Checkout): Promise<Checkout | undefined> {
  if (!checkout.repository.shallow) return undefined;
  const fetched = await withCommits(checkout, [checkout.repository.head], EVERYTHING);
  return fetched.ok ? fetched.value : undefined;
}

/** The checkout with a tag; the tag may be absent at the remote too. */
export async function withTag(checkout: Checkout, tag: string): Promise<Checkout> {
  if ((await tagCommit(checkout.repository, tag)) !== undefined) return checkout;
  const ref = `refs/tags/${tag}`;
  const fetched = await fetchInto(checkout, [{ from: ref, to: ref }], 1);
  return fetched.ok ? fetched.value : checkout;
}

/** The checkout with these commits, as far as the remote still has them. */
export async function withCommits(
  checkout: Checkout,
  commits: readonly string[],
  depth: number,
): Promise<Result<Checkout, Problem>> {
  const missing = await Promise.all(
    commits.map(async (commit) => {
      const found = depth === 1 && (await resolveCommit(checkout.repository, commit)).ok;
      return found ? [] : [{ from: commit, to: `refs/caskwright/${commit}` }];
    }),
  );
  return fetchInto(checkout, missing.flat(), depth);
}

async function fetchInto(
  checkout: Checkout,
  missing: readonly Missing[],
  depth: number | undefined,
): Promise<Result<Checkout, Problem>> {
  if (missing.length === 0) return ok(checkout);
  const { repository, environment } = checkout;
  const remote = await checkout.remote();
  if (!remote) {
    const message = 'the checkout lacks commits, and has no remote to fetch them from';
    return err({ kind: 'usage', message, suggestion: 'actions/checkout with fetch-depth: 0' });
  }
  const fetched = await fetchMissing(repository, remote, missing, depth, environment);
  return fetched.ok ? ok({ ...checkout, repository: fetched.value }) : err({ kind: 'usage', ...fetched.error });
}
