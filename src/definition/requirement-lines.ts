import type { Span } from '../diagnostics/diagnostic.ts';

/** A line of a requirements file after continued lines are joined and comments cut off. */
export interface RequirementLine {
  readonly text: string;
  /** From the first to the last character that counts. */
  readonly span: Span;
  /** Of the first line, from 1. */
  readonly line: number;
}

/** Joins and cuts lines as pip does (pip, "Requirements File Format"); lines without content are left out. */
export function requirementLines(text: string): readonly RequirementLine[] {
  const joiner = new Joiner();
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  for (const [index, raw] of text.slice(offset).split('\n').entries()) {
    joiner.add(raw.endsWith('\r') ? raw.slice(0, -1) : raw, offset, index + 1);
    offset += raw.length + 1;
  }
  joiner.finish();
  return joiner.lines;
}

class Joiner {
  readonly lines: RequirementLine[] = [];
  #parts: string[] = [];
  #line = 0;
  #start = 0;
  #end = 0;

  add(written: string, offset: number, number: number): void {
    const content = withoutComment(written);
    // A comment ends what a line before it continues.
    const goesOn = content.length === written.length && written.endsWith('\\');
    const part = goesOn ? content.slice(0, -1) : content;
    if (part.trim() !== '') {
      if (this.#parts.length === 0) {
        this.#line = number;
        this.#start = offset + part.length - part.trimStart().length;
      }
      this.#end = offset + part.trimEnd().length;
      this.#parts.push(part);
    }
    if (!goesOn) this.finish();
  }

  finish(): void {
    const text = this.#parts.join('').trim();
    if (text !== '') this.lines.push({ text, span: { start: this.#start, end: this.#end }, line: this.#line });
    this.#parts = [];
  }
}

/** A `#` starts a comment at the start of the line and after white space. */
function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
    if (at === 0 || line[at - 1] === ' ' || line[at - 1] === '\t') return line.slice(0, at);
  }
  return line;
}
