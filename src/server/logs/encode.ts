import type { LogLine } from './log-files.ts';

/** A line as clients get it: the time as RFC 3339 has it. */
export function showLine({ sequence, time, text }: LogLine): { sequence: number; time: Date; text: string } {
  return { sequence, time: new Date(time), text };
}

/** Lines as they are written, without anything else. */
export const asText = encodedOnce((lines) => lines.map(({ text }) => `${text}\n`).join(''));

/** Server-sent events (WHATWG HTML, section 9.2): one for each line, whose id is the line's number. */
export const asEvents = encodedOnce((lines) =>
  lines.map((line) => `id: ${line.sequence}\ndata: ${JSON.stringify(showLine(line))}\n\n`).join(''),
);

/** One message of a WebSocket. */
export const asMessage = encodedOnce((lines) => JSON.stringify({ lines: lines.map(showLine) }));

/** Lines that many readers get are encoded for the first one, as long as any of them holds the array. */
function encodedOnce(encode: (lines: readonly LogLine[]) => string): (lines: readonly LogLine[]) => Buffer {
  const known = new WeakMap<readonly LogLine[], Buffer>();
  return (lines) => {
    const encoded = known.get(lines) ?? Buffer.from(encode(lines));
    known.set(lines, encoded);
    return encoded;
  };
}
