import { unreachable } from '../base/result.ts';
import { compareDiagnostics, type Diagnostic, positionAt } from '../diagnostics/diagnostic.ts';
import { codeFrame } from './code-frame.ts';
import { githubAnnotation } from './github.ts';
import { sarifLog } from './sarif.ts';
import { count, type Look, paint } from './style.ts';
import { escapeControls, safeJson } from './text.ts';

/** How findings can be written. */
export type DiagnosticFormat = 'pretty' | 'json' | 'github' | 'sarif';

/** One finding in the shape that scripts rely on. */
export interface DiagnosticJson {
  readonly file: string;
  /** From 1, as the columns are; columns count UTF-16 units, the end is not included. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly fix: string | null;
}

/** All findings in one text that ends with a line end, sorted by file and place; `''` where there is nothing to say. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], format: DiagnosticFormat, look: Look): string {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  switch (format) {
    case 'pretty':
      return sorted.map((diagnostic) => `${pretty(diagnostic, look)}\n`).join('\n');
    case 'json':
      return `${safeJson(sorted.map(diagnosticJson), 2)}\n`;
    case 'github':
      return sorted.map((diagnostic) => `${githubAnnotation(diagnostic)}\n`).join('');
    case 'sarif':
      return `${safeJson(sarifLog(sorted), 2)}\n`;
    default:
      return unreachable(format);
  }
}

/** `2 errors in 14 images, 31 files read`. */
export function summaryLine(
  diagnostics: readonly Diagnostic[],
  read: { readonly images: number; readonly files: number },
): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const found = [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''];
  const what = found.filter((part) => part !== '').join(', ') || 'No findings';
  return `${what} in ${count(read.images, 'image')}, ${count(read.files, 'file')} read`;
}

/** A finding as a plain value with lines and columns. */
export function diagnosticJson(diagnostic: Diagnostic): DiagnosticJson {
  const start = positionAt(diagnostic.file, diagnostic.span.start);
  const end = positionAt(diagnostic.file, diagnostic.span.end);
  return {
    file: diagnostic.file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    severity: diagnostic.severity,
    code: diagnostic.code,
    message: diagnostic.message,
    fix: diagnostic.fix ?? null,
  };
}

function pretty(diagnostic: Diagnostic, look: Look): string {
  const { severity, code, related = [] } = diagnostic;
  const word = paint(severity === 'error' ? 'failed' : 'warned', severity, look.colour);
  const lines = [`${place(diagnostic)}  ${word}  ${code}`];
  lines.push(...codeFrame(diagnostic, adviceOf(diagnostic), { width: look.width, before: true }));
  for (const other of related) {
    lines.push(`  and ${place(other)}`);
    lines.push(
      ...codeFrame(other, escapeControls(other.message.replace(/\s+/g, ' ')), { width: look.width, before: false }),
    );
  }
  return lines.join('\n');
}

function place(at: Pick<Diagnostic, 'file' | 'span'>): string {
  const { line, column } = positionAt(at.file, at.span.start);
  return `${escapeControls(at.file.path)}:${line}:${column}`;
}

/** What is wrong and what to do about it, as one sentence on one line. */
function adviceOf({ message, fix }: Diagnostic): string {
  const advice = fix === undefined ? message : `${message.replace(/\.$/, '')}: ${fix}`;
  return escapeControls(advice.replace(/\s+/g, ' '));
}
