import type { Code } from './codes.ts';

/** A text with the path that findings in it are reported under (from the repository's root, `/` between parts). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A range of a source file in UTF-16 offsets, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Another place that belongs to a finding: the other half of a duplicate, a line of a cycle. */
export interface RelatedPlace {
  readonly file: SourceFile;
  readonly span: Span;
  readonly message: string;
}

/** One finding. Callers match on `code`, never on the text. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: Code;
  readonly message: string;
  /** What to do about it, where that is known. */
  readonly fix?: string;
  readonly file: SourceFile;
  readonly span: Span;
  readonly related?: readonly RelatedPlace[];
}

/** A line and a column, both from 1; columns count UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** The position of `offset` in `file`; an offset past the end is the end. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = startsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.min(offset, file.text.length) - (starts[low] as number) + 1 };
}

/** The text of line `line` (from 1) without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const starts = startsOf(file);
  const start = starts[line - 1];
  if (start === undefined) return '';
  return file.text.slice(start, starts[line] ?? file.text.length).replace(/\r?\n$/, '');
}

/** Orders findings by file, then place, then code, so that the same input prints the same list. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.file.path !== b.file.path) return a.file.path < b.file.path ? -1 : 1;
  if (a.span.start !== b.span.start) return a.span.start - b.span.start;
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}

function startsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known) return known;
  const starts = [0];
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStarts.set(file, starts);
  return starts;
}
