import type { Role } from '../store/tables.ts';

/** Who makes a request, as far as the server has proof of it. */
export interface Identity {
  /** `token:<id>`, `oidc:<subject>` or `anonymous`: what `created_by` and the audit log say. */
  readonly actor: string;
  /** What people call this one: the name of a token, the `name` claim. */
  readonly name: string;
  readonly email?: string | undefined;
  /** `worker` is apart from the others: it may do what only workers do. `none`: known, and allowed nothing. */
  readonly role: Role | 'worker' | 'none';
}

/** What a route demands. `webhook` routes check a signature themselves; `worker` routes are for workers alone. */
export type Access = 'public' | 'webhook' | 'worker' | Role;

const RANKS: Readonly<Record<Role, number>> = { viewer: 1, builder: 2, admin: 3 };

/** Whoever may read without a token, where the server is configured so. */
export const ANONYMOUS: Identity = { actor: 'anonymous', name: 'anonymous', role: 'viewer' };

/** Whether a role is enough for a route. Each of viewer, builder and admin may do what those before it may. */
export function permits(role: Identity['role'], access: Access): boolean {
  if (access === 'public' || access === 'webhook') return true;
  if (role === 'none') return false;
  if (access === 'worker' || role === 'worker') return role === access;
  return RANKS[role] >= RANKS[access];
}
