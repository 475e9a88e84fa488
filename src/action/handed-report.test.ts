import { describe, expect, test } from 'vitest';
import { annotations } from '../report/github-annotations.ts';
import { inStep, planned, planOf } from '../report/github-report.fixture.ts';
import { parseReport, writeReport } from './handed-report.ts';

const file = { path: 'images/web/build.yaml', text: 'version: 1\nversoin: 2\n' };
const { lines: _, ...findings } = annotations([
  { severity: 'error', code: 'schema-value', message: 'no', file, span: { start: 11, end: 18 } },
]);

describe('a report that one job leaves for another', () => {
  test('says the same on the other side', () => {
    const plan = planOf([planned('web', { parents: [] }), inStep('cron')]);
    const read = parseReport(writeReport({ plan, findings }));
    expect(read).toMatchObject({
      ok: true,
      value: { findings: { errors: 1, fatal: [{ line: 2, message: 'no', fix: null }] } },
    });
    const images = read.ok ? read.value.plan?.images : [];
    expect(images?.map(({ image, action, version, reasons }) => [image, action, version, reasons[0]?.text])).toEqual([
      ['web', 'build', '1.0.0', 'context changed'],
      ['cron', 'skip', '1.0.0', 'in step'],
    ]);
    expect(images?.[1]?.reasons[0]?.kind).toBe('in-step');
  });

  const good = { image: 'web', version: null, action: 'build', parents: [], reasons: [{ text: 'x' }] };
  const withImage = (more: object) => ({ version: 1, plan: { images: [{ ...good, ...more }] } });

  test.each<[string, unknown]>([
    ['another version', { version: 2 }],
    ['nothing at all', null],
    ['a plan without images', { version: 1, plan: {} }],
    ['more images than there can be', { version: 1, plan: { images: Array(10_001).fill(good) } }],
    ['a name that is none', withImage({ image: 'a b' })],
    ['a parent that is none', withImage({ parents: ['../x'] })],
    ['an action that is none', withImage({ action: 'constructor' })],
    ['a text that is too long', withImage({ reasons: [{ text: 'x'.repeat(2001) }] })],
    ['a version that is no text', withImage({ version: {} })],
    [
      'findings that are counted in words',
      { version: 1, findings: { errors: 'many', warnings: 0, fatal: [], rest: [] } },
    ],
  ])('S29 is not one with %s', (_, value) => {
    expect(parseReport(JSON.stringify(value)).ok).toBe(false);
  });

  test('S19 nothing of it reaches a prototype', () => {
    parseReport('{"version":1,"__proto__":{"polluted":1},"plan":{"images":[],"__proto__":{"polluted":1}}}');
    expect('polluted' in {}).toBe(false);
  });
});
