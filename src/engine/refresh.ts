import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Container, Runtime } from '../build/ports/runtime.ts';
import type { Consumer } from './consumer.ts';
import type { ContainerRow } from './containers.ts';
import { type PullEvent, pullImage } from './pull.ts';
import { finish, OF_REFRESH, putBack, successorName, swap, unfinished } from './swap.ts';

/** What becomes of a container. */
export type RefreshOutcome =
  /** It runs on the image as it is now. */
  | { readonly state: 'refreshed' }
  /** It did before. */
  | { readonly state: 'in-step' }
  /** Somebody works in it; nothing was touched. */
  | { readonly state: 'held'; readonly sessions: readonly string[] }
  /** Nothing was touched, or the container that was there before runs again. */
  | { readonly state: 'failed'; readonly failure: Failure; readonly restored: boolean };

export type RefreshEvent =
  | PullEvent
  | { readonly type: 'refresh.started'; readonly container: string }
  | { readonly type: 'refresh.restarting'; readonly container: string }
  | ({ readonly type: 'refresh.finished'; readonly container: string } & RefreshOutcome);

export interface Refreshing {
  readonly consumer: Consumer;
  readonly clock: Clock;
  /** Development: the image as it was built here, and nothing is fetched. */
  readonly local: boolean;
  /** Replaces a container that is in step too. */
  readonly force: boolean;
  /** Milliseconds that the new container must run. */
  readonly settle: number;
  readonly signal: AbortSignal;
  onEvent(event: RefreshEvent): void;
}

/** Puts a container on the image as it is now, with the settings that it has. A failure or a cancellation leaves it as it was. */
export async function refreshContainer(row: ContainerRow, refreshing: Refreshing): Promise<RefreshOutcome> {
  const { onEvent } = refreshing;
  const container = row.container.name;
  onEvent({ type: 'refresh.started', container });
  const outcome = await attempt(row, refreshing);
  onEvent({ type: 'refresh.finished', container, ...outcome });
  return outcome;
}

async function attempt({ container, image }: ContainerRow, refreshing: Refreshing): Promise<RefreshOutcome> {
  const { consumer, force, signal } = refreshing;
  const { runtime } = consumer;
  if (container.removesItself) return failed(removesItself(container));
  const all = await runtime.containers(signal);
  if (!all.ok) return failed(all.error);
  if (unfinished(all.value).some(({ pair }) => pair.name === container.name)) return failed(otherwiseBusy(container));
  const before = await inUse(container, refreshing);
  if (before) return before;
  const pulled = await pullImage(image, { ...refreshing, runtime });
  if (!pulled.ok) return failed(pulled.error);
  if (!force && pulled.value.id === container.imageId) return { state: 'in-step' };
  // Pulling takes its time: somebody may have come meanwhile.
  const after = await inUse(container, refreshing);
  if (after) return after;
  refreshing.onEvent({ type: 'refresh.restarting', container: container.name });
  const made = await runtime.recreate(
    container,
    {
      name: successorName(container.name),
      image: pulled.value.text,
      labels: { [OF_REFRESH]: JSON.stringify({ replaces: container.id, by: await runtime.claim() }) },
    },
    signal,
  );
  if (!made.ok) return failed(made.error);
  return replace(container, made.value, refreshing);
}

async function replace(old: Container, successor: string, refreshing: Refreshing): Promise<RefreshOutcome> {
  const { runtime } = refreshing.consumer;
  const runs = await swapped(old, successor, refreshing);
  // From here on a cancellation must not leave things half done.
  const cleanup = new AbortController().signal;
  if (runs.ok) {
    const done = await finish(runtime, old.id, cleanup);
    return done.ok ? { state: 'refreshed' } : failed(done.error);
  }
  const restored = await putBack(runtime, { name: old.name, old: old.id, successor }, cleanup);
  return { state: 'failed', failure: restored.ok ? runs.error : restored.error, restored: restored.ok };
}

async function swapped(old: Container, successor: string, refreshing: Refreshing): Promise<Result<void, Failure>> {
  const { consumer, signal } = refreshing;
  const moved = await swap(consumer.runtime, { name: old.name, old: old.id, successor }, signal);
  return moved.ok ? settled(consumer.runtime, successor, refreshing) : moved;
}

/** Milliseconds between two looks at a container. */
const LOOK = 200;
/** A health check may take its time; this many milliseconds and no more. */
const HEALTH = 5 * 60_000;

/** Whether a container keeps running: for `settle` milliseconds without a restart, and healthy where it has a check for that. */
export async function settled(
  runtime: Runtime,
  id: string,
  { clock, settle, signal }: Pick<Refreshing, 'clock' | 'settle' | 'signal'>,
): Promise<Result<void, Failure>> {
  const begun = clock.now();
  let startedAt: string | undefined;
  for (;;) {
    const all = await runtime.containers(signal);
    if (!all.ok) return all;
    const now = all.value.find((container) => container.id === id);
    startedAt ??= now?.startedAt;
    if (!now?.running || now.startedAt !== startedAt || now.health === 'unhealthy') {
      const how = now?.running ? (now.health === 'unhealthy' ? 'is unhealthy' : 'starts again and again') : 'has ended';
      return err(doesNotRun(how, await runtime.lastLines(id, signal)));
    }
    const age = clock.now() - begun;
    if (age >= settle && now.health !== 'starting') return ok(undefined);
    if (age >= HEALTH) return err(doesNotRun('does not become healthy', await runtime.lastLines(id, signal)));
    try {
      await clock.sleep(LOOK, signal);
    } catch {
      return err({ phase: 'run', reason: 'cancelled', message: 'cancelled', lastLines: [] });
    }
  }
}

/** The refusal where somebody works in a container, or where that cannot be told. */
async function inUse(container: Container, { consumer, signal }: Refreshing): Promise<RefreshOutcome | undefined> {
  const sessions = await consumer.sessions(container, signal);
  if (!sessions.ok) return failed(sessions.error);
  return sessions.value.length > 0 ? { state: 'held', sessions: sessions.value } : undefined;
}

function failed(failure: Failure): RefreshOutcome {
  return { state: 'failed', failure, restored: true };
}

function doesNotRun(how: string, lastLines: readonly string[]): Failure {
  const message = `the new container ${how}`;
  const suggestion = 'see its last lines; the image as it was before can be named by its digest';
  return { phase: 'run', reason: 'command-failed', message, suggestion, lastLines };
}

function removesItself({ name }: Container): Failure {
  const message = `${name} was started with --rm: it is gone as soon as it stops, and could not be put back`;
  const suggestion = 'stop it, and start it anew with the command that it was started with';
  return { phase: 'run', reason: 'unknown', message, suggestion, lastLines: [] };
}

function otherwiseBusy({ name }: Container): Failure {
  const message = `${name} is being refreshed by another process`;
  return { phase: 'run', reason: 'conflict', message, suggestion: 'wait for it, and run again', lastLines: [] };
}
