import { checkBases } from '../definition/bases.ts';
import type { Configuration } from '../definition/configuration.ts';
import type { Lock } from '../definition/lock.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatReference, type Reference } from '../names/reference.ts';
import type { Graph } from '../plan/graph.ts';
import type { RepositoryImage } from '../plan/image.ts';
import { inRepositoryNames } from '../plan/in-repository.ts';
import { checkLock } from '../plan/lock.ts';
import { usedFiles } from '../plan/used-context.ts';
import type { Memory } from '../repository/memory.ts';
import { type RepositorySnapshot, readRepository } from '../repository/read.ts';
import type { Tree } from '../repository/source.ts';
import { joinWithTriggers } from './triggers.ts';

/** A repository as it is at one commit or in a work tree: what it declares, and everything that is wrong with it. */
export interface LoadedRepository {
  readonly tree: Tree;
  readonly configuration: Configuration;
  /** Absent where there is no `caskwright.lock`. */
  readonly lock?: Lock;
  readonly graph: Graph;
  /** Sorted; all findings of all files and of the graph. */
  readonly diagnostics: readonly Diagnostic[];
  readonly filesRead: number;
}

/** What stands above `caskwright.yaml`: flags of the command line, inputs of the action. */
export interface Overrides {
  /** `host/namespace`. */
  readonly registry?: string;
}

/** Reads a repository and joins its images into a graph. Findings are values; the graph is there even with errors. */
export async function loadRepository(
  tree: Tree,
  overrides: Overrides = {},
  memory?: Memory,
): Promise<LoadedRepository> {
  const snapshot = await readRepository(tree, overrides, memory);
  const joined = joinWithTriggers(snapshot.images, snapshot.configuration);
  const { diagnostics } = joined;
  const graph = withUsedContexts(joined.graph, snapshot);
  const { lock, configuration } = snapshot;
  const { names } = configuration;
  const namesOf = inRepositoryNames(names);
  const isOurs = (reference: Reference) => namesOf(reference).length > 0;
  // With a lock a tag that moves changes nothing by itself.
  const policy = lock ? { ...configuration.policy, untaggedBase: 'off' as const } : configuration.policy;
  const isLocked = (reference: Reference) => lock?.bases.has(formatReference(reference)) ?? false;
  const bases = graph.images.flatMap(({ dockerfile }) => checkBases(dockerfile, policy, isOurs, isLocked));
  // A lock that cannot be read whole lacks bases for that reason alone.
  const isBroken = snapshot.diagnostics.some(({ code }) => code === 'lock-syntax');
  const locked = isBroken ? [] : checkLock(graph, lock, configuration);
  return {
    tree: snapshot.tree,
    configuration,
    ...(lock ? { lock } : {}),
    graph,
    diagnostics: [...snapshot.diagnostics, ...diagnostics, ...bases, ...locked].sort(compareDiagnostics),
    filesRead: snapshot.filesRead,
  };
}

/** With `policy.context: used`, contexts hold only what their Dockerfiles can read: no more counts, and no more is built with. */
function withUsedContexts(graph: Graph, { configuration, linkTarget }: RepositorySnapshot): Graph {
  if (configuration.policy.context === 'whole') return graph;
  const narrowed = new Map(graph.images.map((image) => [image, withUsedContext(image, linkTarget)]));
  const inOrder = graph.images.map((image) => narrowed.get(image) as RepositoryImage);
  const byName = new Map(inOrder.map((image) => [image.definition.name.value, image]));
  return { ...graph, images: inOrder, byName };
}

function withUsedContext(image: RepositoryImage, linkTarget: RepositorySnapshot['linkTarget']): RepositoryImage {
  const { definition, dockerfile, context } = image;
  const targetOf = (path: string) => linkTarget(definition.context.value, path);
  return { definition, dockerfile, context: usedFiles(context, dockerfile.reads, targetOf) };
}

/** Whether any finding is an error: nothing is planned or built then. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
