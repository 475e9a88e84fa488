import type { Announcement } from './announcement.ts';
import { type Change, effectOf } from './change.ts';
import type { Scope } from './signature.ts';

/** A verified and parsed webhook. */
export interface Delivery {
  readonly forge: 'github' | 'gitea';
  /** The forge's delivery id: for people only, because nobody signed it. */
  readonly guid: string;
  /** What the secret that signed it may speak for. */
  readonly scope: Scope;
  readonly announcement: Announcement;
}

/** What is known of a repository when a delivery is bound to it. */
export interface KnownRepository {
  readonly id: string;
  readonly forge: string;
  readonly full_name: string;
}

/** A row of `deliveries` as it begins. */
export interface NewDelivery {
  readonly forge: string;
  readonly guid: string;
  readonly repository_id: string | null;
  readonly event: string;
  readonly action: string | null;
  readonly effect: string;
  readonly change: Change;
  readonly sender_id: string | null;
  readonly state: 'received' | 'ignored';
  readonly reason: string | null;
}

/**
 * Binds a delivery to one of the repositories that its secret may speak for. The payload chooses among those and never
 * beyond them (S7); what cannot be bound is kept with the reason (I1).
 */
export function bind(delivery: Delivery, known: readonly KnownRepository[]): NewDelivery {
  const { forge, guid, announcement } = delivery;
  const { event, action, fullName, sender, change } = announcement;
  const found = repositoryOf(delivery, known);
  const repository = 'id' in found ? found.id : null;
  const why = change.kind === 'none' ? change.why : 'why' in found ? found.why : undefined;
  return {
    forge,
    guid,
    repository_id: repository,
    event,
    action,
    effect: effectOf(repository ?? `${forge}:${fullName}`, change),
    change,
    sender_id: sender ?? null,
    state: why === undefined ? 'received' : 'ignored',
    reason: why ?? null,
  };
}

type Binding = { readonly id: string } | { readonly why: string };

function repositoryOf({ forge, scope, announcement }: Delivery, known: readonly KnownRepository[]): Binding {
  const { fullName } = announcement;
  if (fullName === undefined) return { why: 'it is about no repository' };
  // Forges take a name in any letter case.
  const named = known.filter((each) => each.forge === forge && sameName(each.full_name, fullName));
  const permitted = named.find(({ id }) => scope.repositories.includes(id) === (scope.kind === 'these'));
  if (permitted) return { id: permitted.id };
  if (named.length > 0 || scope.kind === 'these') {
    return { why: `its secret may not speak for ${fullName}: sign it with the secret of that repository` };
  }
  return { why: `this server has no repository ${fullName}: add it, then deliver again` };
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
