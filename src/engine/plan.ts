import { err, ok, type Result } from '../base/result.ts';
import type { RegistryReader } from '../build/ports/registry.ts';
import type { ImageName } from '../names/image-name.ts';
import { agedImages } from '../plan/age.ts';
import type { PlanEvent } from '../plan/event.ts';
import { fingerprintImages, hashSources } from '../plan/fingerprint.ts';
import type { Holding } from '../plan/holding.ts';
import { nearestName } from '../plan/in-repository.ts';
import type { Movement } from '../plan/moving.ts';
import { closeSelection } from '../plan/order.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { RegistrationFacts } from '../plan/registration.ts';
import type { GitRepository } from '../repository/open.ts';
import { type Bases, basesFrom, resolveBases } from './bases.ts';
import { type BranchFacts, movementsOf } from './event.ts';
import { readHoldings } from './holdings.ts';
import { hasErrors, type LoadedRepository } from './load.ts';
import type { Problem } from './problem.ts';

/** What a plan is made for. */
export interface PlanRequest {
  readonly repository: GitRepository;
  readonly loaded: LoadedRepository;
  readonly event: PlanEvent;
  readonly branches: BranchFacts;
  /** `host/namespace`, or `oci:<dir>`. */
  readonly destination: string;
  readonly reader: RegistryReader;
  /** Images to plan with what they stand on; empty: all. */
  readonly images: readonly string[];
  /** Build the chosen images and their descendants, held or not. */
  readonly force: boolean;
  /** A scheduled run, milliseconds since 1970: what is older than `policy.max_age` then is built again. */
  readonly scheduledAt?: number;
  /** Images that go public; the others are only stood on. Absent: all. */
  readonly publish?: ReadonlySet<ImageName>;
  /** Absent where no control API is configured. */
  readonly registration?: RegistrationFacts;
  readonly signal: AbortSignal;
}

/** A plan, and what carrying it out needs beside it. */
export interface PlannedRepository {
  readonly plan: Plan;
  readonly bases: Bases;
  readonly movement: ReturnType<typeof movementsOf>;
}

/** Compares a repository with the registry. Errors in its files are a problem here: nothing is planned on them. */
export async function planRepository(request: PlanRequest): Promise<Result<PlannedRepository, Problem>> {
  const { loaded, repository, event, branches, reader, signal } = request;
  const { graph, configuration, tree } = loaded;
  if (hasErrors(loaded.diagnostics)) return err(findingsOf(loaded));
  const chosen = chooseImages(request);
  if (!chosen.ok) return chosen;
  const { selection, forced } = chosen.value;
  const movement = movementsOf(repository, event, tree.commit, branches);
  const bases = await resolveBases(graph, selection, basesFrom(loaded, reader), signal);
  if (!bases.ok) return err({ kind: 'environment', failure: bases.error });
  const sources = hashSources(graph);
  const fingerprints = fingerprintImages(graph, sources, (text, on) => bases.value.resolved(text, on)?.digest);
  const images = graph.images.filter((image) => !selection || selection.has(image.definition.name.value));
  const holdings = await readHoldings({ images, configuration, event, sources, fingerprints, reader, signal });
  if (!holdings.ok) return err({ kind: 'environment', failure: holdings.error });
  const movements = await movementsOver(holdings.value, movement);
  const aged = agedAt(request, holdings.value);
  const plan = makePlan({
    event,
    commit: tree.commit,
    dirty: tree.dirty.length > 0,
    destination: request.destination,
    configuration,
    graph,
    sources,
    fingerprints,
    holdings: holdings.value,
    locked: bases.value.locked,
    unresolved: bases.value.unresolved,
    movement: (recorded) => movements.get(recorded) as Movement,
    ...(selection ? { selection } : {}),
    forced,
    ...(aged ? { aged } : {}),
    ...(request.publish ? { publish: request.publish } : {}),
    ...(request.registration ? { registration: request.registration } : {}),
  });
  return ok({ plan, bases: bases.value, movement });
}

function agedAt(
  { scheduledAt, loaded }: PlanRequest,
  holdings: ReadonlyMap<ImageName, Holding>,
): ReturnType<typeof agedImages> | undefined {
  const { maxAge } = loaded.configuration.policy;
  return scheduledAt === undefined || maxAge === undefined ? undefined : agedImages(holdings, maxAge, scheduledAt);
}

/** The findings of a repository as the problem that they are. */
export function findingsOf({ diagnostics, graph, filesRead }: LoadedRepository): Problem {
  return { kind: 'findings', diagnostics, images: graph.images.length, filesRead };
}

/** The images that a person named, with what they stand on (forced: and what stands on them); undefined where all are meant. */
export function chooseImages({
  loaded: { graph },
  images,
  force,
}: Pick<PlanRequest, 'loaded' | 'images' | 'force'>): Result<
  { readonly selection?: ReadonlySet<ImageName>; readonly forced: ReadonlySet<ImageName> },
  Problem
> {
  const named = images as readonly ImageName[];
  const unknown = named.filter((name) => !graph.byName.has(name));
  if (unknown.length > 0) {
    const nearest = nearestName(unknown[0] as string, graph.byName.keys());
    return err({
      kind: 'usage',
      message: `this repository has no image ${unknown.join(', ')}`,
      suggestion: nearest === undefined ? 'caskwright graph lists them all' : `did you mean ${nearest}?`,
    });
  }
  if (named.length === 0) return ok({ forced: new Set(force ? graph.byName.keys() : []) });
  const forced = new Set(force ? named : []);
  return ok({ selection: closeSelection(graph, named, forced), forced });
}

/** Whether tags may move, for every commit that a record names, and for none. */
async function movementsOver(
  holdings: ReadonlyMap<ImageName, Holding>,
  movement: PlannedRepository['movement'],
): Promise<ReadonlyMap<string, Movement>> {
  const commits = new Set(['', ...[...holdings.values()].flatMap(({ record }) => (record ? [record.commit] : []))]);
  const entries = [...commits].map(
    async (commit) => [commit, await movement(commit === '' ? undefined : { commit })] as const,
  );
  return new Map(await Promise.all(entries));
}
