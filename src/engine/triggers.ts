import type { Configuration } from '../definition/configuration.ts';
import { readImageDockerfile } from '../definition/read-image-dockerfile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { buildGraph, type Graph } from '../plan/graph.ts';
import type { RepositoryImage } from '../plan/image.ts';

/** A graph, and what is wrong with it. */
interface BuiltGraph {
  readonly graph: Graph;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Joins images into a graph in which children carry out what the ONBUILD instructions of their parents keep: a `COPY`
 * of a trigger reads the child's context, and a `--from=` makes an edge of the child. Only the children of images with
 * triggers are read again. A trigger is used up by the child, so that one pass finds them all.
 */
export function joinWithTriggers(images: readonly RepositoryImage[], configuration: Configuration): BuiltGraph {
  const first = buildGraph(images, configuration);
  if (images.every(({ dockerfile }) => dockerfile.triggers.length === 0)) return first;
  const findings: Diagnostic[] = [];
  const again = images.map((image) => {
    const triggers = triggersUnder(image, first.graph);
    if (triggers.size === 0) return image;
    const { frontends } = configuration.policy;
    const read = readImageDockerfile(image.dockerfile.file, image.definition, { frontends, triggers });
    findings.push(...read.diagnostics.filter((finding) => !isKnown(finding, image, configuration)));
    return read.dockerfile ? withDockerfile(image, read.dockerfile) : image;
  });
  const { graph, diagnostics } = buildGraph(again, configuration);
  return { graph, diagnostics: [...diagnostics, ...findings] };
}

/** What the parents of an image keep for it, by the references that name them. */
function triggersUnder(image: RepositoryImage, graph: Graph): ReadonlyMap<string, readonly string[]> {
  const edges = graph.parents.get(image.definition.name.value) ?? [];
  return new Map(
    edges.flatMap(({ live, parent, reference }) => {
      const triggers = graph.byName.get(parent)?.dockerfile.triggers ?? [];
      return live && triggers.length > 0 ? [[reference, triggers]] : [];
    }),
  );
}

/** Whether reading the Dockerfile alone has found it already. */
function isKnown({ code, message, span }: Diagnostic, image: RepositoryImage, { policy }: Configuration): boolean {
  const alone = readImageDockerfile(image.dockerfile.file, image.definition, { frontends: policy.frontends });
  return alone.diagnostics.some(
    (known) => known.code === code && known.message === message && known.span.start === span.start,
  );
}

/** Read lazily as the image may be: nothing of it but its Dockerfile is looked at. */
function withDockerfile(image: RepositoryImage, dockerfile: RepositoryImage['dockerfile']): RepositoryImage {
  return {
    definition: image.definition,
    dockerfile,
    get context() {
      return image.context;
    },
  };
}
