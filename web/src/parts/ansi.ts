/** A stretch of a log line in one look. */
export interface Stretch {
  readonly text: string;
  /** CSS classes: `fg1` to `fg15`, `bg1` to `bg15`, `bold`, `faint`, `italic`, `underline`. */
  readonly classes: string;
}

interface Look {
  fg: number | undefined;
  bg: number | undefined;
  readonly styles: Set<string>;
}

// ECMA-48: CSI … final byte; of these only SGR (m) changes a look. OSC … up to BEL or ST, and single escapes, vanish.
const SEQUENCE = new RegExp(
  [
    String.raw`\u001b\[([0-9;:]{0,64})[ -/]{0,4}([@-~])`,
    String.raw`\u001b\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)?`,
    String.raw`\u001b(?:[ -/]{0,4}[0-~])?`,
    String.raw`[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]`,
  ].join('|'),
  'g',
);

/** Cuts a line at its colours. Linear in the line's length; every character that is no control character is kept. */
export function stretches(line: string): readonly Stretch[] {
  const look: Look = { fg: undefined, bg: undefined, styles: new Set() };
  const found: Stretch[] = [];
  let from = 0;
  const add = (to: number) => {
    if (to > from) found.push({ text: line.slice(from, to), classes: classesOf(look) });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') apply(match[1] ?? '', look);
  }
  add(line.length);
  return found;
}

/** What of a line is to be read. */
export function plain(line: string): string {
  return line.replace(SEQUENCE, '');
}

const STYLES: Readonly<Record<number, string>> = { 1: 'bold', 2: 'faint', 3: 'italic', 4: 'underline' };

/** Select Graphic Rendition (ECMA-48 8.3.117). Colours beyond the sixteen named ones are left out. */
function apply(parameters: string, look: Look): void {
  const codes = parameters.split(/[;:]/).map(Number);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) reset(look);
    else if (STYLES[code]) look.styles.add(STYLES[code]);
    else if (code === 22) for (const style of ['bold', 'faint']) look.styles.delete(style);
    else if (code === 23) look.styles.delete('italic');
    else if (code === 24) look.styles.delete('underline');
    else if (code >= 30 && code <= 37) look.fg = code - 30;
    else if (code >= 90 && code <= 97) look.fg = code - 82;
    else if (code === 39) look.fg = undefined;
    else if (code >= 40 && code <= 47) look.bg = code - 40;
    else if (code >= 100 && code <= 107) look.bg = code - 92;
    else if (code === 49) look.bg = undefined;
    else if (code === 38 || code === 48) at += codes[at + 1] === 5 ? 2 : 4;
  }
}

function reset(look: Look): void {
  look.fg = undefined;
  look.bg = undefined;
  look.styles.clear();
}

function classesOf({ fg, bg, styles }: Look): string {
  return [...(fg === undefined ? [] : [`fg${fg}`]), ...(bg === undefined ? [] : [`bg${bg}`]), ...styles].join(' ');
}
