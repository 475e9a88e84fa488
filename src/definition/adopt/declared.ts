import type { Diagnostic, SourceFile, Span } from '../../diagnostics/diagnostic.ts';

/** A build that a repository declares in the format of another tool, as far as it could be worked out. */
export interface DeclaredBuild {
  /** Tells it from the others of all files; what `contexts` of another one name. */
  readonly id: string;
  /** What the declaration calls it: a bake target, a compose service. */
  readonly name: string;
  /** From the repository's root. */
  readonly dockerfile: string;
  /** From the repository's root; absent where the format does not say. */
  readonly context?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** As written; empty where it names none. */
  readonly platforms: readonly string[];
  /** References that it is published under, tags and all. */
  readonly published: readonly string[];
  /** References of its Dockerfile that mean another declared build, by that one's `id`. */
  readonly parents: Readonly<Record<string, string>>;
  /** Made for each platform by itself: builds of one Dockerfile for several platforms are several images. */
  readonly perPlatform: boolean;
  /** Only a part of others: what it says counts where they take it over. */
  readonly abstract: boolean;
  readonly file: SourceFile;
  readonly span: Span;
}

/** What a file declares, and what of it could not be worked out. */
export interface Declarations {
  readonly builds: readonly DeclaredBuild[];
  readonly diagnostics: readonly Diagnostic[];
}
