import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../build/failure.ts';
import { testImage } from '../../build/land.ts';
import { adoptNode, buildNode, type NodeInput, type ReadyNode } from '../../build/node.ts';
import type { SettledNode } from '../../build/outcome.ts';
import type { Builder } from '../../build/ports/builder.ts';
import { forStrangers } from '../../build/strangers.ts';
import type { Connections, Destination } from '../../engine/connections.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { Platform } from '../../names/platform.ts';
import { materialize } from '../../repository/materialize.ts';
import type { BuildRow } from '../runs/build-rows.ts';
import type { RunRow } from '../runs/claim.ts';
import type { RepositoryRow } from '../runs/clones.ts';
import { fencedPublisher } from '../runs/fenced.ts';
import { withImagesAt } from '../runs/trial.ts';
import type { Builders } from './builders.ts';
import type { Definitions } from './definitions.ts';
import type { WorkerParts } from './parts.ts';
import type { BuildTask } from './task.ts';

/** The part of a run that workers may see. */
export type WorkersRun = Pick<RunRow, 'id' | 'repository_id' | 'trust' | 'ref' | 'commit'>;

/** One build, with all that it is made from. */
export interface Job {
  readonly build: BuildRow;
  readonly run: WorkersRun;
  readonly repository: RepositoryRow;
  readonly task: BuildTask;
  /** Asked before anything is written to the registry. */
  readonly holds: () => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Told the values of the secrets before the build gets them: lines hide them from then on. */
  readonly hide: (secrets: readonly string[]) => void;
}

/** A node that is settled and tested, and what it counts for. */
export interface Performed {
  readonly node: SettledNode;
  readonly destination: Destination;
}

/** Adopts or builds the node of a build, settles it in the registry, and runs the image's test on it. */
export async function perform(
  job: Job,
  { loaded, repository, sources }: Definitions,
  builders: Builders,
  parts: WorkerParts,
): Promise<Result<Performed, Failure>> {
  const { build, task } = job;
  const name = build.image as ImageName;
  const image = loaded.graph.byName.get(name);
  const source = sources.get(name);
  if (!image || source?.source !== task.source) return err(otherVersion);
  const connections = await parts.connect(repository.gitDirectory);
  const destination = fenced(destinationOf(connections, loaded, task), job);
  const hosts = hostsOf(loaded, task);
  const builder = await builders.builder(connections, loaded.configuration, hosts);
  if (!builder.ok) return builder;
  const ready: ReadyNode = {
    image: { name, image, source, forced: task.forced },
    node: task.node,
    parents: new Map(task.parents.map(({ image: parent, digest, source: from }) => [parent, { digest, source: from }])),
  };
  const folder = await builders.folder(connections);
  const input: NodeInput = {
    ...inputOf(job, parts, destination, job.run.trust === 'foreign' ? forStrangers(builder.value) : builder.value),
    materialize: async () => materialize(loaded.tree, image, await folder.make('context')),
    ...enrollerOf(job, parts, loaded, connections),
  };
  const settled = await settle(ready, input, job);
  if (!settled.ok) return settled;
  const nodes = new Map([[task.node.platform, settled.value]]);
  const tested = await testImage({ image: ready.image, nodes }, input, (_, line) => job.log(line));
  return tested.ok ? ok({ node: settled.value, destination }) : tested;
}

async function settle(ready: ReadyNode, input: NodeInput, job: Job): Promise<Result<SettledNode, Failure>> {
  const adopted = await adoptNode(ready, input);
  if (!adopted.ok) return adopted;
  if (!adopted.value) return buildNode(ready, input, job.log);
  job.log(`adopted: the registry has it from the same inputs, ${adopted.value.digest}`);
  return ok(adopted.value);
}

function inputOf(
  { run, build, repository, task, signal, hide }: Job,
  { clock, secret }: WorkerParts,
  { reader, publisher }: Destination,
  builder: Builder,
): Omit<NodeInput, 'materialize'> {
  const bases = new Map(task.bases.map((base) => [`${base.platform} ${base.reference}`, base]));
  return {
    // A build that is taken over must not meet the containers of the one before.
    run: `run-${run.id}-${build.fence}`,
    builder,
    reader,
    publisher,
    adopt: true,
    base(reference: string, platform: Platform) {
      const base = bases.get(`${platform} ${reference}`);
      if (!base) throw new Error(`${reference} is not in the task`);
      return base;
    },
    secret(name) {
      // A stranger's build gets none, approved or not (S29).
      const value = run.trust === 'foreign' ? undefined : secret(repository, name);
      if (value !== undefined) hide([value]);
      return value;
    },
    commit: task.commit,
    clock,
    signal,
  };
}

/** Images that are published enrol; the token is that of the repository, whatever variable its files name. */
function enrollerOf(
  { run, repository, task, hide }: Job,
  { secret }: WorkerParts,
  { configuration: { flightctl } }: Definitions['loaded'],
  connections: Connections,
): Pick<NodeInput, 'enroller'> {
  const isPublished = run.trust === 'trusted' && task.layout === undefined && !task.trial;
  if (!flightctl || !isPublished) return {};
  const token = secret(repository, flightctl.tokenEnv);
  if (token !== undefined) hide([token]);
  return { enroller: connections.enroller(flightctl, token) };
}

function destinationOf(
  connections: Connections,
  { configuration }: Definitions['loaded'],
  { layout, trial }: BuildTask,
): Destination {
  if (layout !== undefined) return connections.layout(layout, configuration);
  return connections.registry(trial ? withImagesAt(configuration, trial) : configuration);
}

function fenced(destination: Destination, { holds }: Job): Destination {
  return { ...destination, publisher: fencedPublisher(destination.publisher, holds) };
}

/** The registries that a build talks to: whose credentials its engine gets. */
function hostsOf(
  { configuration: { registry } }: Definitions['loaded'],
  { bases, trial }: BuildTask,
): readonly string[] {
  const own = [registry.host, trial?.host].filter((host) => host !== undefined);
  return [...new Set([...own, ...bases.map(({ repository }) => repository.split('/', 1)[0] ?? '')])];
}

const otherVersion: Failure = {
  phase: 'build',
  reason: 'conflict',
  message: 'this worker reads the image’s files in another way than the server that planned it',
  suggestion: 'run the same version of caskwright on the server and on its workers',
  lastLines: [],
};
