import { unreachable } from '../base/result.ts';
import type { ActionEvent, PullRequest, Sender, Trust } from './event.ts';
import { type Inputs, names } from './inputs.ts';

/** Which part of the repository a plan is about, and what it is compared with. */
export type Scope =
  /** A branch against the registry. */
  | {
      readonly kind: 'branch';
      readonly trust: Trust;
      readonly branch: string;
      readonly images: readonly string[];
      readonly force: boolean;
    }
  /** What a change differs in from where it started, and what stands on that. */
  | {
      readonly kind: 'change';
      readonly trust: Trust;
      readonly head: string;
      readonly base: string;
      readonly images: readonly string[];
      readonly pull?: PullRequest;
    }
  /** A release tag. */
  | {
      readonly kind: 'release';
      readonly trust: Trust;
      readonly tag: string;
      readonly images: readonly string[];
      readonly force: boolean;
    };

/** What a step is to do. */
export type Task =
  | { readonly do: 'version' | 'validate' | 'comment' }
  /** `drift`: it is a finding where something is not in step. */
  | { readonly do: 'plan'; readonly scope: Scope; readonly why?: string; readonly drift: boolean }
  /** `needsApproval`: it stays with the plan unless a person has approved this very commit. */
  | { readonly do: 'build'; readonly scope: Scope; readonly needsApproval: boolean }
  /** Not `apply`: only say what would go. */
  | { readonly do: 'clean'; readonly apply: boolean }
  | { readonly do: 'nothing'; readonly why: string }
  | { readonly do: 'refuse'; readonly message: string; readonly suggestion: string };

/** Decides what an event and the inputs together mean. Nothing an input says raises an event's trust (S29). */
export function decide(event: ActionEvent, inputs: Inputs): Task {
  const { command } = inputs;
  if (command === 'version' || command === 'validate' || command === 'comment') return { do: command };
  if (event.kind === 'nothing') return { do: 'nothing', why: event.why };
  if (event.kind === 'refused') return { do: 'refuse', message: event.message, suggestion: event.suggestion };
  const refusal = refusalOf(event, inputs);
  if (refusal) return { do: 'refuse', ...refusal };
  if (inputs.command === 'clean') return { do: 'clean', apply: !inputs.dryRun };
  const scope = scopeOf(event, inputs);
  const isSchedule = event.kind === 'branch' && event.cause === 'schedule';
  const drift = inputs.command === 'auto' && isSchedule;
  const unreleased = scope.kind === 'release' && inputs.push === 'no';
  if (inputs.command === 'plan' || inputs.dryRun || drift || unreleased) return { do: 'plan', scope, drift };
  if (event.kind === 'branch' && event.trust === 'foreign') {
    return { do: 'plan', scope, drift, why: `${event.why}: it is planned, not built` };
  }
  return { do: 'build', scope, needsApproval: scope.trust === 'foreign' };
}

type Planned = Exclude<ActionEvent, { readonly kind: 'nothing' | 'refused' }>;

function refusalOf(
  event: Planned,
  { command, push, releasers }: Inputs,
): { readonly message: string; readonly suggestion: string } | undefined {
  if (command === 'release' && event.kind !== 'tag') {
    return { message: 'command: release needs a tag', suggestion: 'run it on: push: tags, or on: release' };
  }
  if (event.kind === 'tag' && releasers.length > 0 && !isAmong(event.sender, releasers)) {
    const who = event.sender.login || 'nobody known';
    return { message: `${who} may not release ${event.tag}`, suggestion: 'a tag of somebody whom releasers names' };
  }
  if (command === 'clean' && (event.kind !== 'branch' || event.trust !== 'trusted')) {
    return { message: 'command: clean is for branches alone', suggestion: 'run it on: schedule' };
  }
  if (push === 'yes' && event.trust !== 'trusted') {
    const what = event.kind === 'merge-group' ? 'a merge queue' : 'a pull request';
    return { message: `${what} publishes nothing, and push: true asks for it`, suggestion: 'push: auto' };
  }
  return undefined;
}

/** Logins are the same in any letter case; an id is one that nobody else ever gets. */
function isAmong({ id, login }: Sender, named: readonly string[]): boolean {
  const own = new Set([id, login.toLowerCase()].filter((word) => word !== ''));
  return named.some((name) => own.has(name.toLowerCase()));
}

function scopeOf(event: Planned, inputs: Inputs): Scope {
  const { images, force } = inputs;
  switch (event.kind) {
    case 'pull-request': {
      const { trust, pull } = event;
      return { kind: 'change', trust, head: pull.head, base: pull.base, images, pull };
    }
    case 'merge-group':
      return { kind: 'change', trust: event.trust, head: event.head, base: event.base, images };
    case 'branch': {
      const { trust, branch, asked } = event;
      const chosen = images.length > 0 ? images : names(asked.images);
      return { kind: 'branch', trust, branch, images: chosen, force: force || asked.force };
    }
    case 'tag':
      return { kind: 'release', trust: event.trust, tag: event.tag, images, force };
    default:
      return unreachable(event);
  }
}
