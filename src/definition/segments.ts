import { err, ok, type Result } from '../base/result.ts';

/** One character of a pattern: itself, any, or one of a class. `undefined` is `*`: any number of any. */
type Token = ((character: string) => boolean) | undefined;

/** Matches the text between two slashes. */
export type SegmentMatcher = (segment: string) => boolean;

/** Any number of whole segments, none included. */
export const anySegments = Symbol('**');

/**
 * A matcher for one segment of a glob: `*`, `?`, `[a-z]`, `[^a-z]` (`[!a-z]`), `\` before a character to mean
 * itself. Takes at most (pattern × text) steps, whatever the pattern.
 */
export function compileSegment(pattern: string): Result<SegmentMatcher, string> {
  if (!/[*?[\\]/.test(pattern)) return ok((segment) => segment === pattern);
  const tokens = tokenize(pattern);
  return tokens.ok ? ok((segment) => matchTokens(tokens.value, [...segment])) : tokens;
}

/**
 * Whether the segments match the pattern. Only the last `**` that was passed is ever tried again, which is enough:
 * an earlier one could only take more of what the later one can take as well.
 */
export function matchSegments(
  pattern: readonly (SegmentMatcher | typeof anySegments)[],
  segments: readonly string[],
): boolean {
  return matchWithStars(
    pattern.length,
    segments.length,
    (at) => pattern[at] === anySegments,
    (at, index) => (pattern[at] as SegmentMatcher)(segments[index] as string),
  );
}

function matchTokens(tokens: readonly Token[], characters: readonly string[]): boolean {
  return matchWithStars(
    tokens.length,
    characters.length,
    (at) => tokens[at] === undefined,
    (at, index) => tokens[at]?.(characters[index] as string) ?? false,
  );
}

function matchWithStars(
  patternLength: number,
  length: number,
  isStar: (at: number) => boolean,
  matches: (at: number, index: number) => boolean,
): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < length) {
    if (at < patternLength && isStar(at)) {
      star = at;
      at += 1;
      resume = index;
    } else if (at < patternLength && matches(at, index)) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (at < patternLength && isStar(at)) at += 1;
  return at === patternLength;
}

function tokenize(pattern: string): Result<readonly Token[], string> {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === '*') tokens.push(undefined);
    else if (character === '?') tokens.push(() => true);
    else if (character === '[') {
      const end = classEnd(characters, at);
      if (end < 0) return err(`"[" has no "]" in "${pattern}"`);
      tokens.push(classMatcher(characters.slice(at + 1, end)));
      at = end;
    } else if (character === '\\') {
      at += 1;
      const literal = characters[at];
      if (literal === undefined) return err(`"${pattern}" ends in a lone "\\"`);
      tokens.push((other) => other === literal);
    } else tokens.push((other) => other === character);
  }
  return ok(tokens);
}

function classEnd(characters: readonly string[], open: number): number {
  const first = /^[!^]$/.test(characters[open + 1] ?? '') ? open + 2 : open + 1;
  // A "]" that stands first is a member, as in Go's filepath.Match it may not be: an empty class is refused there.
  for (let at = first; at < characters.length; at++) {
    if (characters[at] === '\\') at += 1;
    else if (characters[at] === ']' && at > first) return at;
  }
  return -1;
}

function classMatcher(members: readonly string[]): (character: string) => boolean {
  const negated = members[0] === '^' || members[0] === '!';
  const ranges: [string, string][] = [];
  const listed = negated ? members.slice(1) : members;
  for (let at = 0; at < listed.length; at++) {
    if (listed[at] === '\\') at += 1;
    const low = listed[at] ?? '\\';
    if (listed[at + 1] === '-' && listed[at + 2] !== undefined) {
      at += listed[at + 2] === '\\' ? 3 : 2;
      ranges.push([low, listed[at] ?? '\\']);
    } else ranges.push([low, low]);
  }
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== negated;
}
