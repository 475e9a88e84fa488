import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { testRepository } from '../rig/repository.ts';

/** What hadolint 2.12 would say of the Dockerfile below, put together after its documentation; the program itself cannot be had here. */
const report = [
  {
    code: 'DL3004',
    column: 1,
    file: '-',
    level: 'error',
    line: 6,
    message: 'Do not use sudo as it leads to unpredictable behavior. Use a tool like gosu to enforce root',
  },
  {
    code: 'DL3004',
    column: 1,
    file: '-',
    level: 'error',
    line: 2,
    message: 'Do not use sudo as it leads to unpredictable behavior. Use a tool like gosu to enforce root',
  },
  {
    code: 'DL3059',
    column: 1,
    file: '-',
    level: 'info',
    line: 4,
    message: 'Multiple consecutive `RUN` instructions. Consider consolidation.',
  },
  { code: 'DL3003', column: 1, file: '-', level: 'warning', line: 4, message: 'Use WORKDIR to switch to a directory' },
];

function repository() {
  return testRepository({
    'caskwright.yaml': 'registry: registry.invalid/acme\npolicy: { lint: { run-cd: off } }\n',
    'images/app/build.yaml': '',
    'images/app/Dockerfile':
      'FROM docker.io/library/debian:12\nRUN id && \\\n  sudo make\nRUN cd /src && make\n# caskwright ignore=run-sudo: a test\nRUN sudo true\n',
  });
}

test('what hadolint says twice, or what is switched off, is left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-hadolint-'));
  const script = `#!/bin/sh\ngrep -q 'sudo make' || exit 1\ncat <<'EOF'\n${JSON.stringify(report)}\nEOF\n`;
  writeFileSync(join(folder, 'hadolint'), script, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const run = await runCli(['validate', '--hadolint', '--format', 'json'], { cwd: repository().path, env });
  const found = JSON.parse(run.stdout).map(({ line, code, message }: Record<string, string>) => [
    line,
    code,
    message?.slice(0, 6),
  ]);
  expect(found).toEqual([
    [3, 'run-sudo', 'sudo n'],
    [4, 'hadolint', 'DL3059'],
  ]);
});

test('hadolint that is not there is said', async () => {
  const run = await runCli(['validate', '--hadolint'], { cwd: repository().path });
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining('hadolint is not installed here')]);
});
