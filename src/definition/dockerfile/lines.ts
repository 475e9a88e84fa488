/** A piece of text put together from lines of a file, that still knows where each of its characters came from. */
export class JoinedText {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** The offset in the file of the character at `index`; the end of the text is the end of its last piece. */
  offsetOf(index: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle] as Piece).index <= index) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low] as Piece;
    return piece.offset + (index - piece.index);
  }

  /** The part from `from` to `to`, without white space at either end. */
  slice(from: number, to = this.text.length): JoinedText {
    let start = from;
    let end = to;
    while (start < end && isSpace(this.text[start] as string)) start += 1;
    while (end > start && isSpace(this.text[end - 1] as string)) end -= 1;
    const moved = this.#pieces.map(({ index, offset }) => ({ index: index - start, offset }));
    return new JoinedText(this.text.slice(start, end), moved);
  }
}

/** From `index` of the joined text on, characters come from `offset` of the file on. */
interface Piece {
  readonly index: number;
  readonly offset: number;
}

/** Whether a character separates words. */
export function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\v' || character === '\f';
}

/** Walks over the lines of a text, line ends kept apart. */
export class LineCursor {
  readonly text: string;
  /** Number of the line that `next` returned last, from 1. */
  line = 0;
  #at = 0;

  constructor(text: string) {
    this.text = text;
    // A byte order mark at the start is no part of the first line.
    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  /** Where the next line starts. */
  get offset(): number {
    return this.#at;
  }

  /** The next line without its line end, or undefined at the end of the text. */
  next(): string | undefined {
    if (this.#at >= this.text.length) return undefined;
    const newline = this.text.indexOf('\n', this.#at);
    let end = newline < 0 ? this.text.length : newline;
    const start = this.#at;
    this.#at = newline < 0 ? end : end + 1;
    this.line += 1;
    while (end > start && this.text[end - 1] === '\r') end -= 1;
    return this.text.slice(start, end);
  }
}
