import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { annotations } from './github-annotations.ts';

const file = { path: 'images/a/build.yaml', text: 'x\n'.repeat(40) };

function findings(severity: Diagnostic['severity'], number: number): Diagnostic[] {
  return Array.from({ length: number }, (_, at) => {
    const start = 2 * (number - 1 - at);
    return { severity, code: 'schema-value', message: 'no', file, span: { start, end: start + 1 } };
  });
}

test('ten errors and ten warnings stand on their lines, errors first, in the order of the file; the rest is handed back', () => {
  const { lines, rest, errors, warnings } = annotations([...findings('warning', 12), ...findings('error', 13)]);
  const at = (severity: string, line: number) =>
    `::${severity} file=images/a/build.yaml,line=${line},endLine=${line},col=1,endColumn=2,title=schema-value::no`;
  const tenOf = (severity: string) => Array.from({ length: 10 }, (_, index) => at(severity, index + 1));
  expect(lines).toEqual([...tenOf('error'), ...tenOf('warning')]);
  expect(rest.map(({ severity, line }) => [severity, line])).toEqual([
    ['error', 11],
    ['error', 12],
    ['error', 13],
    ['warning', 11],
    ['warning', 12],
  ]);
  expect([errors, warnings]).toEqual([13, 12]);
});

test('few warnings do not make room for more errors', () => {
  const { lines, rest } = annotations([...findings('error', 12), ...findings('warning', 1)]);
  expect([lines.length, rest.length]).toEqual([11, 2]);
});
