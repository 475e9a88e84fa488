import { signal } from '@preact/signals';
import type { Me } from './wire.ts';

/** A refusal of the server in its own words (RFC 9457). */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, title: string, detail?: string) {
    super(detail ?? title);
    this.status = status;
  }
}

/** Who is signed in; null: nobody, and reading needs it; undefined: not asked yet. */
export const me = signal<Me | null | undefined>(undefined);

/** Whether the one who is signed in may do what `role` may. What one may not do is not offered. */
export function may(role: Me['role']): boolean {
  const ranks = { viewer: 1, builder: 2, admin: 3 } as const;
  return me.value != null && ranks[me.value.role] >= ranks[role];
}

/** Asks the server. Rejects with a `Refusal`, or with a `TypeError` where it does not answer. */
export async function ask<T>(path: string, init: RequestInit & { readonly json?: unknown } = {}): Promise<T> {
  const { json, ...rest } = init;
  const body =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const response = await fetch(path, { method: json === undefined ? 'GET' : 'POST', ...body, ...rest });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  if (response.status === 401) me.value = null;
  const problem = (await response.json().catch(() => ({}))) as { readonly title?: string; readonly detail?: string };
  throw new Refusal(response.status, problem.title ?? response.statusText, problem.detail);
}

/** Learns who is signed in. */
export async function whoAmI(): Promise<void> {
  me.value = await ask<Me>('/api/v1/me').catch((error) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
}
