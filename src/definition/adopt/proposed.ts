import type { Candidate } from './candidates.ts';
import type { FoundContext } from './contexts.ts';
import type { KnownImage } from './own.ts';
import type { Uses } from './uses.ts';

/** A candidate with its name and everything that its `build.yaml` is to say. */
export interface ProposedImage extends KnownImage {
  readonly candidate: Candidate;
  readonly context: FoundContext;
  /** Args that the repository does not state and that adoption has worked out. */
  readonly args: Readonly<Record<string, string>>;
  /** References of the Dockerfile and the image of this repository that each means, where its name does not tell. */
  readonly parents: Readonly<Record<string, string>>;
}

/** A proposed image and what its Dockerfile names. */
export interface ReadImage extends ProposedImage, Uses {}
