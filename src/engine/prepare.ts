import { err, ok, type Result } from '../base/result.ts';
import type { ControlConfiguration } from '../definition/configuration.ts';
import type { ImageName } from '../names/image-name.ts';
import { parseFixedTag } from '../names/tag.ts';
import type { PlanEvent } from '../plan/event.ts';
import type { RegistrationFacts } from '../plan/registration.ts';
import { remoteUrl, resolveCommit, tagCommit } from '../repository/history.ts';
import type { Memory } from '../repository/memory.ts';
import type { GitRepository } from '../repository/open.ts';
import { commitTree, type Tree } from '../repository/source.ts';
import { workTree } from '../repository/work-tree.ts';
import type { Connections, Destination } from './connections.ts';
import { askForBranches, type BranchFacts, type EventHints, eventFor } from './event.ts';
import { hasErrors, type LoadedRepository, loadRepository, type Overrides } from './load.ts';
import { findingsOf, type PlannedRepository, planRepository } from './plan.ts';
import { noRegistry, type Problem } from './problem.ts';
import { keepMemory, openMemory } from './remember.ts';

/** What a front door knows before a plan is made. */
export interface PrepareRequest {
  readonly repository: GitRepository;
  readonly connections: Connections;
  readonly overrides: Overrides;
  /** A commit to plan instead of the work tree. */
  readonly rev?: string;
  readonly hints: EventHints;
  /** Plan the release of this Git tag; the tag's commit counts. */
  readonly release?: string;
  /** The tag that a release puts on images; the Git tag's own name unless said otherwise. */
  readonly releaseAs?: string;
  /** Compare with and publish to an OCI layout in this absolute folder instead of the registry. */
  readonly layout?: string;
  readonly images: readonly string[];
  readonly force: boolean;
  /** A scheduled run, milliseconds since 1970: what is older than `policy.max_age` then is built again. */
  readonly scheduledAt?: number;
  /** Names the program that reads; absent where nothing is to be remembered for its next run. */
  readonly program?: string;
  /** Images that go public; what they stand on is planned beside them. Absent: all. */
  readonly publish?: ReadonlySet<ImageName>;
  /** Who is told what is published, in place of what the configuration says. */
  readonly control?: ControlConfiguration;
  readonly signal: AbortSignal;
}

/** A plan with everything that it was made from. */
export interface Prepared {
  readonly repository: GitRepository;
  readonly loaded: LoadedRepository;
  readonly event: PlanEvent;
  readonly destination: Destination;
  readonly planned: PlannedRepository;
  readonly facts: RegistrationFacts;
  /** Images that go public; the others only land. Absent: all of the plan. */
  readonly publish?: ReadonlySet<ImageName>;
  /** Who is told what is published; absent where none is configured, and for a folder, which nobody else can pull from. */
  readonly control?: ControlConfiguration;
}

/** Reads the repository, decides what the event is, and plans it against the registry. The caller closes its tree. */
export async function prepare(request: PrepareRequest): Promise<Result<Prepared, Problem>> {
  const { repository, hints, program } = request;
  // Asked before anything is read: starting Git costs several times as much once this process is large.
  const branches = askForBranches(repository, hints.branch);
  const url = remoteUrl(repository);
  url.catch(() => {});
  const remembering = openMemory(repository, program);
  const tree = await treeOf(request);
  const memory = await remembering;
  if (!tree.ok) return tree;
  const prepared = await prepareTree(request, { tree: tree.value, branches, url }, memory);
  await keepMemory(memory);
  if (!prepared.ok) await tree.value.close();
  return prepared;
}

/** What Git was asked for at the start. */
interface Asked {
  readonly tree: Tree;
  readonly branches: BranchFacts;
  readonly url: Promise<string | undefined>;
}

async function prepareTree(
  request: PrepareRequest,
  { tree, branches, url }: Asked,
  memory?: Memory,
): Promise<Result<Prepared, Problem>> {
  const { repository, images, force, signal } = request;
  const publish = request.publish ? { publish: request.publish } : {};
  const loaded = await loadRepository(tree, request.overrides, memory);
  if (hasErrors(loaded.diagnostics)) return err(findingsOf(loaded));
  const { configuration } = loaded;
  const event = await eventOf(request, loaded, branches);
  if (!event.ok) return event;
  const destination = destinationOf(request, loaded, event.value);
  if (!destination.ok) return destination;
  const facts = {
    destination: destination.value.name,
    repository: (await url) ?? '',
    ref: refOf(event.value, request.release),
  };
  const control = request.layout === undefined ? (request.control ?? configuration.control) : undefined;
  const planned = await planRepository({
    repository,
    loaded,
    event: event.value,
    branches,
    destination: destination.value.name,
    reader: destination.value.reader,
    images,
    force,
    ...(request.scheduledAt === undefined ? {} : { scheduledAt: request.scheduledAt }),
    ...publish,
    ...(control ? { registration: facts } : {}),
    signal,
  });
  if (!planned.ok) return planned;
  return ok({
    repository,
    loaded,
    event: event.value,
    destination: destination.value,
    planned: planned.value,
    facts,
    ...publish,
    ...(control ? { control } : {}),
  });
}

/** The tree that a request is about: a release's commit, a revision, or the work tree. */
export async function treeOf(
  request: Pick<PrepareRequest, 'repository' | 'rev' | 'release'>,
): Promise<Result<Tree, Problem>> {
  const { repository, rev, release } = request;
  if (release !== undefined) {
    const commit = await tagCommit(repository, release);
    if (commit !== undefined) return ok(await commitTree(repository, commit));
    return err({
      kind: 'usage',
      message: `the repository has no tag ${release}`,
      suggestion: `git tag ${release} && git push origin ${release}`,
    });
  }
  if (rev === undefined && repository.root !== undefined) return ok(await workTree(repository));
  const commit = await resolveCommit(repository, rev ?? 'HEAD');
  if (commit.ok) return ok(await commitTree(repository, commit.value));
  return err({ kind: 'usage', ...commit.error });
}

async function eventOf(
  request: PrepareRequest,
  { configuration }: LoadedRepository,
  branches: BranchFacts,
): Promise<Result<PlanEvent, Problem>> {
  if (request.release !== undefined) {
    const tag = parseFixedTag(request.releaseAs ?? request.release);
    if (tag.ok) return ok({ kind: 'release', tag: tag.value });
    return err({ kind: 'usage', message: `${request.release} cannot be a tag of an image: ${tag.error}` });
  }
  const { hints } = request;
  const event = await eventFor(branches, configuration, hints);
  const everything = request.layout !== undefined && event.kind === 'build-only' && hints.buildOnly === undefined;
  // A folder is nobody's channel: whatever is checked out goes into it with all its tags.
  return ok(everything ? { kind: 'push', branch: hints.branch ?? 'local', isDefaultBranch: true } : event);
}

function destinationOf(
  { connections, layout }: PrepareRequest,
  { configuration }: LoadedRepository,
  event: PlanEvent,
): Result<Destination, Problem> {
  if (layout !== undefined) return ok(connections.layout(layout, configuration));
  if (configuration.registry.host !== undefined || event.kind === 'build-only') {
    return ok(connections.registry(configuration));
  }
  return err(noRegistry);
}

function refOf(event: PlanEvent, gitTag: string | undefined): string {
  switch (event.kind) {
    case 'push':
      return `refs/heads/${event.branch}`;
    case 'release':
      return `refs/tags/${gitTag ?? event.tag}`;
    case 'build-only':
      return '';
  }
}
