import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Change } from '../../repository/history.ts';

/** What somebody else did to a path in the meantime, and in which commit, where that can be told. */
export interface Overtaken extends Change {
  readonly commit?: string;
  readonly subject?: string;
}

/** Why files cannot be read or changed. */
export type EditFault =
  /** There is no such image or file. */
  | { readonly kind: 'absent'; readonly message: string }
  /** It was asked for something that does not go. */
  | { readonly kind: 'unusable'; readonly message: string; readonly suggestion?: string }
  /** The repository would have errors that it has not now. */
  | { readonly kind: 'findings'; readonly diagnostics: readonly Diagnostic[] }
  /** The same files were changed since the commit that the edit was made from. */
  | { readonly kind: 'conflict'; readonly message: string; readonly changes: readonly Overtaken[] }
  /** The remote repository is out of reach, or refuses. */
  | { readonly kind: 'remote'; readonly message: string; readonly suggestion: string };
