import type { Span } from '../diagnostics/diagnostic.ts';

/** The way to a value: keys of mappings, indices of lists. */
export type YamlPath = readonly (string | number)[];

/** A value in a YAML file, and the way to those within it. */
export interface YamlNode {
  readonly span: Span;
  /** What a key or an index leads to, and where the key stands; a key may lead to nothing. */
  child(step: string | number): { readonly key?: Span; readonly node: YamlNode | undefined } | undefined;
}

/** A node with its value, as it was read. */
export interface PlainNode extends YamlNode {
  readonly value: unknown;
}

/** A text no longer than this has neither the size nor the number of values that the limits of files are about. */
const MAX_LENGTH = 4096;
const MAX_DEPTH = 16;
/** Digits that a number holds exactly. */
const MAX_NUMBER = 15;

/** Printable ASCII, and of what else people write letters of Europe and the marks of typesetting. */
const plainText = /^[ -~\n\u00a1-\u024f\u2010-\u2027]*$/;
const line = /( *)([^\n]*)(?:\n|$)/y;
const key = /[A-Za-z_][\w./-]{0,99}:(?=[ \n]|$)/y;
const spaces = / */y;
const lineEnd = / *(?: #[^\n]*)?(?=\n|$)/y;
const quoted = /"[^"\\\n]*"|'[^'\n]*'(?!')/y;
const blockText = /(?:[^-\s?:,[\]{}#&*!|>'"%@`]|-(?=[\w./-]))(?:[^\s:#]|:(?=[^\s])|(?<=[^\s])#| +(?=[^\s#]))*/y;
const flowText = /(?:[\w./]|-(?=[\w./-]))(?:[\w./=+@~<>^$()*-]|:(?=[\w/])| +(?=[\w./]))*/y;

const truth = /^(?:true|True|TRUE|false|False|FALSE)$/;
const number = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const notPlain = /^(?:~|null|Null|NULL|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads the YAML that most files are written in: mappings and lists, in blocks or in brackets on one line, of texts,
 * numbers and truth values that end on their line. Undefined for all else, sound or not: that is for a whole parser,
 * which gives what is plain the very same value and places, and takes ten times as long.
 */
export function readPlainYaml(text: string, isText: (path: YamlPath) => boolean): PlainNode | undefined {
  if (text.length > MAX_LENGTH || !plainText.test(text)) return undefined;
  return new PlainReader(text, isText).read();
}

/** A line that says something: where that begins. */
interface Line {
  readonly indent: number;
  readonly start: number;
}

class PlainReader {
  readonly #text: string;
  readonly #isText: (path: YamlPath) => boolean;
  readonly #lines: Line[];
  /** The line that is read, and the place in it. */
  #line = 0;
  #at = 0;

  constructor(text: string, isText: (path: YamlPath) => boolean) {
    this.#text = text;
    this.#isText = isText;
    this.#lines = linesOf(text);
  }

  read(): PlainNode | undefined {
    const [first] = this.#lines;
    const node = first && !this.#isItem(first) ? this.#mapping(first, []) : undefined;
    // A line that belongs nowhere, or goes on with the one before it, is left over.
    return this.#line === this.#lines.length ? node : undefined;
  }

  #mapping({ indent, start }: Line, path: YamlPath): PlainNode | undefined {
    const entries: Entries = new Map();
    for (let next = this.#lines[this.#line]; next?.indent === indent; next = this.#lines[this.#line]) {
      if (this.#isItem(next)) break;
      this.#at = next.start;
      if (!this.#entry(entries, path, (inner) => this.#valueOfLine(indent, inner, true))) return undefined;
    }
    return mappingOf(entries, start);
  }

  #list({ indent, start }: Line, path: YamlPath): PlainNode | undefined {
    const items: PlainNode[] = [];
    for (let next = this.#lines[this.#line]; next?.indent === indent; next = this.#lines[this.#line]) {
      if (!this.#isItem(next)) break;
      this.#at = next.start + 1;
      const item = this.#item(next, [...path, items.length]);
      if (!item) return undefined;
      items.push(item);
    }
    return listOf(items, start, items.at(-1)?.span.end ?? start);
  }

  /** A mapping may begin on the line of its item. */
  #item({ indent, start }: Line, path: YamlPath): PlainNode | undefined {
    this.#take(spaces);
    if (!matches(key, this.#text, this.#at)) return this.#valueOfLine(indent, path, false);
    const inner = { indent: indent + this.#at - start, start: this.#at };
    this.#lines[this.#line] = inner;
    return this.#mapping(inner, path);
  }

  /** What stands on the rest of the line, or on the lines below it that are further in. */
  #valueOfLine(indent: number, path: YamlPath, isEntry: boolean): PlainNode | undefined {
    if (path.length > MAX_DEPTH) return undefined;
    if (this.#take(lineEnd) === undefined) {
      this.#take(spaces);
      const node = this.#onLine(blockText, path);
      if (this.#take(lineEnd) === undefined) return undefined;
      this.#line += 1;
      return node;
    }
    this.#line += 1;
    const next = this.#lines[this.#line];
    if (!next || next.indent < indent) return undefined;
    if (this.#isItem(next)) return isEntry || next.indent > indent ? this.#list(next, path) : undefined;
    return next.indent > indent ? this.#mapping(next, path) : undefined;
  }

  /** A list or a mapping in brackets, or a scalar; `unquoted` is what a text without quotes may be here. */
  #onLine(unquoted: RegExp, path: YamlPath): PlainNode | undefined {
    if (path.length > MAX_DEPTH) return undefined;
    const start = this.#at;
    switch (this.#text[start]) {
      case '[': {
        const items: PlainNode[] = [];
        const end = this.#separated(']', () => {
          const item = this.#inFlow([...path, items.length]);
          return item !== undefined && items.push(item) > 0;
        });
        return end === undefined ? undefined : listOf(items, start, end);
      }
      case '{': {
        const entries: Entries = new Map();
        const end = this.#separated('}', () => this.#entry(entries, path, (inner) => this.#inFlow(inner)));
        return end === undefined ? undefined : mappingOf(entries, start, end);
      }
      default:
        return this.#scalar(unquoted, path);
    }
  }

  /** Reads parts with commas between them up to the closing bracket. The place behind it; undefined where they are not plain. */
  #separated(close: string, part: () => boolean): number | undefined {
    this.#at += 1;
    this.#take(spaces);
    for (let isFirst = true; this.#text[this.#at] !== close; isFirst = false) {
      if (!isFirst && this.#text[this.#at++] !== ',') return undefined;
      this.#take(spaces);
      if (!part()) return undefined;
      this.#take(spaces);
    }
    this.#at += 1;
    return this.#at;
  }

  #inFlow(path: YamlPath): PlainNode | undefined {
    this.#take(spaces);
    return this.#onLine(flowText, path);
  }

  /** Reads a key that is new and may be one, and its value. */
  #entry(entries: Entries, path: YamlPath, readValue: (path: YamlPath) => PlainNode | undefined): boolean {
    const start = this.#at;
    const name = this.#take(key)?.slice(0, -1);
    if (name === undefined || entries.has(name) || forbidden.has(name)) return false;
    const node = readValue([...path, name]);
    if (!node) return false;
    entries.set(name, { key: { start, end: start + name.length }, node });
    return true;
  }

  #scalar(unquoted: RegExp, path: YamlPath): PlainNode | undefined {
    const start = this.#at;
    const inQuotes = this.#take(quoted);
    if (inQuotes !== undefined) return scalarOf(inQuotes.slice(1, -1), start, this.#at);
    const source = this.#take(unquoted);
    if (source === undefined || notPlain.test(source)) return undefined;
    const isTruth = truth.test(source);
    const isNumber = !isTruth && number.test(source);
    if (isNumber && source.length > MAX_NUMBER) return undefined;
    const isValue = (isTruth || isNumber) && !this.#isText(path);
    return scalarOf(isValue ? (isTruth ? /^t/i.test(source) : Number(source)) : source, start, this.#at);
  }

  #isItem({ start }: Line): boolean {
    const after = this.#text[start + 1];
    return this.#text[start] === '-' && (after === undefined || after === ' ' || after === '\n');
  }

  /** What a pattern matches here, which is then read. */
  #take(pattern: RegExp): string | undefined {
    const start = this.#at;
    if (!matches(pattern, this.#text, start)) return undefined;
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }
}

type Entries = Map<string, { readonly key: Span; readonly node: PlainNode }>;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < text.length; at = line.lastIndex) {
    line.lastIndex = at;
    const [, { length: indent }, content] = line.exec(text) as unknown as [string, string, string];
    if (content !== '' && !content.startsWith('#')) lines.push({ indent, start: at + indent });
  }
  return lines;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function scalarOf(value: unknown, start: number, end: number): PlainNode {
  return { value, span: { start, end }, child: () => undefined };
}

function listOf(items: readonly PlainNode[], start: number, end: number): PlainNode {
  return {
    value: items.map(({ value }) => value),
    span: { start, end },
    child: (step) => items[Number(step)] && { node: items[Number(step)] },
  };
}

function mappingOf(
  entries: Entries,
  start: number,
  end = [...entries.values()].at(-1)?.node.span.end ?? start,
): PlainNode {
  return {
    value: Object.fromEntries(Array.from(entries, ([name, { node }]) => [name, node.value])),
    span: { start, end },
    child: (step) => entries.get(String(step)),
  };
}
