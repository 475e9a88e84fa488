import type { Result } from '../base/result.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import type { Findings } from './findings.ts';
import { compileGlob } from './glob.ts';
import type { Located } from './image.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** The place of a value that the file does not give: what has it was filled in by default. */
export const absent: Span = { start: 0, end: 0 };

/** Whether the file gives the value, rather than a default standing in for it. */
export function isGiven(located: Located<unknown>): boolean {
  return located.span.end > located.span.start;
}

/** The entries of a list with their places. Holes, left by what does not follow the schema, are passed over. */
export function locatedItems<T>(
  source: YamlSource,
  path: YamlPath,
  items: readonly T[] | undefined,
): readonly Located<T>[] {
  const located: Located<T>[] = [];
  items?.forEach((value, index) => {
    located.push({ value, span: source.span([...path, index]) });
  });
  return located;
}

/** Parses each value; those that cannot be are reported under `code` and left out. */
export function parseAll<T>(
  items: readonly Located<string>[],
  parse: (text: string) => Result<T, string>,
  code: Code,
  findings: Findings,
): readonly Located<T>[] {
  return items.flatMap(({ value, span }) => {
    const parsed = parse(value);
    if (parsed.ok) return [{ value: parsed.value, span }];
    findings.error(span, code, parsed.error);
    return [];
  });
}

/** Platforms, other spellings brought to one. */
export function parsePlatforms(items: readonly Located<string>[], findings: Findings): readonly Located<Platform>[] {
  return parseAll(items, parsePlatform, 'platform-unknown', findings);
}

/** Globs that can be compiled. */
export function checkedGlobs(items: readonly Located<string>[], findings: Findings): readonly Located<string>[] {
  return items.filter(({ value, span }) => {
    const compiled = compileGlob(value);
    if (!compiled.ok) findings.error(span, 'schema-value', compiled.error);
    return compiled.ok;
  });
}

/** The values without their places. */
export function values<T>(items: readonly Located<T>[]): readonly T[] {
  return items.map(({ value }) => value);
}
