import { describe, expect, it } from 'vitest';
import { type RequirementPolicy, readRequirements } from './read-requirements.ts';
import { configured, shortest, shown, source } from './testing.ts';

const strict: RequirementPolicy = configured().policy;
const digest = `sha256=${'a'.repeat(64)}`;

function read(text: string, more: Partial<RequirementPolicy> = {}) {
  const { entries, diagnostics } = readRequirements(source('requirements.txt', text), { ...strict, ...more });
  return { entries, findings: shown(diagnostics), diagnostics };
}

describe('pinned', () => {
  const rows: [string, string, string | undefined][] = [
    ['==', 'numpy==2.1.0', '2.1.0'],
    ['== with blanks', 'numpy == 2.1.0', '2.1.0'],
    ['== in brackets', 'numpy (==2.1.0)', '2.1.0'],
    ['===', 'numpy===2.1-custom', '2.1-custom'],
    ['a local version', 'torch==2.4.1+cu124', '2.4.1+cu124'],
    ['a pre-release', 'x==1.0rc1', '1.0rc1'],
    ['extras', 'uvicorn[standard, http2]==0.30.1', '0.30.1'],
    ['a marker', 'x==1.0 ; python_version < "3.13"', '1.0'],
    ['more than one specifier', 'x==1.0,!=2', '1.0'],
    ['a comment', 'x==1.0  # why', '1.0'],
    ['a hash', `x>=1 --hash=sha256:${'a'.repeat(64)}`, undefined],
    ['hashes on lines that go on', 'x==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb', '1.0'],
    ['a byte order mark and CRLF', '\uFEFFx==1.0\r\n', '1.0'],
  ];
  it.each(rows)('%s', (_, text, version) => {
    const { entries, findings } = read(text);
    expect(findings).toEqual([]);
    expect(entries.map((entry) => entry.version)).toEqual([version]);
  });

  it('a URL with a digest, where URLs are allowed', () => {
    const { findings, entries } = read(`x @ https://x.example/x.whl#${digest}`, { requirementOptions: ['url'] });
    expect(findings).toEqual([]);
    expect(entries).toMatchObject([{ name: 'x' }]);
  });

  it('a full commit, where version control is allowed', () => {
    const commit = '0'.repeat(40);
    expect(read(`x @ git+https://x.example/x@${commit}`, { requirementOptions: ['vcs'] }).findings).toEqual([]);
    expect(read('x @ git+https://x.example/x@main', { requirementOptions: ['vcs'] }).findings).toHaveLength(1);
  });
});

describe('not pinned', () => {
  const rows: [string, string, string[], Partial<RequirementPolicy>?][] = [
    ['no specifier', 'numpy', ['1:1-6 requirement-not-pinned']],
    ['a range', 'langchain>=0.2', ['1:1-15 requirement-not-pinned']],
    ['a compatible release', 'x~=1.0', ['1:1-7 requirement-not-pinned']],
    ['a wildcard', 'x==1.*', ['1:1-7 requirement-not-pinned']],
    ['one of several lines', 'a==1\n\n  b<2 # c\nc==3', ['3:3-6 requirement-not-pinned']],
    ['over lines', 'b \\\n  <2', ['1:1-2:5 requirement-not-pinned']],
    ['a hash that does not count', 'x --hash=sha256:aa', ['1:1-19 requirement-not-pinned'], { pins: [] }],
    [
      'a URL without a digest',
      'x @ https://x.example/x.whl',
      ['1:1-28 requirement-not-pinned'],
      { requirementOptions: ['url'] },
    ],
    ['a warning, by policy', 'x', ['1:1-2 requirement-not-pinned (warning)'], { unpinned: 'warning' }],
    ['nothing, by policy', 'x', [], { unpinned: 'off' }],
  ];
  it.each(rows)('%s', (_, text, expected, more) => {
    expect(read(text, more).findings).toEqual(expected);
  });
});

describe('lines that cannot be read', () => {
  const rows: [string, string, string[]][] = [
    ['no name', '==1.0', ['1:1-6 requirement-syntax']],
    ['a specifier', 'x=1.0', ['1:1-6 requirement-syntax']],
    ['a version', 'x==one', ['1:1-7 requirement-syntax']],
    ['an extra', 'x[a b]==1', ['1:1-10 requirement-syntax']],
    ['an option', '--frobnicate', ['1:1-13 requirement-syntax']],
  ];
  it.each(rows)('%s', (_, text, expected) => {
    expect(read(text).findings).toEqual(expected);
  });
});

describe('entries', () => {
  it('carry normalised names, versions and lines', () => {
    expect(read('# c\nNumPy==2.1.0\nTorch_Vision>=1\n').entries).toEqual([
      { name: 'numpy', version: '2.1.0', line: 2, span: { start: 4, end: 16 } },
      { name: 'torch-vision', line: 3, span: { start: 17, end: 32 } },
    ]);
  });
});

describe('S21 options and sources', () => {
  const rows: [string, RequirementPolicy['requirementOptions'][number]][] = [
    ['-i https://x.example/simple', 'index-url'],
    ['--index-url=https://x.example/simple', 'index-url'],
    ['--extra-index-url https://x.example/simple', 'index-url'],
    ['--find-links https://x.example', 'index-url'],
    ['-fhttps://x.example', 'index-url'],
    ['--trusted-host x.example', 'index-url'],
    ['-r other.txt', 'requirement-file'],
    ['-rother.txt', 'requirement-file'],
    ['--requirement=../../other.txt', 'requirement-file'],
    ['-c constraints.txt', 'requirement-file'],
    ['-e .', 'editable'],
    ['--editable git+https://x.example/y', 'editable'],
    [`git+https://x.example/y@${'0'.repeat(40)}`, 'vcs'],
    [`GIT+ssh://x.example/y@${'0'.repeat(40)}`, 'vcs'],
    [`y @ git+https://x.example/y@${'0'.repeat(40)}`, 'vcs'],
    [`https://x.example/y.whl#${digest}`, 'url'],
    [`y @ https://x.example/y.whl#${digest}`, 'url'],
    [`file:///etc/y.whl#${digest}`, 'url'],
    [`./y.whl#${digest}`, 'url'],
    [`y @ ./y.whl#${digest}`, 'url'],
  ];
  it.each(rows)('S21 %s is off unless the policy allows %s', (text, option) => {
    expect(read(text).findings).toEqual([`1:1-${text.length + 1} requirement-option`]);
    expect(read(text, { requirementOptions: [option] }).findings).toEqual([]);
  });

  it('S21 an option on a line that goes on is an option', () => {
    expect(read('-\\\ni https://x.example').findings).toEqual(['1:1-2:20 requirement-option']);
  });

  it('lets options that only narrow pass', () => {
    expect(read('--no-index\n--require-hashes\n--only-binary=:all:\n').findings).toEqual([]);
  });
});

describe('cost', () => {
  const hostile: [string, string][] = [
    ['blanks', `${`a${' '.repeat(8_000)}\n`.repeat(60)}`],
    ['blanks before an option', `a==1${' '.repeat(8_000)}x`],
    ['specifiers', `a${'==1,'.repeat(2_000)}==1`],
    ['dots', `a==${'1.'.repeat(4_000)}x`],
    ['lines that go on', 'x\\\n'.repeat(100_000)],
  ];
  it.each(hostile)('is bounded for a hostile file: %s', (_, text) => {
    expect(shortest(() => read(text), 1)).toBeLessThan(1_000);
  });
});
