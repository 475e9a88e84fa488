import type { Span } from '../../diagnostics/diagnostic.ts';
import { type Directives, readDirectives } from './directives.ts';
import { JoinedText, LineCursor } from './lines.ts';
import { splitWords } from './words.ts';

/** One instruction, its lines joined, comments between them gone. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** What follows the keyword. */
  readonly body: JoinedText;
  /** Contents of here-documents, in the order of the line that names them, line ends as they are. */
  readonly heredocs: readonly string[];
  /** Of the keyword. */
  readonly span: Span;
  /** From 1. */
  readonly line: number;
}

/** What keeps a Dockerfile from being read. */
export interface SyntaxFault {
  readonly code: 'dockerfile-syntax' | 'dockerfile-limit';
  readonly message: string;
  readonly span: Span;
}

/** A Dockerfile taken apart. */
export interface ParsedDockerfile {
  readonly directives: Directives;
  readonly instructions: readonly Instruction[];
  readonly faults: readonly SyntaxFault[];
}

const MAX_LENGTH = 256 * 1024;
const MAX_INSTRUCTIONS = 5_000;
const whole: Span = { start: 0, end: 0 };
const heredocWord = /^[0-9]*<<(-?)([^<]*)$/;

/**
 * Takes a Dockerfile apart the way BuildKit's parser does (frontend/dockerfile/parser): line by line, comment lines
 * and empty lines inside a continued instruction passed over, here-documents of ADD, COPY and RUN set aside.
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  if (latest?.text !== text) latest = { text, parsed: takeApart(text) };
  return latest.parsed;
}

/** The same file is asked for several times in a row: for each platform, and for the rules. */
let latest: { readonly text: string; readonly parsed: ParsedDockerfile } | undefined;

function takeApart(text: string): ParsedDockerfile {
  const directives = readDirectives(text);
  if (text.length > MAX_LENGTH) return tooMuch(directives, `the file is larger than ${MAX_LENGTH / 1024} KB`);
  const cursor = new LineCursor(text);
  const reader = new InstructionReader(cursor, directives.escapeToken);
  const instructions: Instruction[] = [];
  for (let next = reader.next(); next; next = reader.next()) {
    instructions.push(next);
    if (instructions.length > MAX_INSTRUCTIONS) {
      return tooMuch(directives, `the file has more than ${MAX_INSTRUCTIONS} instructions`);
    }
  }
  return { directives, instructions, faults: reader.faults };
}

/** The instruction that an ONBUILD keeps for later, or undefined where there is none. */
export function triggerOf(onbuild: Instruction): Instruction | undefined {
  const { body, heredocs, line } = onbuild;
  return body.text === '' ? undefined : instructionOf(body, heredocs, line);
}

function tooMuch(directives: Directives, message: string): ParsedDockerfile {
  return { directives, instructions: [], faults: [{ code: 'dockerfile-limit', message, span: whole }] };
}

function instructionOf(joined: JoinedText, heredocs: readonly string[], line: number): Instruction {
  const length = /^[^\t\v\f\r ]*/.exec(joined.text)?.[0].length ?? 0;
  const start = joined.offsetOf(0);
  return {
    keyword: joined.text.slice(0, length).toUpperCase(),
    body: joined.slice(length),
    heredocs,
    span: { start, end: length === 0 ? start : joined.offsetOf(length - 1) + 1 },
    line,
  };
}

class InstructionReader {
  readonly faults: SyntaxFault[] = [];
  readonly #cursor: LineCursor;
  readonly #escapeToken: string;
  readonly #continued: RegExp;
  #lastLines: ReadonlyMap<string, number> | undefined;

  constructor(cursor: LineCursor, escapeToken: string) {
    this.#cursor = cursor;
    this.#escapeToken = escapeToken;
    // An escape that is itself escaped does not continue the line.
    this.#continued = escapeToken === '`' ? /(?:^|[^`])`[ \t]*$/ : /(?:^|[^\\])\\[ \t]*$/;
  }

  next(): Instruction | undefined {
    for (;;) {
      const offset = this.#cursor.offset;
      const line = this.#cursor.next();
      if (line === undefined) return undefined;
      if (isComment(line) || line.trim() === '') continue;
      const number = this.#cursor.line;
      const joined = this.#join(line, offset);
      if (joined.text === '') continue;
      const instruction = instructionOf(joined, [], number);
      const heredocs = this.#heredocs(instruction);
      return heredocs.length > 0 ? { ...instruction, heredocs } : instruction;
    }
  }

  #join(first: string, offset: number): JoinedText {
    if (!this.#continued.test(first)) return new JoinedText(first, [{ index: 0, offset }]).slice(0);
    const pieces = [{ index: 0, offset }];
    let text = this.#withoutEscape(first);
    for (;;) {
      const start = this.#cursor.offset;
      const line = this.#cursor.next();
      if (line === undefined) break;
      if (isComment(line) || line.trim() === '') continue;
      pieces.push({ index: text.length, offset: start });
      const goesOn = this.#continued.test(line);
      text += goesOn ? this.#withoutEscape(line) : line;
      if (!goesOn) break;
    }
    return new JoinedText(text, pieces).slice(0);
  }

  #withoutEscape(line: string): string {
    return line.slice(0, line.lastIndexOf(this.#escapeToken));
  }

  #heredocs(instruction: Instruction): string[] {
    if (!instruction.body.text.includes('<<') || !canHaveHeredoc(instruction)) return [];
    // BuildKit looks for here-documents with "\" as the escape, whatever the directive says.
    const { words, closed } = splitWords(instruction.body.text, '\\');
    if (!closed) return [];
    const heredocs: string[] = [];
    for (const [at, { raw }] of words.entries()) {
      const [, dash, attached] = heredocWord.exec(raw) ?? [];
      if (attached === undefined) continue;
      const terminator = attached === '' && dash === '' ? this.#apart(words[at + 1]?.raw) : unquoted(attached);
      if (terminator) heredocs.push(this.#heredoc(terminator, dash === '-', instruction.span));
    }
    return heredocs;
  }

  /** The terminator that stands apart from its `<<`. Older parsers read a shift there, so a line must bear it out. */
  #apart(word: string | undefined): string | undefined {
    if (word === undefined || word.includes('<')) return undefined;
    this.#lastLines ??= lastLines(this.#cursor.text);
    const last = this.#lastLines.get(unquoted(word)) ?? -1;
    return last >= this.#cursor.offset ? unquoted(word) : undefined;
  }

  #heredoc(terminator: string, stripsTabs: boolean, span: Span): string {
    const start = this.#cursor.offset;
    for (;;) {
      const end = this.#cursor.offset;
      const line = this.#cursor.next();
      if (line === undefined) {
        // At the end of the file every further one lacks its end for the same reason.
        if (this.faults.length > 0) return '';
        const message = `the here-document has no line "${terminator}" that ends it`;
        this.faults.push({ code: 'dockerfile-syntax', message, span });
        return this.#cursor.text.slice(start);
      }
      if ((stripsTabs ? line.replace(/^\t+/, '') : line) === terminator) return this.#cursor.text.slice(start, end);
    }
  }
}

/** Where each line of the text stands last. */
function lastLines(text: string): ReadonlyMap<string, number> {
  const cursor = new LineCursor(text);
  const lines = new Map<string, number>();
  for (;;) {
    const { offset } = cursor;
    const line = cursor.next();
    if (line === undefined) return lines;
    lines.set(line, offset);
  }
}

function unquoted(word: string): string {
  return word.replace(/["'\\]/g, '');
}

function canHaveHeredoc(instruction: Instruction): boolean {
  const keyword = instruction.keyword === 'ONBUILD' ? triggerOf(instruction)?.keyword : instruction.keyword;
  return keyword === 'ADD' || keyword === 'COPY' || keyword === 'RUN';
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#');
}
