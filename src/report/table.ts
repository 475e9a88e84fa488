import { displayWidth, pad } from './text.ts';

/** Rows under a head, columns aligned, two spaces apart; `right` names the columns that hold numbers. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  return all.map((row) =>
    widths
      .map((width, column) => {
        const text = row[column] ?? '';
        return right.includes(head[column] as string)
          ? ' '.repeat(width - displayWidth(text)) + text
          : pad(text, width);
      })
      .join('  ')
      .trimEnd(),
  );
}
