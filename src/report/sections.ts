/** A part of a document that can be shortened at whole rows. Every text in it ends with a line end, or is empty. */
export interface Section {
  readonly head: string;
  /** How many rows there are; each is kept or left out as a whole, the last ones first. */
  readonly rows: number;
  /** The row at an index from 0; asked only for as many as there may be room for. */
  row(at: number): string;
  readonly tail: string;
  /** What stands in place of `left` rows. */
  more(left: number): string;
  /** How much of the room that is left it may take, up to 1. */
  readonly share: number;
}

/** A line that is never left out. */
export function always(text: string): Section {
  return { head: text, rows: 0, row: () => '', tail: '', more: () => '', share: 1 };
}

/**
 * The sections one after the other, an empty line between them, in at most `limit` bytes of UTF-8: that is never
 * less than the characters that an interface may count. A section that has no room for a single row says so with
 * its note; one that has no room for that is left out.
 */
export function joinWithin(sections: readonly Section[], limit: number): string {
  const parts: string[] = [];
  let left = limit;
  for (const section of sections) {
    const text = shortened(section, Math.floor((left - 1) * section.share));
    if (text === undefined) continue;
    parts.push(text);
    left -= bytes(text) + 1;
  }
  return parts.join('\n');
}

function shortened({ head, rows, row, tail, more }: Section, room: number): string | undefined {
  const kept: string[] = [];
  let used = bytes(head) + bytes(tail);
  while (kept.length < rows && used <= room) {
    const text = row(kept.length);
    kept.push(text);
    used += bytes(text);
  }
  if (used <= room) return [head, ...kept, tail].join('');
  // The note is longest where it counts all rows.
  const note = bytes(more(rows));
  while (kept.length > 0 && used + note > room) used -= bytes(kept.pop() as string);
  return used + note > room ? undefined : [head, ...kept, more(rows - kept.length), tail].join('');
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
