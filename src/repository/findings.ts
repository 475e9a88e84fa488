import type { ImageDefinition } from '../definition/image.ts';
import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { ContextProblem } from './context.ts';
import type { Reading } from './reading.ts';

/** The very start of a file: where a finding stands that is about the file as a whole. */
export const fileStart: Span = { start: 0, end: 0 };

/** A file that is merged and not yet resolved. */
export function conflictFinding(path: string): Diagnostic {
  return {
    severity: 'error',
    code: 'index-conflict',
    message: `${path} has an unresolved merge conflict`,
    fix: 'resolve it and git add the file',
    file: { path, text: '' },
    span: fileStart,
  };
}

/** Two files that both want to be the configuration. */
export function twiceFinding(first: SourceFile, second: SourceFile): Diagnostic {
  return {
    severity: 'error',
    code: 'configuration-twice',
    message: `there is a ${first.path} too, and only that one counts`,
    fix: 'remove one of them',
    file: second,
    span: fileStart,
    related: [{ file: first, span: fileStart, message: 'the one that counts' }],
  };
}

/** A path that a symbolic link leads out of the repository (S16). */
export function outsideFinding(file: SourceFile, span: Span, path: string, link: string): Diagnostic {
  const through =
    link === path ? `${path} is a symbolic link that` : `${path} passes through the symbolic link ${link}, which`;
  return {
    severity: 'error',
    code: 'path-outside-repository',
    message: `${through} leads out of the repository`,
    fix: 'point it at a file of this repository',
    file,
    span,
  };
}

/** What is wrong with an image's context stands where build.yaml names it. */
export function reportProblems(
  { diagnostics }: Reading,
  { file, context }: ImageDefinition,
  problems: readonly ContextProblem[],
): void {
  for (const problem of problems) diagnostics.push({ severity: 'error', ...problem, file, span: context.span });
}
