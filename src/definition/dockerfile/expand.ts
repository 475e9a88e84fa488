import type { Budget } from './budget.ts';
import { replaced, withoutPrefix, withoutSuffix } from './pattern.ts';

/** The value of a variable, undefined where it has none. */
export type Variables = (name: string) => string | undefined;

/** A word after expansion. */
export interface Expanded {
  readonly text: string;
  /** Variables without a value whose absence shows in the text. */
  readonly missing: readonly VariableUse[];
  /** Every variable that the word names. */
  readonly mentioned: readonly string[];
  /** What is wrong with the word; `text` means nothing then. */
  readonly fault?: string;
}

/** A variable in a word, with the place of the whole `$…` in it. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Expands one word as BuildKit does (frontend/dockerfile/shell): quotes and escapes removed, `$V`, `${V}`,
 * `${V:-w}`, `${V:+w}`, `${V:?w}` (each also without the colon), `${V#p}`, `${V##p}`, `${V%p}`, `${V%%p}`,
 * `${V/p/r}`, `${V//p/r}`.
 */
export function expand(word: string, escapeToken: string, variables: Variables, budget: Budget): Expanded {
  if (!/[$"'\\`]/.test(word)) return { text: word, missing: [], mentioned: [] };
  const expander = new Expander(word, escapeToken, variables, budget);
  const text = expander.until('');
  const { missing, mentioned } = expander;
  const fault = budget.exhausted ? 'its variables take too long to work out' : expander.fault;
  return { text, missing, mentioned, ...(fault === undefined ? {} : { fault }) };
}

/** Longest value that an expansion may have: variables that double each other must end somewhere. */
const MAX_LENGTH = 64 * 1024;
const MAX_NESTING = 50;
const nameStart = /[A-Za-z_]/;
const namePart = /[A-Za-z0-9_]/;

class Expander {
  readonly missing: VariableUse[] = [];
  readonly mentioned: string[] = [];
  fault: string | undefined;
  readonly #word: string;
  readonly #escapeToken: string;
  readonly #variables: Variables;
  readonly #budget: Budget;
  #at = 0;
  #depth = 0;

  constructor(word: string, escapeToken: string, variables: Variables, budget: Budget) {
    this.#word = word;
    this.#escapeToken = escapeToken;
    this.#variables = variables;
    this.#budget = budget;
  }

  /** Expands up to one of the `stops` outside quotes, or to the end. `raw` keeps escapes, for patterns. */
  until(stops: string, raw = false): string {
    const parts: string[] = [];
    while (this.#at < this.#word.length && this.fault === undefined && !this.#budget.exhausted) {
      const character = this.#word[this.#at] as string;
      if (stops.includes(character)) break;
      const part = this.#part(character, raw);
      this.#budget.spend(1 + part.length / 16);
      parts.push(part);
    }
    const text = parts.join('');
    if (text.length > MAX_LENGTH) this.fault ??= 'its variables make it too long';
    return text.slice(0, MAX_LENGTH);
  }

  #part(character: string, raw: boolean): string {
    if (character === '$') return this.#variable();
    this.#at += 1;
    if (character === "'") return this.#singleQuoted();
    if (character === '"') return this.#doubleQuoted();
    if (character !== this.#escapeToken || this.#at >= this.#word.length) return character;
    const escaped = this.#word[this.#at] as string;
    this.#at += 1;
    return raw ? `\\${escaped}` : escaped;
  }

  #singleQuoted(): string {
    const end = this.#word.indexOf("'", this.#at);
    if (end < 0) return this.#fail("a ' has no end");
    const text = this.#word.slice(this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #doubleQuoted(): string {
    const parts: string[] = [];
    while (this.#at < this.#word.length && this.fault === undefined && !this.#budget.exhausted) {
      const character = this.#word[this.#at] as string;
      if (character === '$') {
        parts.push(this.#variable());
        continue;
      }
      this.#at += 1;
      if (character === '"') return parts.join('');
      const next = this.#word[this.#at] ?? '';
      if (character === this.#escapeToken && ['"', '$', this.#escapeToken].includes(next)) {
        this.#at += 1;
        parts.push(next);
      } else parts.push(character);
    }
    return this.#fail('a " has no end');
  }

  #variable(): string {
    const start = this.#at;
    this.#at += 1;
    if (this.#word[this.#at] === '{') {
      this.#at += 1;
      return this.#braced(start);
    }
    const name = this.#name();
    if (name === '') return '$';
    return this.#value(name, start, this.#at);
  }

  #braced(start: number): string {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) return this.#fail('its variables are nested too deep');
    const name = this.#name();
    if (name === '') return this.#fail('a "{" is not followed by a name');
    const text = this.#word[this.#at] === '}' ? this.#value(name, start, this.#at + 1) : this.#modified(name, start);
    if (this.fault === undefined && this.#word[this.#at] !== '}') return this.#fail('a "{" has no "}"');
    this.#at += 1;
    this.#depth -= 1;
    return text;
  }

  #modified(name: string, start: number): string {
    const colon = this.#take(':');
    const operator = this.#word[this.#at] ?? '';
    this.#at += 1;
    if ('-+?'.includes(operator) && operator !== '') return this.#conditional(name, operator, colon);
    if (colon || !'#%/'.includes(operator) || operator === '') {
      return this.#fail(`"\${${name}${colon ? ':' : ''}${operator}" is not a form that Dockerfiles know`);
    }
    const twice = this.#take(operator);
    const pattern = this.until(operator === '/' ? '/}' : '}', true);
    const replacement = operator === '/' && this.#take('/') ? this.until('}', true) : '';
    const end = this.#at + 1;
    const value = this.#lookup(name);
    if (value === undefined) this.missing.push({ name, start, end });
    this.#budget.spend(value?.length ?? 0);
    if (operator === '#') return withoutPrefix(value ?? '', pattern, twice, this.#budget);
    if (operator === '%') return withoutSuffix(value ?? '', pattern, twice, this.#budget);
    return replaced(value ?? '', pattern, replacement, twice, this.#budget);
  }

  #conditional(name: string, operator: string, colon: boolean): string {
    const missingBefore = this.missing.length;
    const word = this.until('}');
    const value = this.#lookup(name);
    const isSet = colon ? value !== undefined && value !== '' : value !== undefined;
    const takesWord = operator === '+' ? isSet : !isSet;
    // What the word lacks shows only where the word is taken.
    if (!takesWord) this.missing.length = missingBefore;
    if (operator === '?' && !isSet) return this.#fail(`\${${name}} has no value: ${word || 'not set'}`);
    if (operator === '+') return isSet ? word : '';
    return isSet ? (value as string) : word;
  }

  #value(name: string, start: number, end: number): string {
    const value = this.#lookup(name);
    if (value === undefined) this.missing.push({ name, start, end });
    return value ?? '';
  }

  #lookup(name: string): string | undefined {
    this.mentioned.push(name);
    return this.#variables(name);
  }

  #name(): string {
    const start = this.#at;
    if (!nameStart.test(this.#word[start] ?? '')) return '';
    while (namePart.test(this.#word[this.#at] ?? '')) this.#at += 1;
    return this.#word.slice(start, this.#at);
  }

  #take(character: string): boolean {
    if (this.#word[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #fail(fault: string): string {
    this.fault ??= fault;
    return '';
  }
}
