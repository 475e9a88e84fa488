import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';

/** What images are named after. */
export type NameBy = 'directory' | 'path';

/** A repository as adoption sees it. */
export interface AdoptionInput {
  /** Every tracked path. */
  readonly paths: readonly string[];
  /** The texts of those that `isAdoptionText` asks for. */
  readonly texts: ReadonlyMap<string, SourceFile>;
  /** Names an image at the root. */
  readonly repositoryName: string;
  /** Absent where it is not known. */
  readonly defaultBranch?: string;
  /** What images are named after: their directory as far as that is clear, or always the whole path. */
  readonly nameBy: NameBy;
}

/** A file to write. */
export interface ProposedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** What adopting a repository would write, and what could not be inferred. */
export interface Adoption {
  readonly files: readonly ProposedFile[];
  /** How many images the files describe. */
  readonly images: number;
  /** How many Dockerfiles are described already. */
  readonly described: number;
  /** Prefixes under which the repository refers to its own images, the main one first. */
  readonly prefixes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
