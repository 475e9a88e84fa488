import type { ResolvedDockerfile } from '../definition/dockerfile.ts';
import type { ImageDefinition } from '../definition/image.ts';

/** One entry of a build context. Content ids are Git's own blob ids, so that nothing is read twice. */
export interface ContextFile {
  /** From the context's root, `/` between parts. */
  readonly path: string;
  /** `file`, `executable` and `link` are all that survive into an image (§5). */
  readonly mode: 'file' | 'executable' | 'link';
  /** Git blob id of the content, or of the link's target. */
  readonly id: string;
}

/** An image as the repository holds it at one commit or in a work tree: everything the plan is made from. */
export interface RepositoryImage {
  readonly definition: ImageDefinition;
  readonly dockerfile: ResolvedDockerfile;
  /** After `.dockerignore`, sorted by path in byte order. */
  readonly context: readonly ContextFile[];
}
