import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Container, Runtime } from '../build/ports/runtime.ts';

/**
 * One container takes the place of another. Where the two stand can be read off their names at any moment, so that a
 * process which comes later can go on where this one was killed:
 *
 *   name               name-caskwright-new     the successor is made
 *   name-caskwright-old   name-caskwright-new  the old one is stopped and renamed
 *   name-caskwright-old   name                 the successor has the name, and is started
 *                         name                 the old one is removed
 *
 * Putting the old one back goes the same way in the other direction. The successor's label says whom it replaces and
 * who is at it.
 */
export interface Pair {
  readonly name: string;
  readonly old: string;
  readonly successor: string;
}

/** The label of a successor: JSON of `replaces`, an id, and `by`, a claim. */
export const OF_REFRESH = 'dev.caskwright.refresh';

/** What a container is called before it takes the name over. */
export function successorName(name: string): string {
  return `${name}-caskwright-new`;
}

function oldName(name: string): string {
  return `${name}-caskwright-old`;
}

/** Stops the old container, and starts its successor under the name. */
export async function swap(runtime: Runtime, { name, old, successor }: Pair, signal: AbortSignal) {
  return inTurn(
    () => runtime.stop(old, signal),
    () => runtime.rename(old, oldName(name), signal),
    () => runtime.rename(successor, name, signal),
    () => runtime.start(successor, signal),
  );
}

/** The successor stays. */
export function finish(runtime: Runtime, old: string, signal: AbortSignal): Promise<Result<void, Failure>> {
  return runtime.remove(old, signal);
}

/** Starts the old container under its name, and removes the successor, wherever the two stand. */
export async function putBack(runtime: Runtime, pair: Pair, signal: AbortSignal): Promise<Result<void, Failure>> {
  const { name, old, successor } = pair;
  const all = await runtime.containers(signal);
  if (!all.ok) return all;
  const nameOf = (id: string) => all.value.find((container) => container.id === id)?.name;
  return inTurn(
    () => runtime.stop(successor, signal),
    () => unlessNamed(nameOf(successor), successorName(name), (to) => runtime.rename(successor, to, signal)),
    () => unlessNamed(nameOf(old), name, (to) => runtime.rename(old, to, signal)),
    () => runtime.start(old, signal),
    () => runtime.remove(successor, signal),
  );
}

/** A successor that is not alone yet, as its label tells. */
export interface Unfinished {
  readonly pair: Pair;
  readonly successor: Container;
  /** Who is at it. */
  readonly by: string;
}

/** The refreshes that have begun and not ended, of those at work and of those who were killed. */
export function unfinished(containers: readonly Container[]): readonly Unfinished[] {
  return containers.flatMap((successor) => {
    const label = readLabel(successor.labels[OF_REFRESH]);
    const old = label && containers.find(({ id }) => id === label.replaces);
    if (!label || !old) return [];
    const name = old.name.replace(/-caskwright-old$/, '');
    return [{ pair: { name, old: old.id, successor: successor.id }, successor, by: label.by }];
  });
}

function readLabel(text: string | undefined): { readonly replaces: string; readonly by: string } | undefined {
  if (text === undefined) return undefined;
  try {
    const { replaces, by } = JSON.parse(text) as Record<string, unknown>;
    return typeof replaces === 'string' && typeof by === 'string' ? { replaces, by } : undefined;
  } catch {
    return undefined;
  }
}

function unlessNamed(
  now: string | undefined,
  name: string,
  rename: (to: string) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  return now === name ? Promise.resolve(ok(undefined)) : rename(name);
}

async function inTurn(...steps: readonly (() => Promise<Result<void, Failure>>)[]): Promise<Result<void, Failure>> {
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return done;
  }
  return ok(undefined);
}
