import { ok, type Result } from '../base/result.ts';
import { anySegments, compileSegment, matchSegments, type SegmentMatcher } from './segments.ts';

/** One line of an ignore file. */
interface Rule {
  /** `!`: what it matches is taken back in. */
  readonly isException: boolean;
  readonly matches: (segments: readonly string[]) => boolean;
}

/** What an ignore file leaves out of a context, and lines that are no legal pattern. */
export interface IgnoreFile {
  /** Whether the file at a path (from the context's root, `/` between parts) is left out. */
  ignores(path: string): boolean;
  /** Whether some line takes back in what another one leaves out. */
  readonly hasExceptions: boolean;
  readonly faults: readonly IgnoreFault[];
}

/** A line that cannot be read. */
export interface IgnoreFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a `.dockerignore` (moby/patternmatcher): the last line that matches a path, or a directory on the way to
 * it, decides. Time for one path is bounded by its length × the length of the patterns.
 */
export function readIgnoreFile(text: string): IgnoreFile {
  const rules: Rule[] = [];
  const faults: IgnoreFault[] = [];
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  for (const line of text.slice(offset).split('\n')) {
    const rule = readRule(line);
    if (rule && !rule.ok) faults.push({ message: rule.error, start: offset, end: offset + line.trimEnd().length });
    if (rule?.ok) rules.push(rule.value);
    offset += line.length + 1;
  }
  return {
    ignores: (path) => ignores(rules, path),
    hasExceptions: rules.some(({ isException }) => isException),
    faults,
  };
}

function ignores(rules: readonly Rule[], path: string): boolean {
  const segments = path.split('/');
  for (let at = rules.length - 1; at >= 0; at--) {
    const rule = rules[at] as Rule;
    if (rule.matches(segments)) return !rule.isException;
  }
  return false;
}

function readRule(line: string): Result<Rule, string> | undefined {
  if (line.startsWith('#')) return undefined;
  const trimmed = line.trim();
  const isException = trimmed.startsWith('!');
  const parts = cleaned((isException ? trimmed.slice(1) : trimmed).trim());
  if (parts.length === 0) return undefined;
  const matches = compile(parts);
  return matches.ok ? ok({ isException, matches: matches.value }) : matches;
}

/** The parts of a pattern after `.`, `..` and doubled slashes are worked out, as Go's filepath.Clean does. */
function cleaned(pattern: string): readonly string[] {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

function compile(parts: readonly string[]): Result<(segments: readonly string[]) => boolean, string> {
  const compiled: (SegmentMatcher | typeof anySegments)[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part.startsWith('**')) {
      compiled.push(anySegments);
      // A closing `**` stands for something; `**name` is `**/name`.
      const rest = part.replace(/^\*+/, '');
      if (rest === '' && !isLast) continue;
      const matcher = compileSegment(rest === '' ? '*' : rest);
      if (!matcher.ok) return matcher;
      compiled.push(matcher.value);
      continue;
    }
    const matcher = compileSegment(part);
    if (!matcher.ok) return matcher;
    compiled.push(matcher.value);
  }
  // What lies below a directory that matches goes with it.
  compiled.push(anySegments);
  return ok((segments) => matchSegments(compiled, segments));
}
