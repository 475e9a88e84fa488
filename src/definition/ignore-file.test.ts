import dockerignore from '@balena/dockerignore';
import { describe, expect, it } from 'vitest';
import { readIgnoreFile } from './ignore-file.ts';
import { shortest } from './testing.ts';

const paths = [
  'Dockerfile',
  'README.md',
  'docs/README.md',
  'docs/a/b/page.md',
  'src/main.py',
  'src/lib/main.pyc',
  'src/lib/deep/er/main.pyc',
  'node_modules/x/index.js',
  'src/node_modules/x/index.js',
  '.git/config',
  '.env',
  'build/out.bin',
  'build/keep.txt',
  'a/temp1/x',
  'tempa',
  'b*c',
  'src/[x].py',
];

describe('an ignore file', () => {
  const rows: [string, string][] = [
    ['names', 'README.md\nbuild\n'],
    ['directories with a slash at the end', 'build/\nnode_modules/\n'],
    ['stars', '*.md\n*/*.py\n*/temp*\n'],
    ['double stars in front', '**/*.pyc\n**/node_modules\n'],
    ['double stars behind', 'docs/**\n'],
    ['double stars between', 'src/**/main.pyc\n'],
    ['double stars alone', '**\n!Dockerfile\n'],
    ['everything but', '*\n!src\n!Dockerfile\n'],
    ['exceptions to exceptions', '*\n!src\nsrc/lib\n!src/lib/deep\n'],
    ['an exception below a directory that is left out', 'build\n!build/keep.txt\n'],
    ['a slash in front', '/README.md\n/src/main.py\n'],
    ['dots in the path', './docs/../build\n'],
    ['question marks', 'temp?\n'],
    ['classes', 'temp[a-c]\nsrc/\\[x\\].py\n'],
    ['comments, blank lines and blanks', '# README.md\n\n  build  \n! build/keep.txt\n'],
    ['CRLF', 'README.md\r\nbuild\r\n'],
    ['escaped stars', 'b\\*c\n'],
    ['order', '!README.md\n*.md\n!docs/README.md\n'],
  ];
  it.each(rows)('leaves out what @balena/dockerignore leaves out: %s', (_, text) => {
    const { ignores, faults } = readIgnoreFile(text);
    const other = dockerignore.default({ ignorecase: false }).add(text);
    expect(paths.filter(ignores)).toEqual(paths.filter((path) => other.ignores(path)));
    expect(faults).toEqual([]);
  });

  it('leaves something out in each of those, so that the comparison means something', () => {
    for (const [name, text] of rows) expect(paths.filter(readIgnoreFile(text).ignores), name).not.toEqual([]);
  });

  it('takes every character that is no wildcard for itself', () => {
    const { ignores } = readIgnoreFile('a+b(c)\nconstructor\n');
    expect(['a+b(c)', 'aab(c)', 'constructor', '__proto__'].filter(ignores)).toEqual(['a+b(c)', 'constructor']);
  });

  it('reports lines that are no pattern, with their place', () => {
    const text = '\uFEFFok\n[abc\nx\\\n';
    const { faults, ignores } = readIgnoreFile(text);
    expect(faults.map(({ start, end }) => text.slice(start, end))).toEqual(['[abc', 'x\\']);
    expect(ignores('ok')).toBe(true);
  });
});

describe('S20 ignore files', () => {
  const rows: [string, string][] = [
    ['nested repetition', `${'(a+)+'.repeat(40)}$\n`],
    ['double stars', `${'**/a/'.repeat(100)}b\n`],
    ['stars', `${'*a'.repeat(200)}b\n`],
  ];
  it.each(rows)('S20 take linear time: %s', (_, text) => {
    const { ignores } = readIgnoreFile(text);
    const path = 'a/'.repeat(500) + 'a'.repeat(1_000);
    expect(shortest(() => ignores(path))).toBeLessThan(200);
  });

  it('goes through fifty thousand files without a pause', () => {
    const { ignores } = readIgnoreFile('**/*.pyc\n.git\nnode_modules\n**/__pycache__\n*.md\n!README.md\ndist/**\n');
    const files = Array.from({ length: 50_000 }, (_, file) => `src/package${file % 100}/module${file}.py`);
    expect(shortest(() => files.filter(ignores), 2)).toBeLessThan(1_500);
  });
});
