import { lineText, positionAt, type SourceFile, type Span } from '../diagnostics/diagnostic.ts';
import { type Cell, cellsOf, wrap } from './text.ts';

/** A line of source as it is shown, and which of its columns (from 0) the carets stand under. */
interface ShownLine {
  readonly text: string;
  readonly caretStart: number;
  readonly caretWidth: number;
}

const INDENT = '  ';
const NARROWEST_MESSAGE = 24;

/**
 * The line that `span` starts in, with its number, carets under the span and `message` behind them, and the line
 * before it where that says something. Empty for a span in an empty file.
 */
export function codeFrame(
  place: { readonly file: SourceFile; readonly span: Span },
  message: string,
  options: { readonly width: number; readonly before: boolean },
): string[] {
  const { file, span } = place;
  if (file.text === '') return wrap(message, options.width - 4).map((line) => `    ${line}`);
  const { line, column } = positionAt(file, span.start);
  const numberWidth = String(line).length;
  const gutter = (number: string) => `${INDENT}${number.padStart(numberWidth)} │ `;
  const room = Math.max(20, options.width - gutter('').length);
  const source = lineText(file, line);
  const shown = showLine(source, column - 1, column - 1 + span.end - span.start, room);
  const previous = options.before && line > 1 ? lineText(file, line - 1) : '';
  const lines = previous.trim() === '' ? [] : [gutter(String(line - 1)) + showLine(previous, 0, 0, room).text];
  lines.push(gutter(String(line)) + shown.text);
  for (const under of caretLines(shown, message, room)) lines.push(gutter('') + under);
  return lines.map((text) => text.trimEnd());
}

/** Cuts a line to `room` columns around the UTF-16 range `from`–`to`, with `…` where something is gone. */
function showLine(line: string, from: number, to: number, room: number): ShownLine {
  // Only what can be seen is looked at: a line may be the whole of a minified file.
  const begin = Math.max(0, from - 2 * room);
  const finish = Math.min(line.length, from + 4 * room);
  const cells = cellsOf(line.slice(begin, finish));
  const columns = columnsOf(cells);
  const columnAt = (offset: number) => columns[firstCellAt(cells, offset - begin)] as number;
  const total = columns.at(-1) as number;
  const caretStart = columnAt(from);
  const caretEnd = Math.max(columnAt(Math.min(to, line.length)), caretStart + 1);
  if (begin === 0 && finish === line.length && total <= room) {
    return { text: cells.map((cell) => cell.text).join(''), caretStart, caretWidth: caretEnd - caretStart };
  }
  const left = begin === 0 && caretEnd < room ? 0 : Math.max(0, caretStart - Math.floor(room / 3));
  const cutLeft = begin > 0 || left > 0;
  const first = columns.findIndex((column) => column >= left + (cutLeft ? 1 : 0));
  let last = first;
  const start = (columns[first] as number) - (cutLeft ? 1 : 0);
  while (last < cells.length && (columns[last + 1] as number) - start < room) last += 1;
  const cutRight = finish < line.length || last < cells.length;
  const text = cells
    .slice(first, last)
    .map((cell) => cell.text)
    .join('');
  return {
    text: `${cutLeft ? '…' : ''}${text}${cutRight ? '…' : ''}`,
    caretStart: caretStart - start,
    caretWidth: Math.max(1, Math.min(caretEnd, columns[last] as number) - caretStart),
  };
}

/** The column at which each cell starts, and behind them the one at which the last ends. */
function columnsOf(cells: readonly Cell[]): number[] {
  const columns = [0];
  for (const cell of cells) columns.push((columns.at(-1) as number) + cell.width);
  return columns;
}

/** The index of the cell that holds a UTF-16 offset; `cells.length` behind the last. */
function firstCellAt(cells: readonly Cell[], offset: number): number {
  const next = cells.findIndex((cell) => cell.offset > offset);
  if (next >= 0) return next - 1;
  const last = cells.at(-1);
  return last && offset < last.offset + last.length ? cells.length - 1 : cells.length;
}

/** The carets with the message behind them, or below them where it does not fit. */
function caretLines(shown: ShownLine, message: string, room: number): string[] {
  const carets = ' '.repeat(shown.caretStart) + '^'.repeat(shown.caretWidth);
  const beside = room - carets.length - 1;
  const lines = wrap(message, Math.max(beside, NARROWEST_MESSAGE));
  if (beside >= NARROWEST_MESSAGE || lines.length === 1) {
    const indent = ' '.repeat(carets.length + 1);
    return lines.map((line, index) => (index === 0 ? `${carets} ${line}` : indent + line));
  }
  return [carets, ...wrap(message, room)];
}
