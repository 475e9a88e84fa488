import { isAlias, isMap, isPair, isScalar, isSeq, Lexer, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import { positionAt, type SourceFile, type Span } from '../diagnostics/diagnostic.ts';
import type { Findings } from './findings.ts';
import { readPlainYaml, type YamlNode, type YamlPath } from './plain-yaml.ts';

export type { YamlPath } from './plain-yaml.ts';

/** A YAML file as plain values, with the place of each. */
export interface YamlSource {
  /** A mapping; empty where the file is empty or cannot be read. */
  readonly value: Record<string, unknown>;
  /** The place of the value at `path`, or of the nearest parent that is there. */
  span(path: YamlPath): Span;
  /** The place of the key that leads to `path`, or of the nearest parent that is there. */
  keySpan(path: YamlPath): Span;
}

// A file of the largest kind that passes these is read in under 100 ms.
const MAX_LENGTH = 128 * 1024;
const MAX_TOKENS = 12_000;
const MAX_DEPTH = 32;
const MAX_VALUES = 5_000;
const MAX_ALIASES = 100;
/** No text this short reaches any of the limits but the depth, and that only with as many brackets. */
const HARMLESS_LENGTH = 1024;

const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads one YAML 1.2 document. Numbers and truth values at paths where `isText` holds are taken as they are
 * written, so that 1.10 does not become 1.1.
 */
export function readYaml(file: SourceFile, isText: (path: YamlPath) => boolean, findings: Findings): YamlSource {
  const plain = readPlainYaml(file.text, isText);
  return plain ? sourceOf(plain.value as Record<string, unknown>, plain) : readAnyYaml(file, isText, findings);
}

/** The same for what is plain and for what is not, with the whole parser. */
export function readAnyYaml(file: SourceFile, isText: (path: YamlPath) => boolean, findings: Findings): YamlSource {
  const contents = parse(file, findings);
  const value = contents ? new Reader(file, isText, findings).read(contents) : {};
  if (!isMapping(value)) {
    const span = contents ? nodeSpan(file, contents) : start;
    findings.error(span, 'schema-type', `the file is a mapping of keys to values, not ${typeName(value)}`);
  }
  return sourceOf(isMapping(value) ? value : {}, contents && parsedNode(file, contents));
}

function sourceOf(value: Record<string, unknown>, root: YamlNode | undefined): YamlSource {
  return {
    value,
    span: (path) => placeOf(root, path, 'value'),
    keySpan: (path) => placeOf(root, path, 'key'),
  };
}

/** What a value is, in a reader's words. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'a mapping';
}

const start: Span = { start: 0, end: 0 };

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(file: SourceFile, findings: Findings): ParsedNode | undefined {
  const excess = excessOf(file.text);
  if (excess) {
    findings.error(start, 'yaml-limit', excess);
    return undefined;
  }
  const document = parseDocument(file.text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const seen = new Set<number>();
  for (const problem of [...document.errors, ...document.warnings]) {
    const { line } = positionAt(file, problem.pos[0]);
    // One slip makes the parser stumble several times on the same line: the first tells the cause.
    if (seen.has(line)) continue;
    seen.add(line);
    findings.error(clipped(file, problem.pos), 'yaml-syntax', firstLine(problem.message));
  }
  return document.errors.length > 0 ? undefined : (document.contents ?? undefined);
}

/** A place no longer than its first line. */
function clipped(file: SourceFile, [from, to]: readonly [number, number]): Span {
  const start = Math.min(from, file.text.length);
  const lineEnd = file.text.indexOf('\n', start);
  const end = Math.min(to, lineEnd < 0 ? file.text.length : Math.max(lineEnd, start + 1));
  return { start, end: Math.max(start, end) };
}

function firstLine(message: string): string {
  return message.split('\n')[0] as string;
}

/** Looks at the text before the parser does: what it costs must be known before it is spent. */
function excessOf(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return `the file is larger than ${MAX_LENGTH / 1024} KB`;
  if (text.length <= HARMLESS_LENGTH && bracketsIn(text) <= MAX_DEPTH) return undefined;
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return 'the file has more keys and values than Caskwright reads';
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > MAX_DEPTH) return `the file is nested deeper than ${MAX_DEPTH} levels`;
  }
  return undefined;
}

function bracketsIn(text: string): number {
  let count = 0;
  for (const character of text) if (character === '[' || character === '{') count += 1;
  return count;
}

/** Turns nodes into plain values, within the limits. */
class Reader {
  readonly #file: SourceFile;
  readonly #isText: (path: YamlPath) => boolean;
  readonly #findings: Findings;
  readonly #anchors = new Map<string, ParsedNode>();
  #values = 0;
  #aliases = 0;
  #exceeded = false;

  constructor(file: SourceFile, isText: (path: YamlPath) => boolean, findings: Findings) {
    this.#file = file;
    this.#isText = isText;
    this.#findings = findings;
  }

  read(node: ParsedNode | null): unknown {
    const value = this.#value(node, []);
    return this.#exceeded ? {} : value;
  }

  #value(node: ParsedNode | null, path: (string | number)[]): unknown {
    if (node === null || this.#exceeded) return null;
    this.#values += 1;
    if (this.#values > MAX_VALUES) return this.#exceed(node, `the file has more than ${MAX_VALUES} values`);
    if (path.length > MAX_DEPTH) return this.#exceed(node, `the file is nested deeper than ${MAX_DEPTH} levels`);
    if (isAlias(node)) return this.#alias(node, path);
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#mapping(node, path);
    if (isSeq(node)) return node.items.map((item, index) => this.#value(item, [...path, index]));
    if (typeof node.value === 'object' && node.value !== null) {
      // A tag can ask for bytes; nothing that is read here is made of any.
      this.#findings.error(
        nodeSpan(this.#file, node),
        'yaml-syntax',
        `values of ${node.tag ?? 'this kind'} are not read`,
      );
      return null;
    }
    if (typeof node.value === 'string' || !this.#isText(path) || node.value === null) return node.value;
    return node.source;
  }

  #alias(node: ParsedNode & { source: string }, path: (string | number)[]): unknown {
    this.#aliases += 1;
    if (this.#aliases > MAX_ALIASES) return this.#exceed(node, `the file has more than ${MAX_ALIASES} aliases`);
    const target = this.#anchors.get(node.source);
    if (target) return this.#value(target, path);
    this.#findings.error(nodeSpan(this.#file, node), 'yaml-syntax', `there is no anchor &${node.source} before this`);
    return null;
  }

  #mapping(node: YAMLMap.Parsed, path: (string | number)[]): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const places = new Map<string, Span>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) {
        const span = key ? nodeSpan(this.#file, key) : nodeSpan(this.#file, node);
        this.#findings.error(span, 'yaml-syntax', 'a key is a plain text');
        continue;
      }
      const name = keyText(key);
      const span = nodeSpan(this.#file, key);
      if (this.#isUsable(name, span, places.get(name))) {
        places.set(name, span);
        mapping[name] = this.#value(value, [...path, name]);
      }
    }
    return mapping;
  }

  #isUsable(name: string, span: Span, first: Span | undefined): boolean {
    if (forbiddenKeys.has(name)) {
      this.#findings.error(span, 'yaml-forbidden-key', `"${name}" cannot be a key`, { fix: 'use another name' });
      return false;
    }
    if (!first) return true;
    this.#findings.error(span, 'yaml-duplicate-key', `"${name}" stands twice; the first one counts`, {
      fix: 'remove one of them',
      related: [{ file: this.#file, span: first, message: 'the first one' }],
    });
    return false;
  }

  #exceed(node: ParsedNode, message: string): null {
    this.#findings.error(nodeSpan(this.#file, node), 'yaml-limit', message);
    this.#exceeded = true;
    return null;
  }
}

function keyText(key: { value: unknown; source?: string | undefined }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** A block ends with its last value: comments behind it are not in it. */
function nodeSpan(file: SourceFile, node: ParsedNode): Span {
  const [from, to] = node.range;
  const last = (isMap(node) || isSeq(node)) && !node.flow ? node.items.at(-1) : undefined;
  const inner = isPair(last) ? last.value : last;
  if (inner) return { start: from, end: nodeSpan(file, inner as ParsedNode).end };
  return { start: from, end: Math.max(from, from + file.text.slice(from, to).trimEnd().length) };
}

/** A node of the parser as one of ours. */
function parsedNode(file: SourceFile, parsed: ParsedNode): YamlNode {
  return {
    span: nodeSpan(file, parsed),
    child(step) {
      if (isSeq(parsed)) {
        const item = parsed.items[Number(step)];
        return item === undefined || isPair(item) ? undefined : { node: parsedNode(file, item as ParsedNode) };
      }
      if (!isMap(parsed)) return undefined;
      const pair = (parsed as YAMLMap.Parsed).items.find(({ key }) => isScalar(key) && keyText(key) === String(step));
      if (!pair) return undefined;
      return { key: nodeSpan(file, pair.key), node: pair.value ? parsedNode(file, pair.value) : undefined };
    },
  };
}

function placeOf(root: YamlNode | undefined, path: YamlPath, part: 'key' | 'value'): Span {
  let place = start;
  let inner = root;
  for (const [depth, step] of path.entries()) {
    const found = inner?.child(step);
    if (!found) return place;
    const { key, node } = found;
    const isLast = depth === path.length - 1;
    const empty = node === undefined || node.span.end === node.span.start;
    place = (key && (empty || part === 'key' || !isLast) ? key : node?.span) ?? place;
    inner = node;
  }
  return place;
}
