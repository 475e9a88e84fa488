import { join } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import type { ReadyNode } from '../../build/node.ts';
import type { SettledNode } from '../../build/outcome.ts';
import type { Nodes, RunInput } from '../../build/run-input.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import { type Platform, platformSlug } from '../../names/platform.ts';
import { exists } from '../../system/files.ts';
import { makeFolder, makeLinkedFolder } from '../../system/storage.ts';
import type { Store } from '../store/store.ts';
import { type BuildTask, isSameTask, taskFor } from '../worker/task.ts';
import { type BuildRow, makeReady } from './build-rows.ts';
import type { BuildWatch } from './build-watch.ts';
import { insist } from './insist.ts';
import type { Claim } from './lease.ts';
import type { TrialPlace } from './trial.ts';

/** What the nodes of a run are settled with. */
export interface NodesParts {
  readonly store: Store;
  readonly watch: BuildWatch;
  readonly run: Claim;
  /** Where this run's nodes lie, for one that publishes nothing. */
  readonly trial?: TrialPlace;
  /** Aborted when this server has nothing more to do with the run. */
  readonly detached: AbortSignal;
}

/** Settles the nodes of a run by rows of `builds`, which workers take. They test what they have built before it is landed. */
export function nodesOfRun(parts: NodesParts, input: RunInput): Nodes {
  return {
    settle: (ready) => settle(ready, parts, input),
    test: () => Promise.resolve(ok(undefined)),
  };
}

async function settle(
  ready: ReadyNode,
  { store, watch, run, trial, detached }: NodesParts,
  input: RunInput,
): Promise<Result<SettledNode, Failure>> {
  const { name: image } = ready.image;
  const { platform } = ready.node;
  const own = trial?.kind === 'folder' ? await nodeLayout(trial.directory, image, platform) : undefined;
  const task = taskFor(ready, input, {
    ...(own === undefined ? {} : { layout: own }),
    ...(trial?.kind === 'registry' ? { trial: trial.at } : {}),
  });
  const place = trial?.kind === 'folder' ? { place: trial.place } : {};
  try {
    const row = await insist(() => makeReady(store.db, run, { image, platform, task, ...place }), detached);
    if (!row) return err(elsewhere);
    if (row.task && !isSameTask(row.task as BuildTask, task)) return err(moved);
    const ended = await watch.ended(row.id, detached);
    return outcomeOf(ended, (digest) =>
      own === undefined ? input.publisher.sourceOf(image, digest) : { kind: 'layout', directory: own, digest },
    );
  } catch (error) {
    if (detached.aborted) return err(elsewhere);
    throw error;
  }
}

/** A layout has one writer at a time: each node gets one of its own, over the blobs of the run's. */
async function nodeLayout(run: string, image: ImageName, platform: Platform): Promise<string> {
  const directory = join(run, 'nodes', `${image.replaceAll('/', '+')}@${platformSlug(platform)}`);
  makeFolder(join(run, 'blobs', 'sha256'));
  // Another server may have made it, and workers filled it.
  if (!(await exists(join(directory, 'blobs')))) makeLinkedFolder(directory, { blobs: join(run, 'blobs') });
  return directory;
}

function outcomeOf(
  { state, digest, adopted, seconds, failure }: BuildRow,
  sourceOf: (digest: Digest) => SettledNode['source'],
): Result<SettledNode, Failure> {
  if (state === 'landed' && digest !== null) {
    return ok({ digest: digest as Digest, source: sourceOf(digest as Digest), adopted, seconds: seconds ?? 0 });
  }
  return err(state === 'failed' && failure ? (failure as Failure) : cancelled);
}

const cancelled: Failure = { phase: 'build', reason: 'cancelled', message: 'cancelled', lastLines: [] };
/** To the executor it is cancelled; whoever has the run now goes on. */
const elsewhere: Failure = { ...cancelled, message: 'another server has taken this run over' };
const moved: Failure = {
  phase: 'build',
  reason: 'conflict',
  message: 'what this stands on has been built again since this run built it, and it was interrupted in between',
  suggestion: 'retry the run: it builds on what is there now',
  lastLines: [],
};
