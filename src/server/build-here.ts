import { join } from 'node:path';
import { systemClock } from '../base/clock.ts';
import type { Platform } from '../names/platform.ts';
import type { Environment } from '../system/environment.ts';
import { identityIn } from '../system/files.ts';
import { machineName, nativePlatform } from '../system/machine.ts';
import { type Ground, LEASE_SECONDS, layGround, type ServerParts } from './ground.ts';
import { isPlaceRead } from './logs/intake.ts';
import { startWorker } from './worker/worker.ts';

/** Starts the worker of this process, where it has any slots. It hands its builds back when `running` ends. */
export async function buildHere(
  { configuration, environment, version, connect, log }: ServerParts,
  { store, book, git, owner, place }: Ground,
  running: AsyncDisposableStack,
  areLogsRead?: () => Promise<boolean>,
): Promise<void> {
  const { worker, limits, data } = configuration;
  if (worker.slots === 0) return;
  const started = await startWorker({
    store,
    clones: git.clones,
    connect,
    id: await identityIn(join(data, 'worker-id')),
    name: machineName(),
    version,
    owner,
    platforms: worker.platforms ?? [nativePlatform() as Platform],
    slots: worker.slots,
    place,
    ...(worker.builder === undefined ? {} : { builder: worker.builder }),
    perRepository: limits.buildsPerRepository,
    leaseSeconds: LEASE_SECONDS,
    secret: (repository, name) => environment[secretVariable(repository.id, name)],
    logs: book,
    ...(areLogsRead ? { areLogsRead } : {}),
    clock: systemClock,
    log,
  });
  running.defer(() => started.stop());
}

/** `caskwright worker`: a process that builds and does nothing else. Resolves with what ends it. */
export async function startWorkerProcess(parts: ServerParts): Promise<{ stop(): Promise<void> }> {
  const running = new AsyncDisposableStack();
  try {
    const ground = await layGround(parts, running);
    await buildHere(parts, ground, running, () => isPlaceRead(ground.store.db, ground.place));
    return { stop: () => running.disposeAsync() };
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

/**
 * The variable that holds a secret of a repository's builds. Each repository has its own, so that none can name what
 * is another's, or the server's.
 */
function secretVariable(repository: string, name: string): keyof Environment & string {
  return `CASKWRIGHT_SECRET_${repository}_${name}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
