import type { AdoptionInput } from './adoption.ts';
import type { Declarations } from './declared.ts';

/** Whether a file may declare builds. */
export function isDeclaration(_path: string): boolean {
  return false;
}

/** Reads everything that a repository declares in the formats of other tools. */
export function readDeclarations(_input: AdoptionInput): Declarations {
  return { builds: [], diagnostics: [] };
}
