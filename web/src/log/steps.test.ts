import { expect, test } from 'vitest';
import { isStep, rowsOf, stepOf } from './steps.ts';

test.each([
  'STEP 1/4: FROM scratch',
  '[2/2] STEP 3/3: COPY --from=0 /a /a',
  '[2/4] RUN make',
  '[build 2/4] RUN make',
  '[linux/arm64 build 2/4] COPY . .',
  'CACHED [2/4] WORKDIR /app',
  '#7 [2/4] RUN make',
  'exporting to image',
])('%s begins a step', (line) => expect(isStep(line)).toBe(true));

test.each(['[1/4] Resolving packages...', 'a STEP 1/4: FROM', 'STEP by STEP', '[INFO] RUN it', ''])(
  '%s is what a program says',
  (line) => expect(isStep(line)).toBe(false),
);

test('a folded step shows its first line alone; rows and lines know each other', () => {
  const steps = [2, 5, 8];
  const rows = rowsOf(steps, new Set([2, 8]), 12);
  const seen = Array.from({ length: rows.count }, (_, row) => rows.lineAt(row));
  expect(seen).toEqual([0, 1, 2, 5, 6, 7, 8]);
  expect(seen.map((line) => rows.rowOf(line))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([3, 4, 11].map((line) => rows.rowOf(line))).toEqual([2, 2, 6]);
  expect([0, 2, 4, 11].map((line) => stepOf(steps, line))).toEqual([undefined, 2, 2, 8]);
});

test('a log without steps, and one without lines, have their rows', () => {
  expect(rowsOf([], new Set(), 3)).toMatchObject({ count: 3 });
  expect(rowsOf([], new Set(), 0).rowOf(0)).toBe(0);
});
