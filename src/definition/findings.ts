import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic, RelatedPlace, SourceFile, Span } from '../diagnostics/diagnostic.ts';

/** What a finding may carry beside its place, code and message. */
export interface FindingDetails {
  readonly fix?: string | undefined;
  readonly related?: readonly RelatedPlace[];
}

/** Collects the findings of one file. */
export class Findings {
  readonly list: Diagnostic[] = [];
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  error(span: Span, code: Code, message: string, details: FindingDetails = {}): void {
    this.report('error', span, code, message, details);
  }

  warn(span: Span, code: Code, message: string, details: FindingDetails = {}): void {
    this.report('warning', span, code, message, details);
  }

  report(severity: Diagnostic['severity'], span: Span, code: Code, message: string, details: FindingDetails): void {
    const { fix, related } = details;
    this.list.push({
      severity,
      code,
      message,
      file: this.#file,
      span,
      ...(fix === undefined ? {} : { fix }),
      ...(related === undefined ? {} : { related }),
    });
  }
}
