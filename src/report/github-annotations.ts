import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { type DiagnosticJson, diagnosticJson } from './diagnostics.ts';
import { githubAnnotation } from './github.ts';

/** Findings of a step, shared out between lines of the pull request and the summary. */
export interface Annotations {
  /** Workflow commands to print, one a line. */
  readonly lines: readonly string[];
  /** All errors: what keeps a plan from being made is told in full. */
  readonly fatal: readonly DiagnosticJson[];
  /** Findings that GitHub would not have shown, errors first. */
  readonly rest: readonly DiagnosticJson[];
  readonly errors: number;
  readonly warnings: number;
}

/** GitHub shows as many of each severity for a step and drops the others without a word. */
const SHOWN = 10;

/** Puts the first findings on their lines, errors before warnings, each in the order of files and places. */
export function annotations(diagnostics: readonly Diagnostic[]): Annotations {
  const sorted = diagnostics.toSorted(compareDiagnostics);
  const errors = sorted.filter(({ severity }) => severity === 'error');
  const warnings = sorted.filter(({ severity }) => severity === 'warning');
  return {
    lines: [...errors.slice(0, SHOWN), ...warnings.slice(0, SHOWN)].map(githubAnnotation),
    fatal: errors.map(diagnosticJson),
    rest: [...errors.slice(SHOWN), ...warnings.slice(SHOWN)].map(diagnosticJson),
    errors: errors.length,
    warnings: warnings.length,
  };
}
