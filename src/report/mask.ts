/** A state of the automaton: the longest end of the text so far that could grow into a pattern. */
interface State {
  readonly next: Map<string, State>;
  readonly depth: number;
  /** Length of the shortest pattern that runs through this state. */
  shortest: number;
  /** Length of the longest pattern that ends here, 0 for none. */
  ends: number;
  /** The state of the next shorter end. */
  fallback: State;
}

/** Hides secrets in a text that comes in pieces; one for each stream of lines. */
export interface Masker {
  /** The next line with every character that is part of a secret hidden. */
  mask(line: string): string;
}

/** Ends of a line that could start a secret are hidden from this length on; shorter ones are everyday letters. */
const SUSPECT_LENGTH = 3;
const SHORTEST_LINE = 8;
const HIDDEN = '***';

/**
 * Finds secrets (S28) raw, in base64 at any alignment, URL-encoded and JSON-escaped, also over line ends: Aho and
 * Corasick's automaton over all spellings, so that the time is linear in the text whatever the secrets are.
 * Nothing is held back: the end of a line that may be the start of a secret is hidden at once, and the rest of
 * it in the lines that follow.
 */
export function createMasker(secrets: readonly string[]): () => Masker {
  const root = automaton(secrets.flatMap(spellings));
  return () => {
    let state = root;
    return {
      mask(line) {
        if (root.next.size === 0) return line;
        const [masked, after] = maskLine(line, root, state);
        state = after;
        return masked;
      },
    };
  };
}

function maskLine(line: string, root: State, before: State): readonly [string, State] {
  let state = before;
  const hidden: [start: number, end: number][] = [];
  // Offsets of the characters that count: line ends inside a secret may or may not be there.
  const offsets: number[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] as string;
    if (character === '\r' || character === '\n') continue;
    offsets.push(at);
    state = advance(root, state, character);
    if (state.ends > 0) hide(hidden, offsets[Math.max(0, offsets.length - state.ends)] as number, at + 1);
  }
  if (state.depth >= SUSPECT_LENGTH || state.depth * 2 >= state.shortest) {
    const start = offsets[Math.max(0, offsets.length - state.depth)];
    if (start !== undefined) hide(hidden, start, line.length);
  }
  return [replaceRanges(line, hidden), state];
}

function advance(root: State, from: State, character: string): State {
  let state = from;
  while (state !== root && !state.next.has(character)) state = state.fallback;
  return state.next.get(character) ?? root;
}

/** Adds a range whose end is behind all others, swallowing those that it touches. */
function hide(ranges: [start: number, end: number][], start: number, end: number): void {
  let from = start;
  for (let last = ranges.at(-1); last && last[1] >= from; last = ranges.at(-1)) {
    from = Math.min(from, last[0]);
    ranges.pop();
  }
  ranges.push([from, end]);
}

function replaceRanges(line: string, ranges: readonly (readonly [start: number, end: number])[]): string {
  let text = '';
  let at = 0;
  for (const [start, end] of ranges) {
    text += line.slice(at, start) + HIDDEN;
    at = end;
  }
  return text + line.slice(at);
}

function automaton(patterns: readonly string[]): State {
  const root = newState(0, undefined);
  for (const pattern of patterns) insert(root, pattern);
  const queue = [...root.next.values()];
  for (let at = 0; at < queue.length; at += 1) {
    const state = queue[at] as State;
    state.ends = Math.max(state.ends, state.fallback.ends);
    for (const [character, child] of state.next) {
      child.fallback = advance(root, state.fallback, character);
      queue.push(child);
    }
  }
  return root;
}

function insert(root: State, pattern: string): void {
  let state = root;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string;
    const next = state.next.get(character) ?? newState(state.depth + 1, root);
    state.next.set(character, next);
    next.shortest = Math.min(next.shortest, pattern.length);
    state = next;
  }
  state.ends = pattern.length;
}

function newState(depth: number, root: State | undefined): State {
  const state = { next: new Map(), depth, shortest: Number.POSITIVE_INFINITY, ends: 0 } as unknown as State;
  state.fallback = root ?? state;
  return state;
}

/** Every way in which a secret is likely to be printed, without line ends. */
function spellings(secret: string): string[] {
  const text = secret.toWellFormed();
  const lines = text.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE);
  const raw = [text, ...(lines.length > 1 ? lines : [])];
  const all = raw.flatMap((one) => [one, ...jsonSpellings(one), ...urlSpellings(one), ...base64Spellings(one)]);
  return [...new Set(all.map((one) => one.replace(/[\r\n]/g, '')))].filter((one) => one !== '');
}

function jsonSpellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [json, ascii, json.replaceAll('/', '\\/')];
}

function urlSpellings(text: string): string[] {
  const component = encodeURIComponent(text);
  // RFC 3986 reserves more than encodeURIComponent escapes; forms write a space as "+".
  const strict = component.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const upper = [component, strict, strict.replaceAll('%20', '+'), encodeURI(text)];
  return [...upper, ...upper.map((one) => one.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()))];
}

/**
 * What base64 makes of the text when it stands 0, 1 or 2 bytes behind a group of three: the characters that
 * depend on the text alone, whatever stands before and after it.
 */
function base64Spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    const own = encoded.slice(Math.ceil((shift * 8) / 6), whole);
    // Two characters are twelve bits: they would hide half of every text.
    return own.length < 4 ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
