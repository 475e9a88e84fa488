import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { temporaryDirectory, testRepository } from '../rig/repository.ts';

// Programs that take `@file` for the file's lines let whoever names an image, a tag or a folder read files (Jenkins' command line).
test('S40 an argument that begins with @ means itself, and no file is read for it', async () => {
  const repository = testRepository({
    'images/app/Dockerfile': 'FROM scratch\n',
    'images/app/build.yaml': 'name: app\n',
    'caskwright.yaml': 'registry: 127.0.0.1:1/x\n',
  });
  const file = join(temporaryDirectory(), 'arguments');
  writeFileSync(file, '--help\ncanary-of-the-file\n');
  for (const args of [
    [`@${file}`],
    ['validate', `@${file}`],
    ['explain', `@${file}`, '--since', 'HEAD'],
    ['build', `@${file}`],
    ['plan', '--rev', `@${file}`],
    ['release', `@${file}`],
  ]) {
    const ended = await runCli(args, { cwd: repository.path });
    expect(ended.exitCode, ended.log).toBe(2);
    expect(ended.log).toContain(`@${file}`);
    expect(ended.log).not.toContain('canary');
    expect(ended.stdout).toBe('');
  }
});
