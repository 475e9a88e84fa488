import { at } from '../base/at.ts';

/** What an event may do at most (docs/architecture.md); which branches publish is for `caskwright.yaml` to say. */
export type Trust = 'trusted' | 'internal' | 'foreign';

/** The pull request that an event is about. */
export interface PullRequest {
  readonly number: number;
  /** The newest commit of its branch. */
  readonly head: string;
  /** The commit of the base branch that GitHub compared it with; the branch may have moved since. */
  readonly base: string;
}

/** Who caused an event: GitHub's own word, not what a commit says (S8). */
export interface Sender {
  /** The id, which never changes; '' where the payload has none. */
  readonly id: string;
  readonly login: string;
}

/** An event as far as Caskwright is concerned. */
export type ActionEvent =
  | {
      readonly kind: 'pull-request';
      readonly trust: 'internal' | 'foreign';
      /** Why it is foreign. */
      readonly why?: string;
      readonly pull: PullRequest;
    }
  /** A merge queue tries `head`, which is meant to stand on `base`. */
  | { readonly kind: 'merge-group'; readonly trust: 'internal'; readonly head: string; readonly base: string }
  | {
      readonly kind: 'branch';
      readonly trust: 'trusted' | 'foreign';
      readonly why?: string;
      readonly branch: string;
      readonly cause: 'push' | 'schedule' | 'manual';
      /** What a person filled in who started the workflow by hand. */
      readonly asked: { readonly images: string; readonly force: boolean };
    }
  | { readonly kind: 'tag'; readonly trust: 'trusted'; readonly tag: string; readonly sender: Sender }
  /** Nothing is to be done, and that is well. */
  | { readonly kind: 'nothing'; readonly why: string }
  /** Nothing can be done. */
  | { readonly kind: 'refused'; readonly message: string; readonly suggestion: string };

/** What the runner says about the event. */
export interface EventSource {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** `GITHUB_REF`. */
  readonly ref: string;
  /** The parsed file at `GITHUB_EVENT_PATH`. */
  readonly payload: unknown;
}

/** Nobody can rename themselves to a login with brackets, and an id never changes (S8). */
const DEPENDABOT = { id: 49_699_333, login: 'dependabot[bot]' };

/** Reads an event; whatever the payload holds, the answer is one of the cases. */
export function readEvent(source: EventSource): ActionEvent {
  switch (source.name) {
    case 'pull_request':
    case 'pull_request_review':
      return pullRequest(source.payload);
    case 'push':
      return push(source.payload);
    case 'release':
      return release(source.payload);
    case 'merge_group':
      return mergeGroup(source.payload);
    case 'schedule':
    case 'workflow_dispatch':
      return atRef(source);
    case 'pull_request_target':
      return refused(
        'pull_request_target runs with the secrets of this repository on code of a pull request',
        'on: pull_request',
      );
    default:
      return refused(
        `the event ${source.name || '(none)'} is not one that says what is to be built`,
        'run on push, pull_request, release, schedule, workflow_dispatch or merge_group, or set command: validate',
      );
  }
}

function pullRequest(payload: unknown): ActionEvent {
  if (at(payload, 'action') === 'closed') return { kind: 'nothing', why: 'the pull request is closed' };
  const [number, head, base] = [
    at(payload, 'pull_request', 'number'),
    at(payload, 'pull_request', 'head', 'sha'),
    at(payload, 'pull_request', 'base', 'sha'),
  ];
  if (typeof number !== 'number' || typeof head !== 'string' || typeof base !== 'string') return malformed;
  const why = foreignCause(payload);
  const pull = { number, head, base };
  return why === undefined
    ? { kind: 'pull-request', trust: 'internal', pull }
    : { kind: 'pull-request', trust: 'foreign', why, pull };
}

/** A fork that is gone leaves `head.repo` empty: what cannot be told apart is foreign. */
function foreignCause(payload: unknown): string | undefined {
  const own = at(payload, 'repository', 'id');
  const head = at(payload, 'pull_request', 'head', 'repo', 'id');
  if (typeof own !== 'number' || head !== own) return 'it comes from a fork';
  const byDependabot = [at(payload, 'pull_request', 'user'), at(payload, 'sender')].some(isDependabot);
  return byDependabot ? 'Dependabot made it' : undefined;
}

function isDependabot(user: unknown): boolean {
  return at(user, 'id') === DEPENDABOT.id || at(user, 'login') === DEPENDABOT.login;
}

function push(payload: unknown): ActionEvent {
  const ref = at(payload, 'ref');
  if (typeof ref !== 'string') return malformed;
  if (at(payload, 'deleted') === true) return { kind: 'nothing', why: `${shortRef(ref)} was deleted` };
  if (ref.startsWith('refs/tags/')) return tagEvent(shortRef(ref), payload);
  const byDependabot = isDependabot(at(payload, 'sender'));
  return {
    ...branchEvent(ref, 'push', nothingAsked),
    ...(byDependabot ? { trust: 'foreign', why: 'Dependabot pushed it' } : {}),
  };
}

function release(payload: unknown): ActionEvent {
  const [action, tag] = [at(payload, 'action'), at(payload, 'release', 'tag_name')];
  if (typeof tag !== 'string') return malformed;
  if (action === 'published' || action === 'released' || action === 'prereleased') {
    return tagEvent(tag, payload);
  }
  return { kind: 'nothing', why: `the release ${tag} was ${action}, not published` };
}

function mergeGroup(payload: unknown): ActionEvent {
  const [head, base] = [at(payload, 'merge_group', 'head_sha'), at(payload, 'merge_group', 'base_sha')];
  if (typeof head !== 'string' || typeof base !== 'string') return malformed;
  if (at(payload, 'action') === 'destroyed') return { kind: 'nothing', why: 'the merge group is gone' };
  return { kind: 'merge-group', trust: 'internal', head, base };
}

function atRef({ name, ref, payload }: EventSource): ActionEvent {
  const images = at(payload, 'inputs', 'images');
  const force = at(payload, 'inputs', 'force');
  const asked = { images: typeof images === 'string' ? images : '', force: force === true || force === 'true' };
  if (ref.startsWith('refs/tags/') && name === 'workflow_dispatch') {
    return tagEvent(shortRef(ref), payload);
  }
  if (!ref.startsWith('refs/heads/')) return malformed;
  return name === 'schedule' ? branchEvent(ref, 'schedule', nothingAsked) : branchEvent(ref, 'manual', asked);
}

function tagEvent(tag: string, payload: unknown): ActionEvent {
  const [id, login] = [at(payload, 'sender', 'id'), at(payload, 'sender', 'login')];
  const sender = { id: typeof id === 'number' ? String(id) : '', login: typeof login === 'string' ? login : '' };
  return { kind: 'tag', trust: 'trusted', tag, sender };
}

type BranchEvent = Extract<ActionEvent, { kind: 'branch' }>;

const nothingAsked = { images: '', force: false };

function branchEvent(ref: string, cause: BranchEvent['cause'], asked: BranchEvent['asked']): BranchEvent {
  return { kind: 'branch', trust: 'trusted', branch: shortRef(ref), cause, asked };
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, '');
}

const malformed: ActionEvent = {
  kind: 'refused',
  message: 'the file of the event does not say what it should',
  suggestion: 'GITHUB_EVENT_PATH must be the file that the runner wrote',
};

function refused(message: string, suggestion: string): ActionEvent {
  return { kind: 'refused', message, suggestion };
}
