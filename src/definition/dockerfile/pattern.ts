import type { Budget } from './budget.ts';

/** A shell pattern, one entry a character: itself, any one (`?`), or any number of any (`*`). */
type Pattern = readonly (string | typeof anyOne | typeof anyNumber)[];

const anyOne = Symbol('?');
const anyNumber = Symbol('*');

/** `${V#p}` and, with `longest`, `${V##p}`: the value without the prefix that matches the pattern. */
export function withoutPrefix(value: string, pattern: string, longest: boolean, budget: Budget): string {
  const characters = [...value];
  const end = matchEnd(parsePattern(pattern), characters, 0, longest, budget);
  return characters.slice(Math.max(end, 0)).join('');
}

/** `${V%p}` and, with `longest`, `${V%%p}`: the value without the suffix that matches the pattern. */
export function withoutSuffix(value: string, pattern: string, longest: boolean, budget: Budget): string {
  const characters = [...value].reverse();
  const end = matchEnd(parsePattern(pattern).toReversed(), characters, 0, longest, budget);
  return characters.slice(Math.max(end, 0)).reverse().join('');
}

/** `${V/p/r}` and, with `all`, `${V//p/r}`: the longest match of the pattern replaced, from left to right. */
export function replaced(value: string, pattern: string, replacement: string, all: boolean, budget: Budget): string {
  const parsed = parsePattern(pattern);
  const characters = [...value];
  const parts: string[] = [];
  let at = 0;
  while (at < characters.length) {
    const end = matchEnd(parsed, characters, at, true, budget);
    if (end <= at) {
      parts.push(characters[at] as string);
      at += 1;
      continue;
    }
    parts.push(replacement);
    at = end;
    if (!all) break;
  }
  return [...parts, ...characters.slice(at)].join('');
}

function parsePattern(text: string): Pattern {
  const pattern: (string | typeof anyOne | typeof anyNumber)[] = [];
  const characters = [...text];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === '\\' && at + 1 < characters.length) {
      at += 1;
      pattern.push(characters[at] as string);
    } else pattern.push(character === '*' ? anyNumber : character === '?' ? anyOne : character);
  }
  return pattern;
}

/** Where a match that starts at `from` ends, the nearest or the farthest place; -1 without a match. */
function matchEnd(
  pattern: Pattern,
  characters: readonly string[],
  from: number,
  longest: boolean,
  budget: Budget,
): number {
  let states = closure(pattern, new Set([0]));
  let end = -1;
  for (let at = from; states.size > 0 && !budget.exhausted; at++) {
    budget.spend(states.size);
    if (states.has(pattern.length)) {
      end = at;
      if (!longest) return end;
    }
    if (at === characters.length) return end;
    states = step(pattern, states, characters[at] as string);
  }
  return end;
}

function step(pattern: Pattern, states: ReadonlySet<number>, character: string): ReadonlySet<number> {
  const next = new Set<number>();
  for (const state of states) {
    const expected = pattern[state];
    if (expected === anyNumber) next.add(state);
    else if (expected === anyOne || expected === character) next.add(state + 1);
  }
  return closure(pattern, next);
}

/** A `*` may match nothing: whoever stands before it stands behind it too. */
function closure(pattern: Pattern, states: Set<number>): ReadonlySet<number> {
  for (const state of states) if (pattern[state] === anyNumber) states.add(state + 1);
  return states;
}
