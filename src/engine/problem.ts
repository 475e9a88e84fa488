import type { Failure } from '../build/failure.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Why a use case could not do its work; front doors turn the kind into an exit code and the text into their own. */
export type Problem =
  /** Errors in the repository's files. */
  | {
      readonly kind: 'findings';
      readonly diagnostics: readonly Diagnostic[];
      readonly images: number;
      readonly filesRead: number;
    }
  /** The caller asked for something that does not fit: an unknown image, a revision that does not exist. */
  | { readonly kind: 'usage'; readonly message: string; readonly suggestion?: string }
  /** Something around the repository is missing or out of reach: builder, registry, control API. */
  | { readonly kind: 'environment'; readonly failure: Failure };

/** Nothing can be compared with or published to. */
export const noRegistry: Problem = {
  kind: 'usage',
  message: 'no registry is configured',
  suggestion: 'add "registry: host/namespace" to caskwright.yaml, or pass --registry host/namespace',
};
