import type { Result } from '../../base/result.ts';
import type { RunEvent } from '../../build/events.ts';
import type { ExportParts } from '../../build/exports.ts';
import type { Failure } from '../../build/failure.ts';
import type { ControlConfiguration } from '../../definition/configuration.ts';
import type { Connections } from '../../engine/connections.ts';
import { loadRepository } from '../../engine/load.ts';
import { type Prepared, prepare } from '../../engine/prepare.ts';
import type { Problem } from '../../engine/problem.ts';
import { carryOut } from '../../engine/run.ts';
import type { ImageName } from '../../names/image-name.ts';
import { remainingSeconds } from '../../plan/order.ts';
import { releaseOf } from '../../plan/release.ts';
import { planToJson } from '../../plan/wire.ts';
import type { GitRepository } from '../../repository/open.ts';
import { commitTree } from '../../repository/source.ts';
import { exportsOfRun, markExporting } from '../exports/run-exports.ts';
import { announceBuilds, blockBuilds } from './build-rows.ts';
import { catalogueGone } from './catalogue-gone.ts';
import { catalogueHeld } from './catalogue-held.ts';
import { catalogueRegistrar } from './catalogue-registrar.ts';
import { holding, type RunRow } from './claim.ts';
import type { RepositoryRow } from './clones.ts';
import { type Ending, endingOfProblem, endingOfSummary } from './ending.ts';
import { fencedPublisher } from './fenced.ts';
import { insist } from './insist.ts';
import type { Claim, Lease } from './lease.ts';
import { nodesOfRun } from './nodes.ts';
import type { CoordinatorParts } from './parts.ts';
import { pinnedBases } from './pinned.ts';
import { requestRepair, restoreTags } from './repair.ts';
import { scopeOf } from './scope.ts';
import { scratchOf } from './scratch.ts';
import { emptyNamespace, namespaceOf, type TrialPlace, withImagesAt } from './trial.ts';

/** A run that this server has under its lease. */
export interface ClaimedRun {
  readonly row: RunRow;
  readonly claim: Claim;
  readonly lease: Lease;
  /** Aborted where the run shall end: by a person, by a newer commit. */
  readonly cancel: AbortSignal;
  /** Aborted where this server has nothing more to do with it: the lease is lost, or it is handed back. */
  readonly detached: AbortSignal;
}

/**
 * Carries a run out from the commit to the catalogue. All that it does can be done again by another server from the
 * start: what is built is in the registry and in the rows of `builds`.
 */
export async function carryOutRun(run: ClaimedRun, parts: CoordinatorParts): Promise<Ending> {
  const { row } = run;
  const signal = AbortSignal.any([run.cancel, run.detached]);
  const repository = await insist(() => repositoryOf(row, parts), signal);
  const clone = await parts.clones.update(repository, row.ref, row.commit);
  if (!clone.ok) return endingOfProblem({ kind: 'usage', ...clone.error });
  const prepared = await prepareRun(run, parts, repository, clone.value, signal);
  if (!prepared.ok) return endingOfProblem(prepared.error);
  try {
    const { plan } = prepared.value.planned;
    if (plan.commit !== row.commit) return { state: 'superseded', reason: `${row.ref} has moved to ${plan.commit}` };
    await insist(() => storePlan(run, parts, prepared.value), signal);
    const { planOnly } = scopeOf(row, repository);
    if (planOnly !== undefined) return { state: 'succeeded', reason: planOnly };
    await insist(() => announceBuilds(parts.store.db, run.claim, plan, remainingSeconds(plan)), signal);
    return await build(run, parts, prepared.value, signal);
  } finally {
    await prepared.value.loaded.tree.close();
  }
}

async function repositoryOf({ repository_id }: RunRow, { store }: CoordinatorParts): Promise<RepositoryRow> {
  return store.db.selectFrom('repositories').selectAll().where('id', '=', repository_id).executeTakeFirstOrThrow();
}

async function prepareRun(
  run: ClaimedRun,
  parts: CoordinatorParts,
  repository: RepositoryRow,
  clone: GitRepository,
  signal: AbortSignal,
): Promise<Result<Prepared, Problem>> {
  const { hints, release, force, ...scope } = scopeOf(run.row, repository);
  const { tag, image } = release === undefined ? {} : await releaseAt(clone, run.row.commit, release);
  const images = image === undefined ? scope.images : [image];
  const connections = await connectionsOf(run, parts, clone);
  return prepare({
    repository: clone,
    connections,
    overrides: {},
    rev: run.row.commit,
    hints,
    images,
    force,
    control: catalogue,
    ...(release === undefined || tag === undefined ? {} : { release, releaseAs: tag }),
    ...(image === undefined ? {} : { publish: new Set([image as ImageName]) }),
    ...(parts.program === undefined ? {} : { program: parts.program }),
    signal,
  });
}

/** The tag that images get, and the one image that a tag like `web/v1.2.3` releases. Most tags tell without a look. */
async function releaseAt(
  clone: GitRepository,
  commit: string,
  release: string,
): Promise<{ readonly tag?: string; readonly image?: string }> {
  if (/^v?\d/.test(release)) return { tag: release };
  const tree = await commitTree(clone, commit);
  const { graph } = await loadRepository(tree);
  await tree.close();
  return releaseOf(release, graph.byName.keys());
}

/** The server is its own control API: everything that is published is registered there. */
export const catalogue: ControlConfiguration = { url: '', method: 'PUT', path: '', tokenEnv: '', required: true };

/** The real registry, fenced by the lease; bases mean what they meant to the first server that had this run. */
async function connectionsOf(
  { row, lease }: ClaimedRun,
  { connect, scratch, store, log }: CoordinatorParts,
  clone: GitRepository,
): Promise<Connections> {
  const real = await connect(clone.gitDirectory);
  const onLate = () => {
    log.warn({ run: row.id }, 'something was written after the lease was over: what it moved will be put back');
    insist(() => requestRepair(store.db, row.id)).catch((error: unknown) =>
      log.error({ err: error, run: row.id }, 'no repair can be asked for'),
    );
  };
  const fenced = (destination: ReturnType<Connections['registry']>) => ({
    ...destination,
    reader: pinnedBases(destination.reader, row.plan),
    publisher: fencedPublisher(destination.publisher, () => lease.holds(), onLate),
  });
  return {
    ...real,
    registry: (configuration) => fenced(real.registry(configuration)),
    layout: (directory, configuration) => fenced(real.layout(directory, configuration)),
    openRunFolder: () => scratchOf(scratch.folder, row.id),
  };
}

async function storePlan({ claim }: ClaimedRun, { store }: CoordinatorParts, { planned }: Prepared): Promise<void> {
  await store.db
    .updateTable('runs')
    .set({ plan: JSON.stringify(planToJson(planned.plan)) })
    .where(holding(claim))
    .execute();
}

async function build(
  run: ClaimedRun,
  parts: CoordinatorParts,
  prepared: Prepared,
  signal: AbortSignal,
): Promise<Ending> {
  const { row, claim, detached } = run;
  const { store, watch, clock, told, log } = parts;
  const connections = await connectionsOf(run, parts, prepared.repository);
  const registrar = catalogueRegistrar(store, row.repository_id, claim, async (trx, registration) => {
    const { control } = prepared.loaded.configuration;
    if (control) await told.onRegistered(trx, control, registration);
  });
  const notes = new Notes(claim, parts);
  const trial = prepared.event.kind === 'build-only' ? await trialPlaceOf(row, parts) : undefined;
  const { configuration } = prepared.loaded;
  const apart = trial?.kind === 'registry' ? withImagesAt(configuration, trial.at) : undefined;
  const exports = trial ? undefined : await exportsFor(run, parts, prepared, connections);
  if (exports && !exports.ok) notes.lines.push(`no disk images are made: ${exports.error.message}`);
  const carried = await carryOut({
    prepared,
    ...(exports?.ok ? { exports: exports.value } : {}),
    connections: { ...connections, registrar: () => registrar },
    run: `run-${row.id}`,
    allowDirty: false,
    keepGoing: true,
    concurrency: Number.MAX_SAFE_INTEGER,
    secret: () => undefined,
    ...(apart ? { landing: connections.registry(apart) } : {}),
    nodes: (input) => nodesOfRun({ store, watch, run: claim, detached, ...(trial ? { trial } : {}) }, input),
    clock,
    emit: (event) => notes.take(event),
    signal,
  });
  await notes.written();
  if (apart && !detached.aborted) {
    const images = prepared.planned.plan.images.map(({ name }) => name);
    const left = await emptyNamespace(connections, apart, images, detached);
    if (left !== undefined) log.warn({ run: row.id, why: left }, 'images of the run stay in the registry');
  }
  if (!carried.ok) return endingOfProblem(carried.error);
  if (!trial && !signal.aborted) await catalogueHeld(prepared, registrar, store, row.repository_id, signal);
  if (carried.value.outcome === 'succeeded' && row.trust === 'trusted' && !signal.aborted) {
    await insist(() => catalogueGone(prepared, store, row.repository_id, claim), signal);
  }
  // Somebody else may have written while this run was taken over.
  if ((row.attempts > 1 || row.request.verify === true) && !signal.aborted) {
    const restored = await restoreTags(prepared, connections.registry(configuration), signal);
    notes.lines.push(...restored.map((tag) => `${tag} stood elsewhere, and was put back`));
  }
  return endingOfSummary(carried.value, notes.lines);
}

/** Absent where nothing of the run has disk images. */
async function exportsFor(
  { row }: ClaimedRun,
  { exports }: CoordinatorParts,
  { loaded: { configuration }, planned }: Prepared,
  connections: Connections,
): Promise<Result<ExportParts, Failure> | undefined> {
  const has = planned.plan.images.some(({ image }) => (image.definition.exports ?? []).length > 0);
  return exports && has ? exportsOfRun(connections, configuration, exports, row.repository_id) : undefined;
}

/** What a stranger's pull request builds is pushed nowhere, approved or not (S29). */
async function trialPlaceOf({ id, trust }: RunRow, { scratch, trials }: CoordinatorParts): Promise<TrialPlace> {
  if (trials && trust !== 'foreign') return { kind: 'registry', at: namespaceOf(trials, id) };
  const folder = await scratchOf(scratch.folder, id);
  return { kind: 'folder', directory: await folder.make('layout'), place: scratch.place };
}

/** What the events of a run say that its summary does not. */
class Notes {
  readonly lines: string[] = [];
  readonly #claim: Claim;
  readonly #parts: CoordinatorParts;
  #written: Promise<void> = Promise.resolve();

  constructor(claim: Claim, parts: CoordinatorParts) {
    this.#claim = claim;
    this.#parts = parts;
  }

  take(event: RunEvent): void {
    if (event.type === 'image.held-back') this.lines.push(`${event.image} is held back: ${event.why}`);
    if (event.type === 'image.registration-failed') {
      this.lines.push(`${event.image} is not registered: ${event.failure.message}`);
    }
    if (event.type === 'export.failed') {
      const { image, target, failure } = event;
      this.lines.push(`${image} has no ${target.type} for ${target.architecture}: ${failure.message}`);
    }
    if (event.type === 'export.started') {
      this.#write(() => markExporting(this.#parts.store, this.#claim), 'that disk images are made cannot be noted');
    }
    if (event.type === 'image.blocked') {
      const { image, by } = event;
      this.#write(() => blockBuilds(this.#parts.store.db, this.#claim, image, by), 'a blocked build cannot be noted');
    }
  }

  #write(note: () => Promise<void>, otherwise: string): void {
    this.#written = this.#written.then(note).catch((error: unknown) => {
      this.#parts.log.warn({ err: error, run: this.#claim.id }, otherwise);
    });
  }

  written(): Promise<void> {
    return this.#written;
  }
}
