import { checkBases } from '../definition/bases.ts';
import type { Configuration } from '../definition/configuration.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Reference } from '../names/reference.ts';
import { buildGraph, type Graph } from '../plan/graph.ts';
import { inRepositoryName } from '../plan/in-repository.ts';
import type { ParseCache } from '../repository/parse-cache.ts';
import { readRepository } from '../repository/read.ts';
import type { Tree } from '../repository/source.ts';

/** A repository as it is at one commit or in a work tree: what it declares, and everything that is wrong with it. */
export interface LoadedRepository {
  readonly tree: Tree;
  readonly configuration: Configuration;
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
  cache?: ParseCache,
): Promise<LoadedRepository> {
  const snapshot = await readRepository(tree, overrides, cache);
  const { graph, diagnostics } = buildGraph(snapshot.images, snapshot.configuration);
  const { policy, names } = snapshot.configuration;
  const isOurs = (reference: Reference) => inRepositoryName(reference, names).length > 0;
  const bases = graph.images.flatMap(({ dockerfile }) => checkBases(dockerfile, policy, isOurs));
  return {
    tree: snapshot.tree,
    configuration: snapshot.configuration,
    graph,
    diagnostics: [...snapshot.diagnostics, ...diagnostics, ...bases].sort(compareDiagnostics),
    filesRead: snapshot.filesRead,
  };
}

/** Whether any finding is an error: nothing is planned or built then. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
