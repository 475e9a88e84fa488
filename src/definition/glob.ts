import { err, ok, type Result } from '../base/result.ts';
import { anySegments, compileSegment, matchSegments, type SegmentMatcher } from './segments.ts';

/** Longest pattern that is taken; what a person writes is far below. */
const MAX_LENGTH = 1024;

/**
 * A predicate over `/`-separated paths. `*` and `?` stay inside one segment, `**` as a whole segment is any number
 * of segments, `[a-z]` is a class, `\` takes the meaning from the character after it. The whole path must match.
 * Time is bounded by pattern length × path length.
 */
export function compileGlob(pattern: string): Result<(path: string) => boolean, string> {
  if (pattern === '') return err('a pattern is not empty');
  if (pattern.length > MAX_LENGTH) return err(`a pattern has at most ${MAX_LENGTH} characters`);
  const compiled: (SegmentMatcher | typeof anySegments)[] = [];
  for (const segment of pattern.split('/')) {
    if (segment === '**') {
      compiled.push(anySegments);
      continue;
    }
    const matcher = compileSegment(segment);
    if (!matcher.ok) return matcher;
    compiled.push(matcher.value);
  }
  return ok((path) => matchSegments(compiled, path.split('/')));
}
