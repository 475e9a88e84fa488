import { describe, expect, test } from 'vitest';
import { memoryTree } from '../../test/rig/memory-tree.ts';
import type { FileContent } from '../../test/rig/repository.ts';
import { positionAt } from '../diagnostics/diagnostic.ts';
import { readRepository } from './read.ts';

async function findings(
  files: Readonly<Record<string, FileContent>>,
  policy = 'requirement_options: [requirement-file]',
) {
  const tree = memoryTree({
    'caskwright.yaml': `policy: {${policy}}\n`,
    'images/app/build.yaml': 'requirements: [requirements.txt]\n',
    'images/app/Dockerfile': 'FROM scratch\n',
    ...files,
  });
  const { diagnostics } = await readRepository(tree);
  return diagnostics.map(({ file, span, code }) => `${file.path}:${positionAt(file, span.start).line} ${code}`);
}

describe('requirements files that name others', () => {
  test('are followed inside the repository, wherever they lie, each once', async () => {
    const found = await findings({
      'images/app/requirements.txt': '-r ../../common/base.txt\n--requirement=more.txt\n-rmore.txt\na==1\n',
      'images/app/more.txt': '-r requirements.txt\nb>=1\n',
      'common/base.txt': '-r deeper/x.txt\n',
      'common/deeper/x.txt': 'c\n',
    });
    expect(found).toEqual([
      'common/deeper/x.txt:1 requirement-not-pinned',
      'images/app/more.txt:2 requirement-not-pinned',
    ]);
  });

  test('take a version from a constraints file, which itself need not be pinned', async () => {
    const found = await findings({
      'images/app/requirements.txt': '-c constraints.txt\nA_B\nc\n',
      'images/app/constraints.txt': 'a-b==1.0\nc<3\nd>=1\n',
    });
    expect(found).toEqual(['images/app/requirements.txt:3 requirement-not-pinned']);
  });

  test('say where one is missing, and S16 where one is outside', async () => {
    const found = await findings({
      'images/app/requirements.txt': 'a==1\n-r gone.txt\n-c ../../../etc/passwd\n-r /etc/passwd\n-r out.txt\n',
      'images/app/out.txt': { link: '/etc/passwd' },
    });
    expect(found).toEqual([
      'images/app/requirements.txt:2 requirements-missing',
      'images/app/requirements.txt:3 path-outside-repository',
      'images/app/requirements.txt:4 path-outside-repository',
      'images/app/requirements.txt:5 path-outside-repository',
    ]);
  });

  test('S21 are not followed where the policy does not allow them', async () => {
    const files = { 'images/app/requirements.txt': '-r more.txt\n', 'images/app/more.txt': 'b\n' };
    expect(await findings(files, 'requirement_options: []')).toEqual([
      'images/app/requirements.txt:1 requirement-option',
    ]);
  });
});

test('policy.hashes asks for a --hash of everything that comes from an index', async () => {
  const text = `a==1 --hash=sha256:${'0'.repeat(64)}\nb==1\nc @ https://x.example/c.whl\n`;
  const found = await findings(
    { 'images/app/requirements.txt': text },
    'hashes: error, unpinned: off, requirement_options: [url]',
  );
  expect(found).toEqual(['images/app/requirements.txt:2 requirement-without-hash']);
});
