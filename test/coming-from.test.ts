import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const file = join(import.meta.dirname, '../docs/coming-from.md');

/** The rows of every table of the page: the words of the last cell and what it links to. */
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .flatMap((line, at) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const isRow = cells.length === 5 && cells[1] !== 'there' && !/^-+$/.test(cells[1] ?? '');
    return isRow ? [{ line: at + 1, proofs: [...(cells[3] ?? '').matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)] }] : [];
  });

describe('docs/coming-from.md', () => {
  test('every row links what shows it, or where it stands', () => {
    expect(rows.filter(({ proofs }) => proofs.length === 0).map(({ line }) => line)).toEqual([]);
  });

  test.each(rows.flatMap(({ line, proofs }) => proofs.map(([, name = '', path = '']) => ({ line, name, path }))))(
    'line $line: $path has "$name"',
    ({ name, path }) => {
      const target = join(dirname(file), path);
      expect(existsSync(target)).toBe(true);
      if (path.endsWith('.ts')) expect(readFileSync(target, 'utf8').replaceAll("\\'", "'")).toContain(name);
    },
  );
});
