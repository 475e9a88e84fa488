import { signal } from '@preact/signals';
import type { Finding, Me } from './wire.ts';

/** A problem document of the server (RFC 9457), as far as the page reads it. */
interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
  readonly suggestion?: string;
  /** What would be wrong with the repository. */
  readonly findings?: readonly Finding[];
  /** What somebody else changed in the meantime. */
  readonly changes?: readonly { readonly path: string; readonly commit?: string; readonly subject?: string }[];
}

/** A refusal of the server in its own words. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: ProblemDocument;

  constructor(status: number, problem: ProblemDocument, otherwise: string) {
    super(problem.detail ?? problem.title ?? otherwise);
    this.status = status;
    this.problem = problem;
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
  const problem = (await response.json().catch(() => ({}))) as ProblemDocument;
  throw new Refusal(response.status, problem, response.statusText);
}

/** Learns who is signed in. */
export async function whoAmI(): Promise<void> {
  me.value = await ask<Me>('/api/v1/me').catch((error) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
}
