import type { ReadyNode } from '../../build/node.ts';
import type { ImageSource } from '../../build/ports/builder.ts';
import type { ResolvedBase } from '../../build/ports/registry.ts';
import type { CommitFacts, RunInput } from '../../build/run-input.ts';
import type { Digest } from '../../names/digest.ts';
import type { ImageName } from '../../names/image-name.ts';
import type { Platform } from '../../names/platform.ts';
import type { NodeFingerprint } from '../../plan/fingerprint.ts';
import type { RegistryPlace } from '../runs/trial.ts';

/** All that a worker needs beside the commit: what a build's row keeps as JSON. */
export interface BuildTask {
  /** Hash of the image's own files as the plan saw them; a worker that finds another one builds nothing. */
  readonly source: string;
  readonly node: NodeFingerprint;
  readonly parents: readonly TaskParent[];
  readonly bases: readonly TaskBase[];
  /** Build it although it is held. */
  readonly forced: boolean;
  readonly commit: CommitFacts;
  /** An absolute folder where the node and its parents lie, for a run that publishes nothing. */
  readonly layout?: string;
  /** Where in a registry they lie, for such a run; without either, where the repository's images are published. */
  readonly trial?: RegistryPlace;
}

interface TaskParent {
  readonly image: ImageName;
  readonly digest: Digest;
  readonly source: ImageSource;
}

interface TaskBase extends ResolvedBase {
  readonly reference: string;
  readonly platform: Platform;
}

/** The task for a node whose parents are settled. */
export function taskFor(
  ready: ReadyNode,
  input: Pick<RunInput, 'base' | 'commit'>,
  where: Pick<BuildTask, 'layout' | 'trial'>,
): BuildTask {
  const { image, node } = ready;
  return {
    source: image.source.source,
    node,
    parents: [...ready.parents].map(([name, { digest, source }]) => ({ image: name, digest, source })),
    bases: node.ingredients.flatMap((part) => {
      if (part.kind === 'parent') return [];
      const { reference, platform } = part;
      return [{ reference, platform, ...input.base(reference, platform) }];
    }),
    forced: image.forced,
    commit: input.commit,
    ...where,
  };
}

/** Whether two tasks mean the same bytes: the same inputs on the same parents, in the same place. */
export function isSameTask(a: BuildTask, b: BuildTask): boolean {
  const identity = ({ node, parents, layout, trial }: BuildTask) =>
    JSON.stringify([node.fingerprint, parents.map(({ image, digest }) => [image, digest]).toSorted(), layout, trial]);
  return identity(a) === identity(b);
}
