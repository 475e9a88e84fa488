import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';

/** A Dockerfile read for one image: what it builds on, after ARG resolution, from the stages that its target reaches. */
export interface ResolvedDockerfile {
  /** What all places lie in: the Dockerfile, or the `build.yaml` of a declared image. */
  readonly file: SourceFile;
  /** The Containerfile of a declared image; absent: `file` is the Dockerfile. */
  readonly generated?: string | undefined;
  /** Images that reachable stages name, in the order of the file; `scratch` and stage names are not among them. */
  readonly references: readonly ImageUse[];
  /**
   * The text that counts for the source hash: comments gone (directives kept), image references and the
   * defaults of args that reach nothing else replaced by placeholders.
   */
  readonly canonical: string;
  /** Args that the Dockerfile declares and that reach something other than image references (proxy args never count). */
  readonly effectiveArgs: readonly string[];
  /**
   * What the reachable stages read from the context, each once: patterns of paths from its root, `''` for all of it.
   */
  readonly reads: readonly string[];
  /** Instructions that ONBUILD of the target's stage keeps for images that are built from this one. */
  readonly triggers: readonly string[];
  /** Every instruction of the reachable stages, in the order of the file. */
  readonly lines: readonly InstructionLine[];
}

/** One use of an image: `FROM`, `COPY --from=`, `RUN --mount=from=`. */
export interface ImageUse {
  /** As written, ARG and all: `${HARBOR_REGISTRY}/library/base:1`. Named contexts need it. */
  readonly written: string;
  /** After ARG resolution. */
  readonly resolved: string;
  /** `final` if it reaches the final stage through FROM alone, else `builder`. */
  readonly kind: 'final' | 'builder';
  /** The platform it is wanted for: that of the node, that of the builder (`$BUILDPLATFORM`), or a literal one. */
  readonly platform: 'target' | 'build' | { readonly literal: string };
  readonly span: Span;
}

/** Where an instruction stands, so that a builder's step can be shown as a line of the Dockerfile. */
export interface InstructionLine {
  /** Keyword and the rest, continued lines joined. */
  readonly instruction: string;
  /** From 1. */
  readonly line: number;
}

/** What the builder is given, under a path that people know it by. */
export function builderFile({ file, generated }: ResolvedDockerfile): SourceFile {
  return generated === undefined ? file : { path: `Containerfile of ${file.path}`, text: generated };
}
