import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { breaches, readTables } from './rig/rooms.ts';

const root = new URL('../', import.meta.url);
const tables = readTables(readFileSync(new URL('docs/architecture.md', root), 'utf8'));

describe('the rooms of docs/architecture.md', () => {
  const source = new URL('src/', root);
  const files = globSync('**/*.{ts,js}', { cwd: source }).filter((path) => !path.endsWith('.test.ts'));

  test('every import and every reserved name is where the tables allow it', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((path) => breaches(path, readFileSync(new URL(path, source), 'utf8'), tables))).toEqual([]);
  });

  test('the table names the folders of src/ and no other', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...tables.rooms.keys()].toSorted()).toEqual(folders.map((entry) => entry.name).toSorted());
  });

  test('no room is reached from a room below it', () => {
    const reaches = (from: string, seen: Set<string>): Set<string> => {
      for (const { path } of tables.rooms.get(from) ?? []) {
        const room = path.split('/')[0] ?? '';
        if (room !== '*' && !seen.has(room)) reaches(room, seen.add(room));
      }
      return seen;
    };
    const circles = [...tables.rooms.keys()].filter((room) => reaches(room, new Set()).has(room));
    expect(circles).toEqual([]);
  });
});

describe('the check itself', () => {
  test.each([
    ['a room above', 'plan/x.ts', `import { a } from '../engine/a.ts';`, 'plan/x.ts:1: plan may not import engine/a'],
    ['a type of a room above', 'plan/x.ts', `import type { A } from '../build/a.ts';`, 'types of build/a'],
    ['a type in an expression', 'plan/x.ts', `type A = import('../build/a.ts').A;`, 'types of build/a'],
    ['a re-export', 'plan/x.ts', `export { a } from '../system/a.ts';`, 'may not import system/a'],
    ['a re-export of everything', 'plan/x.ts', `export * from '../system/a.ts';`, 'may not import system/a'],
    ['a lazy import', 'plan/x.ts', `await import('../system/a.ts');`, 'may not import system/a'],
    ['a part of a room that is closed', 'builders/x.ts', `import '../build/run.ts';`, 'may not import build/run'],
    ['a value where types are free', 'report/x.ts', `import { a } from '../plan/a.ts';`, 'may not import plan/a'],
    [
      'a built-in module',
      'plan/x.ts',
      `\nimport 'node:fs/promises';`,
      'plan/x.ts:2: node:fs/promises belongs to system',
    ],
    ['a deep import of a library', 'cli/x.ts', `import 'ajv/dist/2020.js';`, 'belongs to definition'],
    ['process.env', 'cli/x.ts', `const a = process.env.A;`, 'process.env belongs to main'],
    ['console', 'engine/x.ts', `console.log(1);`, 'console belongs to report, main'],
    ['fetch', 'registry/x.ts', `await fetch('x');`, 'fetch belongs to system'],
    ['a folder that nobody declared', 'utils/x.ts', '', 'the room utils is not in the table'],
  ])('finds %s', (_, path, text, message) => {
    expect(breaches(path, text, tables).join('\n')).toContain(message);
  });

  test.each([
    ['its own room', 'plan/x.ts', `import { a } from './a.ts';`],
    ['a room below', 'plan/x.ts', `import { a } from '../names/a.ts';`],
    ['an open part of a room', 'builders/x.ts', `import type { A } from '../build/ports/builder.ts';`],
    ['a type where types are free', 'report/x.ts', `import type { A } from '../plan/a.ts';`],
    ['the names in comments and strings', 'plan/x.ts', `// process.env\nconst a = "console.log, import 'node:fs'";`],
    ['anything in main', 'main/x.ts', `import '../cli/a.ts'; process.exit(0);`],
  ])('permits %s', (_, path, text) => {
    expect(breaches(path, text, tables)).toEqual([]);
  });
});
