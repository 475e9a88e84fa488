import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { type FileContent, type TestRepository, testRepository } from '../rig/repository.ts';

/** Runs `init` in a new repository of these files. */
async function adopted(files: Readonly<Record<string, FileContent>>, ...args: string[]) {
  const repository = testRepository(files);
  const result = await runCli(['init', ...args], { cwd: repository.path });
  expect(result.exitCode, result.log).toBe(0);
  return { repository, ...result, written: result.stdout.split('\n').filter(Boolean) };
}

/** `parent > child` of every edge, once it is committed what `init` wrote; pinned ones marked. */
async function edges(repository: TestRepository): Promise<string[]> {
  repository.commit();
  const graph = await runCli(['graph', '--format', 'json'], { cwd: repository.path });
  expect(graph.exitCode, graph.log).toBe(0);
  const found = JSON.parse(graph.stdout) as { edges: { parent: string; child: string; pinned: boolean }[] };
  return found.edges.map(({ parent, child, pinned }) => `${parent} > ${child}${pinned ? ' pinned' : ''}`);
}

function text(repository: TestRepository, path: string): string {
  return readFileSync(join(repository.path, path), 'utf8');
}

const fleet = {
  'images/base/Dockerfile': 'FROM docker.io/library/debian:12\n',
  'images/base/VERSION': '1.2.0\n',
  'images/python/Dockerfile': 'ARG REGISTRY=ghcr.io/acme\nFROM ${REGISTRY}/base:1.2.0\n',
  'images/app/Dockerfile': 'FROM ghcr.io/acme/python\nCOPY --from=ghcr.io/acme/base /a /a\nCOPY made-later /b\n',
};

describe('init', () => {
  test('writes what a plain repository lacks, and the graph is there', async () => {
    const { repository, written } = await adopted(fleet);
    expect(written).toEqual([
      'caskwright.yaml',
      'images/app/build.yaml',
      'images/base/build.yaml',
      'images/python/build.yaml',
    ]);
    expect(text(repository, 'caskwright.yaml')).toContain('registry: ghcr.io/acme');
    expect(text(repository, 'images/base/build.yaml')).toContain('version: 1.2.0');
    expect(await edges(repository)).toEqual(['python > app', 'base > app', 'base > python pinned']);
    const validated = await runCli(['validate', '--format', 'json'], { cwd: repository.path });
    expect(validated.exitCode, validated.log).toBe(0);
  });

  test('changes nothing when it is run again', async () => {
    const { repository } = await adopted(fleet);
    for (const committed of [false, true]) {
      if (committed) repository.commit();
      const before = repository.git('status', '--porcelain', '--untracked-files=all');
      const again = await runCli(['init'], { cwd: repository.path });
      expect(again).toMatchObject({ exitCode: 0, stdout: '' });
      expect(again.stderr).toContain('Nothing to write');
      if (committed) expect(again.stderr).not.toContain('warning');
      expect(repository.git('status', '--porcelain', '--untracked-files=all')).toBe(before);
    }
  });

  test('says that there is nothing where there is nothing', async () => {
    const { stderr, stdout } = await adopted({ README: 'no image here\n' });
    expect([stdout, stderr]).toEqual(['', 'Nothing to adopt: there is no Dockerfile here that is an image.\n']);
  });

  test('shows the files and writes none with --dry-run', async () => {
    const { repository, stdout } = await adopted(fleet, '--dry-run');
    expect(stdout).toContain('── images/app/build.yaml\n');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('never overwrites a file, tracked or not', async () => {
    const repository = testRepository(fleet);
    repository.write({ 'images/app/build.yaml': 'name: mine\n' });
    const { stdout } = await runCli(['init'], { cwd: repository.path });
    expect(stdout).not.toContain('images/app/build.yaml');
    expect(text(repository, 'images/app/build.yaml')).toBe('name: mine\n');
  });

  test('S17 prints no control character of a file name', async () => {
    const { repository, written } = await adopted({ 'a\u001b[31m/Dockerfile': 'FROM scratch\n' });
    expect(written.join()).not.toContain('\u001b');
    repository.commit();
    const graph = await runCli(['graph', '--format', 'json'], { cwd: repository.path });
    expect(JSON.parse(graph.stdout).images, graph.log).toMatchObject([{ name: 'a-31m' }]);
  });

  test('adopts the repository in a folder that is named', async () => {
    const repository = testRepository(fleet);
    const result = await runCli(['init', repository.path], { cwd: '/' });
    expect(result.stdout, result.log).toContain('images/app/build.yaml');
  });
});

describe('init where several images share a folder', () => {
  test('a Dockerfile that a bake file builds in several versions becomes an image for each, with args and parents', async () => {
    const { repository, written } = await adopted({
      'docker-bake.hcl': `
group "default" { targets = ["python", "app"] }
target "python" {
  name = "python-\${replace(v, ".", "-")}"
  matrix = { v = ["3.12", "3.13"] }
  context = "python"
  args = { VERSION = v }
}
target "app" {
  name = "app-\${replace(v, ".", "-")}"
  matrix = { v = ["3.12", "3.13"] }
  context = "app"
  contexts = { base = "target:python-\${replace(v, ".", "-")}" }
}
`,
      'python/Dockerfile': 'ARG VERSION\nFROM docker.io/library/python:${VERSION}\n',
      'app/Dockerfile': 'FROM base\nCOPY . /app\n',
    });
    expect(written).toEqual([
      'caskwright.yaml',
      'app/build.3-12.yaml',
      'app/build.3-13.yaml',
      'python/build.3-12.yaml',
      'python/build.3-13.yaml',
    ]);
    expect(text(repository, 'python/build.3-12.yaml')).toContain('args:\n  VERSION: "3.12"');
    expect(await edges(repository)).toEqual(['python-3-12 > app-3-12', 'python-3-13 > app-3-13']);
  });

  test('several Dockerfiles of one folder become images that build on each other', async () => {
    const { repository, written } = await adopted({
      'web/Dockerfile': 'FROM docker.io/library/debian:12\n',
      'web/Dockerfile.dev': 'FROM registry.example:5000/acme/web\n',
      'web/debug.Dockerfile': 'FROM registry.example:5000/acme/web-dev\n',
    });
    expect(written).toEqual(['caskwright.yaml', 'web/build.yaml', 'web/build.dev.yaml', 'web/build.debug.yaml']);
    expect(await edges(repository)).toEqual(['web-dev > web-debug', 'web > web-dev']);
    const validated = await runCli(['validate', '--format', 'json'], { cwd: repository.path });
    expect(validated.exitCode, validated.log).toBe(0);
  });
});
