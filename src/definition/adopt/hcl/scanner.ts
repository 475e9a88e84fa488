import { HclFault } from './syntax.ts';

/** Walks over the text of an HCL file. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Passes over blanks and comments; line ends too, where they mean nothing. */
  skip(lineEnds: boolean): void {
    const blank = lineEnds
      ? /(?:\s+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)*/y
      : /(?:[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)*/y;
    blank.lastIndex = this.at;
    blank.exec(this.text);
    this.at = Math.max(this.at, blank.lastIndex);
  }

  /** Whether this text stands here, after blanks. */
  sees(text: string, lineEnds = true): boolean {
    this.skip(lineEnds);
    return this.text.startsWith(text, this.at);
  }

  /** Takes this text where it stands here, after blanks. */
  take(text: string, lineEnds = true): boolean {
    if (!this.sees(text, lineEnds)) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.fault(`"${text}" is missing`);
  }

  /** What matches right here, without passing over anything. */
  match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  identifier(lineEnds = true): string | undefined {
    this.skip(lineEnds);
    return this.match(/[A-Za-z_][A-Za-z0-9_-]*/);
  }

  get ended(): boolean {
    this.skip(true);
    return this.at >= this.text.length;
  }

  fault(message: string, start = this.at): HclFault {
    return new HclFault(message, { start, end: Math.min(this.text.length, Math.max(this.at, start + 1)) });
  }
}
