import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { EventSink, RunSummary } from '../build/events.ts';
import type { ExportParts } from '../build/exports.ts';
import type { Failure } from '../build/failure.ts';
import type { Builder } from '../build/ports/builder.ts';
import { runPlan } from '../build/run.ts';
import type { Nodes, RunInput, Share, WrittenContext } from '../build/run-input.ts';
import { forStrangers } from '../build/strangers.ts';
import { CONFIGURATION_FILES } from '../definition/configuration.ts';
import { LOCK_FILE } from '../definition/lock.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { commitTime } from '../repository/history.ts';
import { materialize } from '../repository/materialize.ts';
import type { Tree } from '../repository/source.ts';
import type { BuilderKind, Connections, Destination, RunFolder } from './connections.ts';
import type { Prepared } from './prepare.ts';
import type { Problem } from './problem.ts';

/** How a plan is carried out. */
export interface RunRequest {
  readonly prepared: Prepared;
  readonly connections: Connections;
  /** Identifies the run: `[a-z0-9-]+`. */
  readonly run: string;
  /** Publish although files that take part differ from the commit. */
  readonly allowDirty: boolean;
  readonly keepGoing: boolean;
  /** Absent: as configured. */
  readonly builder?: BuilderKind;
  /** Absent: as configured, else twice the processors. */
  readonly concurrency?: number;
  /** Absent: all of the plan. */
  readonly share?: Share;
  /** Where what is published nowhere lands, beside what is there already; absent: in a folder that goes with the run. */
  readonly landing?: Destination;
  /** Digests of nodes that another process has tested. */
  readonly tested?: ReadonlySet<string>;
  /** Whether engines keep layers in the registry for the next machine, of what lands there. */
  readonly layerCache?: boolean;
  /** What is built is what a stranger says. */
  readonly foreign?: boolean;
  /** What disk images of what is published are made with; absent: none are made. */
  readonly exports?: ExportParts;
  readonly secret: (name: string) => string | undefined;
  readonly clock: Clock;
  readonly emit: EventSink;
  readonly signal: AbortSignal;
  /** Makes who settles and tests the nodes of this run; absent: a builder of this process does. */
  readonly nodes?: (input: RunInput) => Nodes;
  /** Told which builder was chosen and why, before the run starts. */
  readonly onBuilder?: (why: string, kind: Builder['kind']) => void;
}

/** Carries a prepared plan out and leaves nothing behind but what it published. */
export async function carryOut(request: RunRequest): Promise<Result<RunSummary, Problem>> {
  const { prepared, connections } = request;
  const { event } = prepared;
  const dirty = dirtyParts(prepared);
  if (event.kind !== 'build-only' && dirty.length > 0 && !request.allowDirty) return err(refusal(dirty));
  const folder = await connections.openRunFolder();
  try {
    const gate =
      event.kind === 'build-only' ? ok(undefined) : await connections.gate(prepared.loaded.configuration, folder);
    if (!gate.ok) return err({ kind: 'environment', failure: gate.error });
    const chosen = await chooseBuilder(request, folder);
    if (!chosen.ok) return err({ kind: 'environment', failure: chosen.error });
    const { builder, why } = chosen.value;
    if (why !== undefined) request.onBuilder?.(why, builder.kind);
    try {
      const made = await runInput(request, folder, request.foreign ? forStrangers(builder) : builder);
      const input = gate.value ? { ...made, gate: gate.value } : made;
      return ok(await runPlan(request.nodes ? { ...input, nodes: request.nodes(input) } : input));
    } finally {
      await builder.close();
    }
  } finally {
    await folder.remove();
  }
}

async function chooseBuilder(
  { prepared, connections, builder, nodes }: RunRequest,
  folder: RunFolder,
): Promise<Result<{ readonly builder: Builder; readonly why?: string }, Failure>> {
  const { configuration } = prepared.loaded;
  if (nodes) return ok({ builder: nothingToBuild });
  const idle = prepared.planned.plan.images.every(({ action }) => action !== 'build');
  if (idle && !(await connections.hasAbandoned())) return ok({ builder: nothingToBuild });
  const kind = builder ?? configuration.builder.kind;
  const chosen = await connections.builder({ kind, configuration, folder, hosts: hostsOf(prepared) });
  return idle && !chosen.ok ? ok({ builder: nothingToBuild }) : chosen;
}

/** Trying engines takes longer than finding out that nothing is to be built, or not here. */
const nothingToBuild: Builder = {
  kind: 'fake',
  description: 'no builder needed',
  limits: { hold: true },
  build: () => Promise.reject(new Error('a build that the plan does not have')),
  test: () => Promise.reject(new Error('a test that the plan does not have')),
  admitsStrangers: async () => ok(undefined),
  close: () => Promise.resolve(),
};

async function runInput(request: RunRequest, folder: RunFolder, builder: Builder): Promise<RunInput> {
  const { prepared, connections, run, keepGoing, secret, clock, emit, signal } = request;
  const { loaded, event, destination, planned, facts, control, repository } = prepared;
  const { configuration, tree } = loaded;
  const landing = await landingPlace(request, folder);
  return {
    plan: planned.plan,
    run,
    builder: request.tested ? withoutTestsOf(builder, request.tested) : builder,
    ...(request.share ? { share: request.share } : {}),
    layerCache: request.layerCache ?? false,
    ...(request.exports ? { exports: request.exports } : {}),
    reader: landing.reader,
    publisher: landing.publisher,
    ...(control && event.kind !== 'build-only'
      ? {
          control: {
            registrar: connections.registrar(control),
            required: control.required,
            facts,
          },
        }
      : {}),
    heldSource: (image, digest) => destination.publisher.sourceOf(image, digest),
    adopt: landing === destination || request.landing !== undefined,
    base: (reference, platform) => {
      const base = planned.bases.resolved(reference, platform);
      if (!base) throw new Error(`${reference} was not resolved`);
      return base;
    },
    materialize: (image) => writeContext(tree, image, folder),
    movement: planned.movement,
    ...(prepared.publish ? { publish: prepared.publish } : {}),
    secret,
    ...(configuration.flightctl && event.kind !== 'build-only'
      ? { enroller: connections.enroller(configuration.flightctl, secret(configuration.flightctl.tokenEnv)) }
      : {}),
    commit: { id: tree.commit, repository: facts.repository, time: await commitTime(repository, tree.commit) },
    slots: request.concurrency ?? configuration.concurrency ?? connections.processors * 2,
    keepGoing,
    clock,
    emit,
    signal,
  };
}

/** The registries of a run: that of its images, and those that its bases come from. */
function hostsOf({ loaded: { configuration }, planned }: Prepared): readonly string[] {
  const bases = planned.plan.images.flatMap(
    (image) => image.fingerprint?.nodes.flatMap((node) => node.ingredients) ?? [],
  );
  const repositories = bases.map((part) =>
    part.kind === 'base' ? planned.bases.resolved(part.reference, part.platform)?.repository : undefined,
  );
  const hosts = repositories.flatMap((repository) => repository?.split('/', 1) ?? []);
  return [...new Set([...(configuration.registry.host === undefined ? [] : [configuration.registry.host]), ...hosts])];
}

/** A run that publishes nothing lands in a folder that goes with it, or where its caller says. */
async function landingPlace({ prepared, connections, landing }: RunRequest, folder: RunFolder): Promise<Destination> {
  if (prepared.event.kind !== 'build-only') return prepared.destination;
  return landing ?? connections.layout(await folder.make('layout'), prepared.loaded.configuration);
}

/** Another machine has tested these bytes, of a platform that this one may not be able to run. */
function withoutTestsOf(builder: Builder, tested: ReadonlySet<string>): Builder {
  return {
    ...builder,
    test: async (request, context) =>
      tested.has(request.image.digest) ? ok(undefined) : builder.test(request, context),
  };
}

async function writeContext(
  tree: Tree,
  image: RepositoryImage,
  folder: RunFolder,
): Promise<Result<WrittenContext, Failure>> {
  const directory = await folder.make('context');
  return materialize(tree, image, directory);
}

/** Paths that differ from the commit and take part in an image or its description. */
function dirtyParts({ loaded: { tree, graph } }: Prepared): readonly string[] {
  if (tree.dirty.length === 0) return [];
  const files = new Set<string>([...CONFIGURATION_FILES, LOCK_FILE]);
  const folders = new Set<string>();
  for (const { definition } of graph.images) {
    files.add(definition.file.path).add(definition.dockerfile.value);
    folders.add(definition.directory).add(definition.context.value);
  }
  const inside = (path: string) => folders.has('') || parentsOf(path).some((folder) => folders.has(folder));
  return tree.dirty.filter((path) => files.has(path) || inside(path));
}

function parentsOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function refusal(dirty: readonly string[]): Problem {
  const named = dirty.slice(0, 3).join(', ');
  const more = dirty.length > 3 ? ` and ${dirty.length - 3} more` : '';
  return {
    kind: 'usage',
    message: `${named}${more} differ from the commit, and what is published must be in Git`,
    suggestion:
      'commit them, or build without publishing: caskwright build --no-push (or publish anyway: --allow-dirty)',
  };
}
