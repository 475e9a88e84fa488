import type { Span } from '../../diagnostics/diagnostic.ts';
import { LineCursor } from './lines.ts';

/** What the comments at the very top of a Dockerfile tell the parser. */
export interface Directives {
  /** `\` unless `# escape=` says otherwise. */
  readonly escapeToken: '\\' | '`';
  /** The frontend that `# syntax=` names. */
  readonly syntax?: { readonly value: string; readonly span: Span };
}

// BuildKit, frontend/dockerfile/parser/directives.go.
const known: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);
const directive = /^(\s*#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*)(\S.*)$/;

/** Reads the parser directives; the first line that is none ends them, a `#!` line before them does not. */
export function readDirectives(text: string): Directives {
  const cursor = new LineCursor(text);
  let escapeToken: Directives['escapeToken'] = '\\';
  let syntax: Directives['syntax'];
  for (let first = true; ; first = false) {
    const offset = cursor.offset;
    const line = cursor.next();
    if (line === undefined) break;
    if (first && line.startsWith('#!')) continue;
    const [, before = '', name = '', value] = directive.exec(line.trimEnd()) ?? [];
    const key = name.toLowerCase();
    if (value === undefined || !known.has(key)) break;
    const start = offset + before.length;
    if (key === 'syntax') syntax ??= { value, span: { start, end: start + value.length } };
    if (key === 'escape' && value === '`') escapeToken = '`';
  }
  return syntax ? { escapeToken, syntax } : { escapeToken };
}
