import { type Diagnostic, positionAt } from '../diagnostics/diagnostic.ts';
import { escapeControls } from './text.ts';

/**
 * A finding as a workflow command that puts it on its line of a pull request. GitHub drops columns of a finding
 * over several lines with a warning of its own, so they are left out there.
 */
export function githubAnnotation(diagnostic: Diagnostic): string {
  const start = positionAt(diagnostic.file, diagnostic.span.start);
  const end = positionAt(diagnostic.file, diagnostic.span.end);
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = {
    file: diagnostic.file.path,
    line: start.line,
    endLine: end.line,
    ...columns,
    title: diagnostic.code,
  };
  const text = diagnostic.fix === undefined ? diagnostic.message : `${diagnostic.message}\n${diagnostic.fix}`;
  return workflowCommand(diagnostic.severity, properties, text);
}

/** `::name key=value,…::message`, escaped as the runner unescapes it (actions/toolkit, `command.ts`). */
function workflowCommand(
  name: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

/** Line ends and `%` as the runner reads them back; every other control character as a visible escape. */
export function escapeData(text: string): string {
  return text
    .split(/(\r|\n)/)
    .map((part) => (part === '\r' ? '%0D' : part === '\n' ? '%0A' : escapeControls(part).replaceAll('%', '%25')))
    .join('');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
