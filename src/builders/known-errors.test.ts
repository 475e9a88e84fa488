import { expect, test } from 'vitest';
import { classify, knownErrorIn } from './classify.ts';
import { heardErrors } from './known-errors.fixture.ts';
import { commandErrors, engineErrors } from './known-errors.ts';

const rows = [...engineErrors, ...commandErrors];

test.each(heardErrors)('$name, as $from says it', ({ name, text }) => {
  expect(knownErrorIn(text)?.name).toBe(name);
  const failure = classify('push', {
    ended: 'by-itself',
    exitCode: 1,
    lines: ['Copying blob sha256:f1f4', ...text.split('\n')],
  });
  const row = rows.find((one) => one.name === name);
  expect(failure).toMatchObject({ reason: row?.reason, suggestion: row?.suggestion });
  expect(failure.message).toMatch(/^\S.{10,}$/);
});

test('every row has been heard, and there are forty at least', () => {
  const names = [...new Set(rows.map(({ name }) => name))];
  expect(names.filter((name) => !heardErrors.some((heard) => heard.name === name))).toEqual([]);
  expect(names.length).toBeGreaterThanOrEqual(40);
});
