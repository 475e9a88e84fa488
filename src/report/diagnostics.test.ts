import { describe, expect, test } from 'vitest';
import { codes } from '../diagnostics/codes.ts';
import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { type DiagnosticFormat, renderDiagnostics, summaryLine } from './diagnostics.ts';
import { displayWidth } from './text.ts';

const formats: readonly DiagnosticFormat[] = ['pretty', 'json', 'github', 'sarif'];
const plain = { width: 80, colour: false };
const build: SourceFile = {
  path: 'images/jupyter-ml-gpu/build.yaml',
  text: 'display_name: GPU\n\nname: jupyter-ml-gpu\nversion: "2.4.1 beta"\n',
};
const requirements: SourceFile = { path: 'images/agent-dev/requirements.txt', text: 'langchain>=0.2\r\n' };

function spanOf(file: SourceFile, text: string): Span {
  const start = file.text.indexOf(text);
  expect(start).toBeGreaterThanOrEqual(0);
  return { start, end: start + text.length };
}

function finding(file: SourceFile, text: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { severity: 'error', code: 'schema-value', message: 'no', file, span: spanOf(file, text), ...more };
}

const findings: readonly Diagnostic[] = [
  finding(build, '"2.4.1 beta"', { code: 'version-not-a-tag', message: 'a tag has no spaces', fix: 'try 2.4.1-beta' }),
  finding(requirements, 'langchain>=0.2', { severity: 'warning', code: 'requirement-not-pinned', message: 'pin it' }),
];

test('pretty: a frame with the line before, carets, and the advice; sorted by file', () => {
  expect(renderDiagnostics(findings, 'pretty', plain)).toBe(
    `images/agent-dev/requirements.txt:1:1  warning  requirement-not-pinned
  1 │ langchain>=0.2
    │ ^^^^^^^^^^^^^^ pin it

images/jupyter-ml-gpu/build.yaml:4:10  error  version-not-a-tag
  3 │ name: jupyter-ml-gpu
  4 │ version: "2.4.1 beta"
    │          ^^^^^^^^^^^^ a tag has no spaces: try 2.4.1-beta
`,
  );
});

test('json: an array of plain values', () => {
  expect(JSON.parse(renderDiagnostics(findings, 'json', plain))).toEqual([
    {
      file: 'images/agent-dev/requirements.txt',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 15,
      severity: 'warning',
      code: 'requirement-not-pinned',
      message: 'pin it',
      fix: null,
    },
    {
      file: 'images/jupyter-ml-gpu/build.yaml',
      line: 4,
      column: 10,
      endLine: 4,
      endColumn: 22,
      severity: 'error',
      code: 'version-not-a-tag',
      message: 'a tag has no spaces',
      fix: 'try 2.4.1-beta',
    },
  ]);
});

test('github: one workflow command a finding', () => {
  expect(renderDiagnostics(findings, 'github', plain)).toBe(
    `::warning file=images/agent-dev/requirements.txt,line=1,endLine=1,col=1,endColumn=15,title=requirement-not-pinned::pin it
::error file=images/jupyter-ml-gpu/build.yaml,line=4,endLine=4,col=10,endColumn=22,title=version-not-a-tag::a tag has no spaces%0Atry 2.4.1-beta
`,
  );
});

test('sarif: what the 2.1.0 specification requires, and rules for every code', () => {
  const log = JSON.parse(renderDiagnostics(findings, 'sarif', plain));
  expect(log.version).toBe('2.1.0');
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs;
  expect(run.tool.driver.name).toBe('Caskwright');
  expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(Object.keys(codes));
  expect(run.results).toHaveLength(2);
  for (const result of run.results) {
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(['error', 'warning']).toContain(result.level);
    expect(result.message.text).not.toBe('');
  }
  expect(run.results[1]).toEqual({
    ruleId: 'version-not-a-tag',
    ruleIndex: Object.keys(codes).indexOf('version-not-a-tag'),
    level: 'error',
    message: { text: 'a tag has no spaces\ntry 2.4.1-beta' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'images/jupyter-ml-gpu/build.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 4, startColumn: 10, endLine: 4, endColumn: 22 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
  });
});

test('sarif: a fingerprint survives a move to another line, and tells findings on equal lines apart', () => {
  const fingerprintsOf = (text: string, count: number) => {
    const file = { path: 'a.txt', text };
    const list = Array.from({ length: count }, (_, at) => ({ start: text.indexOf('x') + 2 * at, end: text.length }));
    const log = JSON.parse(
      renderDiagnostics(
        list.map((span) => finding(file, 'x', { span })),
        'sarif',
        plain,
      ),
    );
    return log.runs[0].results.map((result: { partialFingerprints: object }) =>
      Object.values(result.partialFingerprints).join(),
    );
  };
  const [first, second] = fingerprintsOf('x\nx\n', 2);
  expect(fingerprintsOf('# more\n\nx\n', 1)).toEqual([first]);
  expect(second).not.toBe(first);
});

test('sarif: paths are percent-encoded, so that a colon or a space makes no other URI', () => {
  const file = { path: 'a b/c:d/100%/日.yaml', text: 'x' };
  const log = JSON.parse(renderDiagnostics([finding(file, 'x')], 'sarif', plain));
  const { uri } = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  expect(uri).toBe('a%20b/c%3Ad/100%25/%E6%97%A5.yaml');
});

describe('code frame', () => {
  const frame = (text: string, marked: string, width = 80) =>
    renderDiagnostics([finding({ path: 'f', text }, marked)], 'pretty', { width, colour: false })
      .split('\n')
      .slice(1, -1);

  test('a tab goes to its next stop, and the carets with it', () => {
    expect(frame('a\tb: c', 'c')).toEqual(['  1 │ a   b: c', '    │        ^ no']);
  });

  test('a wide character takes two columns, an accent none', () => {
    expect(frame('日本: e\u0301x', 'x')).toEqual(['  1 │ 日本: e\u0301x', '    │        ^ no']);
    expect(frame('a: 日本', '日本')).toEqual(['  1 │ a: 日本', '    │    ^^^^ no']);
  });

  test('nothing of the file reaches the terminal raw', () => {
    const [line, carets] = frame('a\x1b[2J\u202e\u0085b: c', 'c');
    expect(line).toBe('  1 │ a\\x1b[2J\\u202e\\x85b: c');
    expect(carets).toBe(`    │ ${' '.repeat(21)}^ no`);
  });

  test('a long line is cut around the span, in time that does not depend on its length', () => {
    const text = `${'字'.repeat(3_000_000)}MARK${'y'.repeat(3_000_000)}`;
    const started = performance.now();
    const [line = '', carets = ''] = frame(text, 'MARK', 60);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(displayWidth(line)).toBeLessThanOrEqual(60);
    expect(line).toMatch(/│ …字+MARKy+…$/);
    expect(displayWidth(line.slice(0, line.indexOf('MARK')))).toBe(carets.indexOf('^^^^ no'));
  });

  test('a line that is cut behind the span alone starts at its start', () => {
    expect(frame(`x: ${'y'.repeat(100)}`, 'x', 40)).toEqual([`  1 │ x: ${'y'.repeat(30)}…`, '    │ ^ no']);
  });

  test('a span over several lines is marked to the end of its first one', () => {
    expect(frame('a: [1,\n2]', '[1,\n2]')).toEqual(['  1 │ a: [1,', '    │    ^^^ no']);
  });

  test('an empty span has one caret, also behind the last character', () => {
    const file = { path: 'f', text: 'ab' };
    const text = renderDiagnostics([{ ...finding(file, 'ab'), span: { start: 2, end: 2 } }], 'pretty', plain);
    expect(text).toBe('f:1:3  error  schema-value\n  1 │ ab\n    │   ^ no\n');
  });

  test('an empty file has no frame', () => {
    expect(frame('', '')).toEqual(['    no']);
  });

  test('a long message goes on in further lines of at most the width', () => {
    const file = { path: 'f', text: `${' '.repeat(40)}x` };
    const message = 'the value must be one of these and of no others: '.repeat(3).trim();
    const lines = renderDiagnostics([finding(file, 'x', { message })], 'pretty', { width: 60, colour: false }).split(
      '\n',
    );
    expect(lines[2]).toBe(`    │ ${' '.repeat(40)}^`);
    expect(lines.slice(3, -1).every((line) => line.startsWith('    │ the') || line.startsWith('    │ '))).toBe(true);
    expect(lines.every((line) => displayWidth(line) <= 60)).toBe(true);
    expect(lines.slice(3).join(' ').replaceAll('│', '').replace(/\s+/g, ' ').trim()).toBe(message);
  });

  test('other places of a finding have a frame each', () => {
    const related = [{ file: requirements, span: spanOf(requirements, '>='), message: 'here as well' }];
    expect(renderDiagnostics([finding(build, 'GPU', { related })], 'pretty', plain)).toBe(
      `images/jupyter-ml-gpu/build.yaml:1:15  error  schema-value
  1 │ display_name: GPU
    │               ^^^ no
  and images/agent-dev/requirements.txt:1:10
  1 │ langchain>=0.2
    │          ^^ here as well
`,
    );
  });
});

test('S31 no finding can issue a workflow command or forge a property of one', () => {
  const file = { path: 'a,line=9::b\n::error::c', text: '##[add-mask]x\n' };
  const nasty = finding(file, '##[add-mask]x', { message: '100%\r\n::set-env name=A::b\x1b[m', fix: '::x' });
  expect(renderDiagnostics([nasty], 'github', plain)).toBe(
    '::error file=a%2Cline=9%3A%3Ab%0A%3A%3Aerror%3A%3Ac,line=1,endLine=1,col=1,endColumn=14,title=schema-value' +
      '::100%25%0D%0A::set-env name=A::b\\x1b[m%0A::x\n',
  );
  for (const format of formats) {
    const lines = renderDiagnostics([nasty], format, plain).trimEnd().split('\n');
    const commands = lines.filter((line) => /^\s*::|##\[/.test(line));
    expect(commands).toHaveLength(format === 'github' ? 1 : 0);
  }
});

test('S17 a path is data in every format', () => {
  const file = { path: 'a\x1b]0;owned\x07\u202eb', text: 'x' };
  for (const format of formats) {
    const text = renderDiagnostics([finding(file, 'x')], format, plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  }
  expect(JSON.parse(renderDiagnostics([finding(file, 'x')], 'json', plain))[0].file).toBe(file.path);
});

test('github: columns of a finding over several lines are left out, as GitHub would drop them', () => {
  const file = { path: 'f', text: 'a\nb' };
  expect(renderDiagnostics([finding(file, 'a\nb')], 'github', plain)).toBe(
    '::error file=f,line=1,endLine=2,title=schema-value::no\n',
  );
});

test('colour marks the severity and nothing else', () => {
  const text = renderDiagnostics(findings, 'pretty', { width: 80, colour: true });
  expect(text.replaceAll('\x1b[33mwarning\x1b[39m', 'warning').replaceAll('\x1b[31merror\x1b[39m', 'error')).toBe(
    renderDiagnostics(findings, 'pretty', plain),
  );
});

test.each([
  [findings, { images: 14, files: 31 }, '1 error, 1 warning in 14 images, 31 files read'],
  [findings.slice(0, 1), { images: 1, files: 1 }, '1 error in 1 image, 1 file read'],
  [[], { images: 2, files: 0 }, 'No findings in 2 images, 0 files read'],
])('summary line %#', (list, read, line) => {
  expect(summaryLine(list, read)).toBe(line);
});
