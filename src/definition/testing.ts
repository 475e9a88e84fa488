import { compareDiagnostics, type Diagnostic, positionAt, type SourceFile } from '../diagnostics/diagnostic.ts';
import type { Configuration } from './configuration.ts';
import { readConfiguration } from './read-configuration.ts';

/** A source file for a test. */
export function source(path: string, text: string): SourceFile {
  return { path, text };
}

/** Findings as a test spells them: `line:column-endColumn code`, warnings marked, in the order of the file. */
export function shown(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.toSorted(compareDiagnostics).map(({ file, span, code, severity }) => {
    const from = positionAt(file, span.start);
    const to = positionAt(file, span.end);
    const end = to.line === from.line ? `${to.column}` : `${to.line}:${to.column}`;
    return `${from.line}:${from.column}-${end} ${code}${severity === 'warning' ? ' (warning)' : ''}`;
  });
}

/** The configuration of a caskwright.yaml that a test takes for granted. */
export function configured(text = ''): Configuration {
  return readConfiguration(source('caskwright.yaml', text)).configuration;
}

/** The least processor time that the work took in several runs, in milliseconds, whatever else the machine does. */
export function shortest(work: () => void, runs = 5): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
