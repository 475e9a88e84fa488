/**
 * Text on its way to a terminal. Names, messages, sources and log lines were written by others: nothing of
 * theirs may move the cursor, hide itself, or be taken for a command by what reads the output.
 */

/** One visible unit of a text: what is printed for it, how many columns that takes, where it stood. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** Where it stood in the text that was taken apart, and for how long, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
}

const TAB_STOP = 4;
let segmenter: Intl.Segmenter | undefined;

// Controls, invisible format characters (joiners excepted: emoji and Indic scripts need them), line separators and
// lone surrogates. The "[" of "##[" is among them: a GitHub runner reads a command there wherever it stands.
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?<=##)\[/gu;
// Unicode Standard Annex 11, wide and full-width ranges; emoji by their own property.
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const zeroWidth = /^[\p{Mn}\p{Me}\u200c\u200d]+$/u;
// What nearly every text is made of: one column for each unit, nothing to escape but a runner's command.
const everyday = /^[ -~·…→✓✗\u2500-\u257f]*$/;

/** The text with everything unprintable as `\x1b`, `\u202e` or `\u{e0001}`; one line stays one line. */
export function escapeControls(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) as number;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** What a reader takes for one character. Made when first needed: JSON does without, and making it takes 10 ms. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Takes a line apart into cells: tabs become spaces up to the next stop, controls their escapes. */
export function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let before = '';
  for (const { segment, index } of graphemes(text)) {
    const shown = segment === '\t' ? ' '.repeat(TAB_STOP - (column % TAB_STOP)) : escapeAfter(before, segment);
    const width = displayWidth(shown);
    cells.push({ text: shown, width, offset: index, length: segment.length });
    column += width;
    before = (before + segment).slice(-2);
  }
  return cells;
}

/** Columns that a printable text takes in a terminal. */
export function displayWidth(text: string): number {
  if (everyday.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) {
    width += wide.test(segment) ? 2 : zeroWidth.test(segment) ? 0 : 1;
  }
  return width;
}

/** The text cut to `width` columns, with `…` in the last one where something is gone. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (text.length <= width && everyday.test(text) && !text.includes('##[')) return text;
  // No cell is narrower than nothing: beyond this many units nothing can be seen, however long the text is.
  const cells = cellsOf(text.slice(0, width * 16));
  let used = 0;
  let fits = '';
  for (const [index, cell] of cells.entries()) {
    const last = index === cells.length - 1 && text.length <= width * 16;
    if (used + cell.width > (last ? width : width - 1)) return `${fits}…`;
    fits += cell.text;
    used += cell.width;
  }
  return text.length > width * 16 ? `${fits}…` : fits;
}

/** The text filled up with spaces to `width` columns; a longer one stays as it is. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Breaks a text at spaces into lines of at most `width` columns; a longer word keeps a line to itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && displayWidth(line) + 1 + displayWidth(word) <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

// ECMA-48: control strings (5.6), control sequences (5.4), other escapes (5.3). Each alternative stops at the next
// ESC, so that no input makes the search look twice at the same character.
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
  /(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;

/**
 * A line of a builder's output as one printable line: control sequences gone, only the last state of a line that
 * was drawn over with carriage returns, and nothing at its start that a GitHub runner takes for a command.
 */
export function cleanLog(line: string): string {
  const text = line.replace(sequences, '').replace(/\r+$/, '');
  const last = text.slice(text.lastIndexOf('\r') + 1).replaceAll('\t', '    ');
  return notACommand(escapeControls(last));
}

/** The line so that a GitHub runner, which looks behind leading spaces, finds no `::command` at its start. */
export function notACommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\x3a');
}

/** JSON on one line that holds no control character, not even inside strings; it parses to the same value. */
export function safeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  // A plan of a large repository is megabytes of plain text.
  if (!/[^\n -~]|##\[/.test(text)) return text;
  return text.replace(unprintable, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, at) => jsonEscape(character.charCodeAt(at))).join(''),
  );
}

function jsonEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

function escapeAfter(before: string, segment: string): string {
  return before === '##' && segment === '[' ? '\\x5b' : escapeControls(segment);
}
