import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, type FileContent, type TestRepository, testRepository } from '../../test/rig/repository.ts';
import { positionAt } from '../diagnostics/diagnostic.ts';
import { openRepository } from './open.ts';
import { type RepositorySnapshot, readRepository } from './read.ts';
import { commitTree } from './source.ts';
import { workTree } from './work-tree.ts';

type Files = Readonly<Record<string, FileContent>>;

const image: Files = {
  'images/a/build.yaml': 'name: a\nversion: 1.0.0\n',
  'images/a/Dockerfile': 'FROM scratch\nCOPY app /app\n',
  'images/a/app': 'app\n',
};

async function read(repository: TestRepository, from: 'commit' | 'work tree' = 'commit'): Promise<RepositorySnapshot> {
  const opened = await openRepository(repository.path, cleanEnvironment);
  if (!opened.ok) throw new Error(opened.error.message);
  const tree = from === 'commit' ? await commitTree(opened.value, opened.value.head) : await workTree(opened.value);
  try {
    return await readRepository(tree);
  } finally {
    await tree.close();
  }
}

const readFiles = (files: Files) => read(testRepository(files));
const contextOf = (snapshot: RepositorySnapshot, at = 0) => snapshot.images[at]?.context.map(({ path }) => path);

/** Findings as `file:line:column code`. */
function findings({ diagnostics }: RepositorySnapshot): string[] {
  return diagnostics.map(({ file, span, code }) => {
    const { line, column } = positionAt(file, span.start);
    return `${file.path}:${line}:${column} ${code}`;
  });
}

describe('images', () => {
  test('are the directories with a build.yaml that the globs match, in the order of their paths', async () => {
    const snapshot = await readFiles({
      ...image,
      'images/a-b/build.yaml': 'name: second\n',
      'images/a-b/Dockerfile': 'FROM scratch\n',
      'elsewhere/c/build.yaml': 'name: c\n',
    });
    expect(snapshot.images.map(({ definition }) => definition.name.value)).toEqual(['a', 'second']);
    expect(snapshot.diagnostics).toEqual([]);
    expect(snapshot.filesRead).toBe(4);
  });

  test('may lie anywhere that a glob reaches, the root too', async () => {
    const snapshot = await readFiles({
      'caskwright.yaml': 'images: [".", "docker/**"]\n',
      'build.yaml': 'name: root\n',
      Dockerfile: 'FROM scratch\n',
      'docker/x/y/build.yaml': 'name: deep\n',
      'docker/x/y/Dockerfile': 'FROM scratch\n',
    });
    expect(snapshot.images.map(({ definition }) => definition.directory)).toEqual(['', 'docker/x/y']);
    expect(findings(snapshot)).toEqual([]);
  });

  test('may be several in one directory, a build file for each, and none is part of a context', async () => {
    const snapshot = await readFiles({
      'images/a/build.yaml': '',
      'images/a/build.alpine.yaml': 'dockerfile: Dockerfile.alpine\n',
      'images/a/build.old.yaml': '',
      'images/a/Dockerfile': 'FROM scratch\nCOPY . /\n',
      'images/a/Dockerfile.alpine': 'FROM scratch\n',
      'images/a/rebuild.yaml': 'x\n',
    });
    expect(snapshot.diagnostics).toEqual([]);
    expect(snapshot.images.map(({ definition: { name, dockerfile } }) => [name.value, dockerfile.value])).toEqual([
      ['a-alpine', 'images/a/Dockerfile.alpine'],
      ['a-old', 'images/a/Dockerfile'],
      ['a', 'images/a/Dockerfile'],
    ]);
    expect(contextOf(snapshot, 2)).toEqual(['Dockerfile', 'Dockerfile.alpine', 'rebuild.yaml']);
  });

  test('without a Dockerfile key take a Containerfile', async () => {
    const snapshot = await readFiles({ 'images/a/build.yaml': '', 'images/a/Containerfile': 'FROM scratch\n' });
    expect(findings(snapshot)).toEqual([]);
    expect(snapshot.images[0]?.dockerfile.file.path).toBe('images/a/Containerfile');
    expect(snapshot.images[0]?.definition.dockerfile.value).toBe('images/a/Containerfile');
  });

  test('that build on a base for each platform name them all', async () => {
    const snapshot = await readFiles({
      'images/a/build.yaml': 'platforms: [linux/amd64, linux/arm64]\n',
      'images/a/Dockerfile': 'ARG TARGETARCH\nFROM debian:1-${TARGETARCH}\n',
    });
    expect(snapshot.images[0]?.dockerfile.references.map(({ resolved, platform }) => [resolved, platform])).toEqual([
      ['debian:1-amd64', 'target'],
      ['debian:1-arm64', { literal: 'linux/arm64' }],
    ]);
  });
});

describe('findings', () => {
  test('come all at once, each at its place', async () => {
    const snapshot = await readFiles({
      'images/a/build.yaml': 'name: same\n',
      'images/a/Dockerfile': 'FROM scratch\n',
      'images/b/build.yaml': 'version: 1\nname: same\n',
      'images/b/Dockerfile': 'FROM scratch\n',
      'images/c/build.yaml': 'dockerfile: other\nrequirements: [absent.txt]\ncontext: nowhere\n',
      'images/d/Dockerfile': 'FROM scratch\n',
      'images/e/build.yaml': '',
      'images/f/build.yaml': 'dockerfile: .\ncontext: file\n',
      'images/f/file': '',
      'images/g/build.yaml': 'dockerfile: ../../../etc/passwd\n',
      'images/h/build.yaml': '',
      'images/h/Dockerfile': 'FROM scratch\n',
      'images/h/.dockerignore': 'a\n[\n',
    });
    expect(findings(snapshot)).toEqual([
      'images/b/build.yaml:2:7 name-duplicate',
      'images/c/build.yaml:1:13 dockerfile-missing',
      'images/c/build.yaml:2:16 requirements-missing',
      'images/c/build.yaml:3:10 context-missing',
      'images/d/Dockerfile:1:1 build-file-missing',
      'images/e/build.yaml:1:1 dockerfile-missing',
      'images/f/build.yaml:1:13 dockerfile-missing',
      'images/f/build.yaml:2:10 context-missing',
      'images/g/build.yaml:1:13 path-outside-repository',
      'images/h/.dockerignore:2:1 ignore-file-syntax',
    ]);
    expect(snapshot.diagnostics[0]?.related?.[0]?.file.path).toBe('images/a/build.yaml');
    expect(snapshot.images.map(({ definition }) => definition.name.value)).toEqual(['same', 'c', 'e', 'f', 'g', 'h']);
  });

  test('of a file that images share come once', async () => {
    const snapshot = await readFiles({
      'images/a/build.yaml': 'dockerfile: ../../shared/Dockerfile\nrequirements: [../../shared/requirements.txt]\n',
      'images/b/build.yaml': 'dockerfile: ../../shared/Dockerfile\nrequirements: [../../shared/requirements.txt]\n',
      'shared/Dockerfile': 'FRUM scratch\n',
      'shared/requirements.txt': 'numpy\n',
    });
    const once = [...new Set(findings(snapshot))];
    expect(findings(snapshot)).toEqual(once);
    expect(once).toContain('shared/requirements.txt:1:1 requirement-not-pinned');
    expect(once.some((finding) => finding.startsWith('shared/Dockerfile:1:1 dockerfile-syntax'))).toBe(true);
  });

  test('say where no image is', async () => {
    const snapshot = await readFiles({ 'caskwright.yaml': 'images: ["docker/*"]\n', 'README.md': '' });
    expect(findings(snapshot)).toEqual(['caskwright.yaml:1:10 no-images']);
  });

  test('say which files of a merge are unresolved', async () => {
    const repository = testRepository(image);
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.commit({ 'images/a/app': 'theirs\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'images/a/app': 'ours\n' });
    expect(() => repository.git('merge', '--quiet', 'other')).toThrow();
    const snapshot = await read(repository, 'work tree');
    expect(findings(snapshot)).toEqual(['images/a/app:1:1 index-conflict']);
    expect(snapshot.tree.dirty).toEqual(['images/a/app']);
  });
});

describe('contexts', () => {
  test('hold what .dockerignore leaves, without build.yaml, caskwright.yaml and the lock', async () => {
    const snapshot = await readFiles({
      'caskwright.yaml': '',
      'caskwright.lock': '',
      'images/a/build.yaml': 'context: ../..\n',
      'images/a/Dockerfile': 'FROM scratch\nCOPY . .\n',
      'images/b/build.yaml': '',
      'images/b/Dockerfile': 'FROM scratch\n',
      'src/main.py': '',
      'src/main.pyc': '',
      'other/build.yaml': 'of another tool',
      '.dockerignore': '**/*.pyc\nimages/b\n',
    });
    expect(contextOf(snapshot)).toEqual(['.dockerignore', 'images/a/Dockerfile', 'other/build.yaml', 'src/main.py']);
  });

  test('follow the ignore file of the Dockerfile before that of the context', async () => {
    const snapshot = await readFiles({
      ...image,
      'images/a/Dockerfile': 'FROM scratch\nCOPY x* /\n',
      'images/a/.dockerignore': 'x1\n',
      'images/a/Dockerfile.dockerignore': 'x2\n',
      'images/a/x1': '',
      'images/a/x2': '',
    });
    expect(contextOf(snapshot)).toEqual(['.dockerignore', 'app', 'x1']);
  });

  test.each([
    ['COPY app /app', false],
    ['COPY . /app', true],
    ['COPY ./ /app', true],
    ['COPY ["app", "Dockerfile", "/x/"]', true],
    ['COPY Docker* /x/', true],
    ['COPY *.txt /x/', false],
    ['COPY sub/.. /x/', true],
    ['ARG WHAT=app\nCOPY ${WHAT} /x', false],
    ['ARG WHAT=.\nCOPY ${WHAT} /x', true],
    ['COPY ${OF_THE_BASE} /x', true],
    ['COPY --from=other . /x', false],
    ['COPY --chown=1:1 . /x', true],
    ['ADD / /x', true],
    ['RUN --mount=type=bind,target=/x true', true],
    ['RUN --mount=target=/x,source=app true', false],
    ['RUN --mount=type=cache,target=/x true', false],
    ['RUN --mount=type=bind,from=other,target=/x true', false],
    // It copies from the contexts of children.
    ['ONBUILD COPY . /x', false],
    ['# COPY . /x', false],
  ])('hold the Dockerfile only where it can be copied: %j', async (line, isHeld) => {
    const text = `FROM scratch AS other\nFROM scratch\n${line}\n`;
    const snapshot = await readFiles({ ...image, 'images/a/Dockerfile': text });
    expect(snapshot.diagnostics).toEqual([]);
    expect(contextOf(snapshot)).toEqual(isHeld ? ['Dockerfile', 'app'] : ['app']);
  });

  test('keep the names of files as data', async () => {
    const names = [
      '--from=x',
      '-rf',
      'a b',
      'a"b\'c',
      'a\\b',
      'line\nbreak',
      'tab\there',
      '$HOME',
      'ünïcode',
      '😀',
      '\uffee',
    ];
    const files = Object.fromEntries(names.map((name) => [`images/a/${name}`, name]));
    const snapshot = await readFiles({ ...image, ...files });
    expect(findings(snapshot)).toEqual([]);
    const byBytes = [...names, 'app'].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(contextOf(snapshot)).toEqual(byBytes);
    expect(byBytes.indexOf('\uffee')).toBeLessThan(byBytes.indexOf('😀'));
  });

  test('have no submodule, no pointer of Git LFS, no two names that differ only in case', async () => {
    const inner = testRepository({ file: '' });
    const repository = testRepository({
      ...image,
      'images/a/data/x': '1',
      'images/a/Data/y': '2',
      'images/a/APP': '3',
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'images/a/model.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`,
    });
    repository.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      'add',
      '--quiet',
      `file://${inner.path}`,
      'images/a/sub',
    );
    repository.commit();
    const snapshot = await read(repository);
    expect(snapshot.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['context-case-conflict', 'APP and app differ only in case'],
      ['context-case-conflict', 'Data and data differ only in case'],
      ['context-lfs-pointer', 'model.bin is a Git LFS pointer, not the file that it stands for'],
      ['context-submodule', 'images/a/sub is a submodule, and submodules are not followed'],
    ]);
  });

  test('have no name that is not UTF-8, or that no checkout could have', async () => {
    const repository = testRepository(image);
    const blob = repository.git('rev-parse', 'HEAD:images/a/app');
    const evil = makeTree(repository, [['100644', 'file', blob]]);
    const tree = makeTree(repository, [
      ['40000', '..', evil],
      ['100644', 'Dockerfile', repository.git('rev-parse', 'HEAD:images/a/Dockerfile')],
      ['100644', 'build.yaml', repository.git('rev-parse', 'HEAD:images/a/build.yaml')],
      ['100644', 'latin-\xe9', blob],
    ]);
    const root = makeTree(repository, [['40000', 'images', makeTree(repository, [['40000', 'a', tree]])]]);
    repository.git('update-ref', 'HEAD', repository.git('commit-tree', '-m', 'evil', root));
    const snapshot = await read(repository);
    expect(snapshot.diagnostics.map(({ code }) => code)).toEqual(['path-not-utf8', 'path-outside-repository']);
  });
});

describe('symbolic links', () => {
  test.each([
    ['the Dockerfile', { 'images/a/Dockerfile': { link: '/etc/passwd' } }, 'images/a/build.yaml:1:1'],
    [
      'the Dockerfile, by way of its folder',
      { 'images/a/build.yaml': 'dockerfile: out/Dockerfile\n', 'images/a/out': { link: '../../..' } },
      'images/a/build.yaml:1:13',
    ],
    [
      'the Dockerfile, by way of a link inside',
      { 'images/a/Dockerfile': { link: 'second' }, 'images/a/second': { link: '../../../x' } },
      'images/a/build.yaml:1:1',
    ],
    [
      'the Dockerfile, in a circle',
      { 'images/a/Dockerfile': { link: 'second' }, 'images/a/second': { link: 'Dockerfile' } },
      'images/a/build.yaml:1:1',
    ],
    [
      'a requirements file',
      { 'images/a/build.yaml': 'requirements: [r.txt]\n', 'images/a/r.txt': { link: '../../../../etc/hosts' } },
      'images/a/build.yaml:1:16',
    ],
    [
      'the context',
      { 'images/a/build.yaml': 'context: ctx\n', 'images/a/ctx': { link: '/etc' } },
      'images/a/build.yaml:1:10',
    ],
    ['.dockerignore', { 'images/a/.dockerignore': { link: '/etc/hosts' } }, 'images/a/build.yaml:1:1'],
    ['build.yaml', { 'images/a/build.yaml': { link: '/etc/hosts' } }, 'images/a/build.yaml:1:1'],
    ['caskwright.yaml', { 'caskwright.yaml': { link: '../../etc/hosts' } }, 'caskwright.yaml:1:1'],
  ] as [string, Files, string][])('S16 %s that leads out of the repository is an error', async (_, files, place) => {
    for (const from of ['commit', 'work tree'] as const) {
      const snapshot = await read(testRepository({ ...image, ...files }), from);
      expect(findings(snapshot)).toContain(`${place} path-outside-repository`);
      expect(JSON.stringify(snapshot.images)).not.toContain('localhost');
    }
  });

  test('S16 a link in the place of a folder of the work tree is not read through', async () => {
    const repository = testRepository({ ...image, 'images/a/etc/hosts': 'tracked\n' });
    repository.remove('images/a/etc');
    repository.write({ 'images/a/etc': { link: '/etc' } });
    const snapshot = await read(repository, 'work tree');
    expect(contextOf(snapshot)).toEqual(['app']);
    expect(snapshot.tree.dirty).toEqual(['images/a/etc/hosts']);
  });

  test('that stay inside are followed for the Dockerfile, requirements and context, and kept as links in contexts', async () => {
    const snapshot = await readFiles({
      'shared/Dockerfile': 'FROM scratch\n',
      'shared/requirements.txt': '',
      'shared/context/file': '',
      'shared/context/link': { link: '/etc/passwd' },
      'images/a/build.yaml': 'requirements: [requirements.txt]\ncontext: ctx\n',
      'images/a/Dockerfile': { link: '../../shared/Dockerfile' },
      'images/a/requirements.txt': { link: '../../shared/requirements.txt' },
      'images/a/ctx': { link: '../../shared/context' },
    });
    expect(findings(snapshot)).toEqual([]);
    expect(snapshot.images[0]?.dockerfile.file).toEqual({ path: 'images/a/Dockerfile', text: 'FROM scratch\n' });
    expect(snapshot.images[0]?.context.map(({ path, mode }) => [path, mode])).toEqual([
      ['file', 'file'],
      ['link', 'link'],
    ]);
  });
});

describe('a work tree', () => {
  test('has uncommitted changes as raw bytes', async () => {
    const repository = testRepository({ ...image, 'images/a/gone': '', '.gitattributes': '* text=auto eol=lf\n' });
    repository.write({
      'images/a/app': 'mixed\r\nline\nends\r\n',
      'images/a/Dockerfile': 'FROM scratch\nCOPY . .\n',
      'images/a/untracked': '',
    });
    repository.remove('images/a/gone');
    const snapshot = await read(repository, 'work tree');
    expect(contextOf(snapshot)).toEqual(['Dockerfile', 'app']);
    const raw = repository.git('hash-object', '--no-filters', 'images/a/app');
    expect(snapshot.images[0]?.context[1]?.id).toBe(raw);
    expect(snapshot.tree.dirty).toEqual(['images/a/Dockerfile', 'images/a/app', 'images/a/gone']);
    expect(snapshot.images[0]?.dockerfile.file.text).toContain('COPY . .');
  });

  test('has the same listing once the change is committed', async () => {
    const repository = testRepository(image);
    repository.write({ 'images/a/app': { executable: 'new\n' } });
    const before = await read(repository, 'work tree');
    repository.commit();
    const after = await read(repository);
    expect(before.images[0]?.context).toEqual(after.images[0]?.context);
    expect(before.images[0]?.context[0]?.mode).toBe('executable');
  });

  test('is clean where a staged change was undone', async () => {
    const repository = testRepository(image);
    repository.write({ 'images/a/app': 'staged\n' });
    repository.git('add', '--all');
    repository.write(image);
    expect((await read(repository, 'work tree')).tree.dirty).toEqual([]);
  });

  test('has untracked files only where include says so, ignored ones too', async () => {
    const repository = testRepository({
      ...image,
      'caskwright.yaml': 'include: ["images/*/wheels/*.whl"]\n',
      '.gitignore': '*.whl\n',
    });
    repository.write({ 'images/a/wheels/x.whl': 'wheel', 'images/a/wheels/y.txt': '', 'images/a/z.whl': '' });
    const snapshot = await read(repository, 'work tree');
    expect(contextOf(snapshot)).toEqual(['app', 'wheels/x.whl']);
    expect(snapshot.tree.dirty).toEqual([]);
    expect(contextOf(await read(repository))).toEqual(['app']);
  });

  test('whose Git LFS content is checked out is clean', async () => {
    const content = 'large content\n';
    const oid = createHash('sha256').update(content).digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
    const repository = testRepository({ ...image, '.gitattributes': '*.bin filter=lfs\n', 'data.bin': pointer });
    repository.write({ 'data.bin': content });
    const { tree } = await read(repository, 'work tree');
    expect(tree.dirty).toEqual([]);
    repository.write({ 'data.bin': 'other content\n' });
    expect((await read(repository, 'work tree')).tree.dirty).toEqual(['data.bin']);
  });
});

/** Writes a tree object as it is; names are given one character a byte. */
function makeTree(repository: TestRepository, entries: readonly (readonly [mode: string, name: string, id: string])[]) {
  const parts = entries.map(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(id, 'hex')]);
  return repository.object('tree', Buffer.concat(parts.flat()));
}
