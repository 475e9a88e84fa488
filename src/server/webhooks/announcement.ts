import type { EmitterWebhookEventName } from '@octokit/webhooks';
import { at } from '../../base/at.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { isObjectId, isRefName } from '../../repository/git.ts';
import { type Change, isNoCommit, type PullRequestAction } from './change.ts';

/** What a verified body says, before anybody has looked whether its repository is one of ours. */
export interface Announcement {
  readonly event: string;
  readonly action: string | null;
  /** `owner/name`; absent in events that are about no repository. */
  readonly fullName: string | undefined;
  /** The forge's id of whoever caused it: the only identity that counts (S8). */
  readonly sender: string | undefined;
  readonly change: Change;
}

/** Events that something follows from. GitHub, Gitea and Forgejo give them the same names. */
type KnownEvent = Extract<EmitterWebhookEventName, 'push' | 'create' | 'delete' | 'pull_request' | 'release' | 'ping'>;

/**
 * Reads the body of an event. The type that the header claims must be the one that the body has (S6): anybody who
 * replays a signed body may choose the header. The error is a sentence for the sender.
 */
export function readAnnouncement(claimed: string, body: unknown): Result<Announcement, string> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return err('the body is not a JSON object');
  if (!isWord(claimed)) return err('the header with the event is missing, or holds no name of one');
  const event = eventOf(body);
  if (isKnown(claimed) ? event !== claimed : event !== undefined) {
    return err(`the header says ${claimed}, and the body is ${event ?? 'of another kind'}`);
  }
  const fullName = at(body, 'repository', 'full_name');
  if (fullName !== undefined && !isFullName(fullName)) return err('repository.full_name is not owner/name');
  const change = event === undefined ? nothing(`the event ${claimed} changes nothing here`) : readers[event](body);
  if (change === undefined) return err(`the body lacks what a ${claimed} has`);
  if (change.kind !== 'none' && fullName === undefined) return err('the body names no repository');
  return ok({ event: claimed, action: actionOf(body), fullName, sender: idOf(at(body, 'sender')), change });
}

const readers: Readonly<Record<KnownEvent, (body: object) => Change | undefined>> = {
  push: readPush,
  create: (body) => readComingOrGoing(body, 'create'),
  delete: (body) => readComingOrGoing(body, 'delete'),
  pull_request: readPullRequest,
  release: readRelease,
  ping: () => nothing('a ping: the webhook works'),
};

function isKnown(event: string): event is KnownEvent {
  return Object.hasOwn(readers, event);
}

/** The event that a body is of, told by what only that event's bodies have; undefined for all others. */
function eventOf(body: object): KnownEvent | undefined {
  const has = (...keys: readonly string[]) => keys.every((key) => Object.hasOwn(body, key));
  const isNull = (key: string) => (at(body, key) ?? null) === null;
  if (has('zen', 'hook_id')) return 'ping';
  if (has('ref', 'ref_type')) return has('master_branch') || has('sha') ? 'create' : 'delete';
  if (has('ref', 'before', 'after', 'commits')) return 'push';
  if (has('action', 'number', 'pull_request') && ['review', 'comment', 'thread'].every(isNull)) return 'pull_request';
  return has('action', 'release') ? 'release' : undefined;
}

function readPush(body: object): Change | undefined {
  const [ref, before, after] = [at(body, 'ref'), at(body, 'before'), at(body, 'after')];
  if (!isFullRef(ref) || !isId(before) || !isId(after)) return undefined;
  return { kind: 'ref', ref, before, after };
}

/** GitHub leaves out the push, and nothing else, where a branch or tag comes or goes without commits of its own. */
function readComingOrGoing(body: object, event: 'create' | 'delete'): Change | undefined {
  const [name, type] = [at(body, 'ref'), at(body, 'ref_type')];
  if (type === 'repository') return nothing('a new repository has nothing to build');
  if (typeof name !== 'string' || (type !== 'branch' && type !== 'tag')) return undefined;
  const ref = type === 'tag' ? `refs/tags/${name}` : `refs/heads/${name}`;
  if (!isFullRef(ref)) return undefined;
  const sides = event === 'create' ? { before: NO_COMMIT, after: '' } : { before: '', after: NO_COMMIT };
  return { kind: 'ref', ref, ...sides };
}

const NO_COMMIT = '0'.repeat(40);

function readRelease(body: object): Change | undefined {
  const action = actionOf(body) ?? '';
  const tag = at(body, 'release', 'tag_name');
  if (typeof tag !== 'string') return undefined;
  if (!['published', 'released', 'prereleased'].includes(action)) {
    return nothing(`a release was ${action}, not published`);
  }
  const ref = `refs/tags/${tag}`;
  return isFullRef(ref) ? { kind: 'ref', ref, before: '', after: '' } : undefined;
}

/** GitHub's words for what happens to a pull request, and Gitea's where it has others. */
const ACTIONS: ReadonlyMap<string | null, PullRequestAction> = new Map([
  ['opened', 'opened'],
  ['synchronize', 'synchronize'],
  ['synchronized', 'synchronize'],
  ['reopened', 'reopened'],
  ['closed', 'closed'],
  ['labeled', 'labeled'],
  ['label_updated', 'labeled'],
]);

function readPullRequest(body: object): Change | undefined {
  const pull = at(body, 'pull_request');
  const [number, head, base] = [at(body, 'number'), at(pull, 'head', 'sha'), at(pull, 'base', 'sha')];
  if (!Number.isSafeInteger(number) || Number(number) < 1 || !isId(head) || !isId(base)) return undefined;
  const action = ACTIONS.get(actionOf(body));
  if (action === undefined) return nothing(`a pull request was ${actionOf(body)}: its commits are the same`);
  const foreign = foreignCause(body);
  const label = at(body, 'label', 'name');
  const updatedAt = at(pull, 'updated_at');
  return {
    kind: 'pull-request',
    action,
    number: Number(number),
    head,
    base,
    ...(foreign === undefined ? {} : { foreign }),
    ...(typeof label === 'string' ? { label: storable(label) } : {}),
    updatedAt: typeof updatedAt === 'string' && !Number.isNaN(Date.parse(updatedAt)) ? updatedAt : '',
  };
}

/** GitHub's id of Dependabot: an id never changes, a name can be taken (S8). */
const DEPENDABOT = '49699333';

/** A fork that is gone leaves `head.repo` empty: what cannot be told apart is foreign. */
function foreignCause(body: object): string | undefined {
  const pull = at(body, 'pull_request');
  const own = idOf(at(body, 'repository'));
  if (own === undefined || idOf(at(pull, 'head', 'repo')) !== own) return 'it comes from a fork';
  const byDependabot = [at(pull, 'user'), at(body, 'sender')].some((user) => idOf(user) === DEPENDABOT);
  return byDependabot ? 'Dependabot made it' : undefined;
}

function nothing(why: string): Change {
  return { kind: 'none', why };
}

/** A repository_dispatch may have any text as its action. */
function actionOf(body: object): string | null {
  const action = at(body, 'action');
  return isWord(action) ? action : null;
}

function idOf(thing: unknown): string | undefined {
  const id = at(thing, 'id');
  return Number.isSafeInteger(id) ? String(id) : undefined;
}

function isFullRef(ref: unknown): ref is string {
  return typeof ref === 'string' && ref.startsWith('refs/') && isRefName(ref) && ref.isWellFormed();
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && (isObjectId(id) || (isNoCommit(id) && id.length <= 64));
}

function isWord(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(text);
}

function isFullName(text: unknown): text is string {
  return typeof text === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(text);
}

/** A text that PostgreSQL takes: no NUL, no half of a surrogate pair, no more than anybody needs. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, 100).toWellFormed();
}
