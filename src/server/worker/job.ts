import { parentsAnnotation } from '../../build/annotations.ts';
import type { Failure } from '../../build/failure.ts';
import { nodeTag } from '../../build/node.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import { createMasker } from '../../report/mask.ts';
import type { BuildRow } from '../runs/build-rows.ts';
import { insist } from '../runs/insist.ts';
import { type Claim, keepLease } from '../runs/lease.ts';
import type { Builders } from './builders.ts';
import { endBuild, renewBuild, returnBuild } from './claim.ts';
import type { DefinitionReader } from './definitions.ts';
import { type BuildLog, bufferLines, type LineBuffer } from './lines.ts';
import { mailLog } from './mail.ts';
import type { WorkerParts } from './parts.ts';
import { type Job, type Performed, perform } from './perform.ts';
import type { BuildTask } from './task.ts';
import { landBuild, type Node, winnerOf } from './wins.ts';

/** A build that a worker has under its lease. */
export interface RunningJob {
  /** Never rejects: a build that cannot be ended now goes to another worker when its lease is over. */
  readonly done: Promise<void>;
  /** Asks the database at once whether the build is to go on. */
  check(): void;
  /** Breaks it off; it goes back to the queue. */
  giveBack(): void;
}

export interface JobTools {
  readonly parts: WorkerParts;
  readonly builders: Builders;
  readonly definitions: DefinitionReader;
}

const CANCELLED = 'cancelled';
const GIVEN_BACK = 'given back';

/** Starts a claimed build. */
export function startJob(build: BuildRow, tools: JobTools): RunningJob {
  const { parts } = tools;
  const { store, id: worker, owner, leaseSeconds, log } = parts;
  const claim = { id: build.id, owner, fence: build.fence };
  const end = new AbortController();
  const lease = keepLease({
    what: `build ${build.id}`,
    seconds: leaseSeconds,
    log,
    async renew() {
      const { held, cancel } = await renewBuild(store.db, claim, worker, leaseSeconds);
      if (cancel) end.abort(CANCELLED);
      return held;
    },
  });
  const signal = AbortSignal.any([lease.signal, end.signal]);
  const done = work(build, claim, { lease: () => lease.holds(), lost: lease.signal, signal }, tools)
    .catch((error: unknown) => {
      if (!lease.signal.aborted) log.error({ err: error, build: build.id }, 'build broken off');
    })
    .finally(() => lease.release());
  return {
    done,
    check: () => void lease.holds().catch(() => {}),
    giveBack: () => end.abort(GIVEN_BACK),
  };
}

interface Hold {
  readonly lease: () => Promise<boolean>;
  readonly lost: AbortSignal;
  /** Lost, cancelled or given back. */
  readonly signal: AbortSignal;
}

async function work(build: BuildRow, claim: Claim, hold: Hold, tools: JobTools): Promise<void> {
  const { parts } = tools;
  const { store, id: worker, log } = parts;
  const logs = await logOf(build, claim, hold, parts);
  const lines = bufferLines(build.id, logs, (error) => log.warn({ err: error, build: build.id }, 'lines are lost'));
  const started = performance.now();
  let outcome: Awaited<ReturnType<typeof attempt>>;
  try {
    outcome = await attempt(build, claim, hold, tools, lines);
  } finally {
    await lines.close();
  }
  // A build that has landed is over: nobody holds it any more, and that is as it should be.
  if (outcome !== 'landed') {
    if (hold.lost.aborted) return log.info({ build: build.id }, 'build lost to another worker');
    if (hold.signal.reason === GIVEN_BACK) return returnBuild(store.db, claim, worker);
    const ending =
      outcome.reason === 'cancelled'
        ? ({ state: 'cancelled' } as const)
        : ({ state: 'failed', failure: outcome } as const);
    await insist(() => endBuild(store.db, claim, worker, ending), hold.lost);
  }
  await logs.end(build.id).catch((error: unknown) => log.warn({ err: error, build: build.id }, 'the log has no end'));
  const seconds = Math.round(performance.now() - started) / 1000;
  log.info(
    { build: build.id, image: build.image, outcome: outcome === 'landed' ? outcome : outcome.reason, seconds },
    'build ended',
  );
}

/** The files themselves where a server reads them; else the lines go through the database. */
async function logOf(build: BuildRow, claim: Claim, { lost }: Hold, parts: WorkerParts): Promise<BuildLog> {
  const { store, id: worker, logs, areLogsRead } = parts;
  if (!areLogsRead || (await insist(areLogsRead, lost))) return logs;
  return mailLog(build, { db: store.db, claim, worker, lost });
}

/** Builds and lands, or tells why not. */
async function attempt(
  build: BuildRow,
  claim: Claim,
  hold: Hold,
  { parts, builders, definitions }: JobTools,
  lines: LineBuffer,
): Promise<'landed' | Failure> {
  const { store, clones } = parts;
  const { run, repository } = await insist(() => contextOf(build, parts), hold.signal);
  // What the engine says while it is ended is not this worker's to log any more.
  const masked = maskedLines((line) => !hold.lost.aborted && lines.push(line));
  const job: Job = {
    build,
    run,
    repository,
    task: build.task as BuildTask,
    holds: hold.lease,
    signal: hold.signal,
    log: masked.log,
    hide: masked.hide,
  };
  const key = `${repository.id} ${run.commit}`;
  const clone = () => clones.have(repository, run.ref, run.commit);
  return definitions.use(key, run.commit, clone, async (read) => {
    if (!read.ok) return unread(`${read.error.message}: ${read.error.suggestion}`);
    const performed = await perform(job, read.value, builders, parts);
    if (!performed.ok) return performed.error;
    // Under the lease, which ends with the landing.
    await lines.close();
    return land(job, claim, performed.value, { store, worker: parts.id, lost: hold.lost });
  });
}

async function contextOf(build: BuildRow, { store }: WorkerParts): Promise<Pick<Job, 'run' | 'repository'>> {
  const run = await store.db
    .selectFrom('runs')
    .select(['id', 'repository_id', 'trust', 'ref', 'commit'])
    .where('id', '=', build.run_id)
    .executeTakeFirstOrThrow();
  const repository = await store.db
    .selectFrom('repositories')
    .selectAll()
    .where('id', '=', run.repository_id)
    .executeTakeFirstOrThrow();
  return { run, repository };
}

/** Records the node, unless another digest counts already: then that one is this build's too, if it can be had (I2). */
async function land(
  { build, task, signal }: Job,
  claim: Claim,
  { node, destination }: Performed,
  {
    store,
    worker,
    lost,
  }: { readonly store: WorkerParts['store']; readonly worker: string; readonly lost: AbortSignal },
): Promise<'landed' | Failure> {
  const image = build.image as ImageName;
  const place: Node = {
    destination: destination.name,
    image,
    platform: build.platform,
    fingerprint: task.node.fingerprint,
  };
  for (;;) {
    const winner = await insist(() => winnerOf(store.db, place), lost);
    let { digest, adopted } = node;
    let replaces: string | undefined;
    if (winner !== undefined && winner !== digest) {
      const standing = task.forced
        ? ({ ok: true, value: undefined } as const)
        : await destination.reader.manifest(image, winner, signal);
      if (!standing.ok) return standing.error;
      if (standing.value && isOnSameParents(standing.value.annotations, task)) {
        const tagged = await destination.publisher.tag(image, winner as Digest, nodeTag(task.node), signal);
        if (!tagged.ok) return tagged.error;
        digest = winner as Digest;
        adopted = true;
      } else replaces = winner;
    }
    const landing = {
      ...place,
      digest,
      adopted,
      seconds: node.seconds,
      ...(replaces === undefined ? {} : { replaces }),
    };
    const landed = await insist(() => landBuild(store.db, claim, worker, landing), lost);
    if (landed === 'landed') return landed;
    if (landed === 'lost') return cancelled;
  }
}

function isOnSameParents(annotations: Readonly<Record<string, string>>, { parents }: BuildTask): boolean {
  return (
    annotations['dev.caskwright.parents'] ===
    parentsAnnotation(new Map(parents.map(({ image, digest }) => [image, digest])))
  );
}

/** Secrets become known as the build asks for them: from then on they are hidden. */
function maskedLines(write: (line: string) => unknown): Pick<Job, 'log' | 'hide'> {
  let hidden: readonly string[] = [];
  let masker = createMasker([])();
  return {
    log: (line) => write(masker.mask(line)),
    hide(secrets) {
      hidden = [...new Set([...hidden, ...secrets])];
      masker = createMasker(hidden)();
    },
  };
}

function unread(message: string): Failure {
  return { phase: 'build', reason: 'unknown', message: `the commit cannot be read: ${message}`, lastLines: [] };
}

const cancelled: Failure = { phase: 'build', reason: 'cancelled', message: 'cancelled', lastLines: [] };
