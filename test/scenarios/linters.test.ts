import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../rig/cli.ts';
import { buildxRig } from '../rig/engines.ts';
import { testRepository } from '../rig/repository.ts';

const buildx = join(
  process.env.CASKWRIGHT_TEST_CACHE ?? '/var/cache/caskwright-test',
  'docker/usr/libexec/docker/cli-plugins/docker-buildx',
);

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
  const run = await runCli(['validate', '--linter', 'hadolint', '--format', 'json'], { cwd: repository().path, env });
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

test.each([
  ['hadolint', 'hadolint cannot be asked here: hadolint is not installed'],
  ['buildx', 'buildx cannot be asked here: docker is not installed'],
])('%s that is not there is said', async (linter, message) => {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-no-linter-'));
  symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(folder, 'git'));
  const run = await runCli(['validate', '--linter', linter], { cwd: repository().path, env: { PATH: folder } });
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining(message)]);
});

const rig = await buildxRig();
if ('reason' in rig) test('buildx is asked', ({ skip }) => skip(rig.reason));
else {
  const { PATH = '', HOME = '', DOCKER_HOST = '' } = rig.environment;
  mkdirSync(join(HOME, '.docker/cli-plugins'), { recursive: true });
  symlinkSync(buildx, join(HOME, '.docker/cli-plugins/docker-buildx'));
  const env = { PATH, HOME, DOCKER_HOST };
  afterAll(() => rig.close());

  test('what buildx finds beyond our rules is among the findings, once', async () => {
    const lines = [
      'ARG WHERE',
      'FROM $WHERE AS Base',
      'MAINTAINER me',
      'ENV OLD form',
      '# caskwright ignore=workdir-relative: a test',
      'WORKDIR app',
      'CMD python \\',
      '  main.py',
    ];
    const folder = testRepository({
      'caskwright.yaml':
        'registry: registry.invalid/acme\nargs: { WHERE: scratch }\npolicy: { lint: { command-shell-form: off } }\n',
      'images/app/build.yaml': '',
      'images/app/Dockerfile': `${lines.join('\n')}\n`,
    });
    const run = await runCli(['validate', '--linter', 'buildx', '--format', 'json'], { cwd: folder.path, env });
    const found = JSON.parse(run.stdout).map((one: Record<string, string>) => [
      one.line,
      one.code,
      one.message?.split(' ')[0],
    ]);
    expect(found).toEqual([
      [2, 'buildx-check', 'StageNameCasing:'],
      [3, 'maintainer-deprecated', 'MAINTAINER'],
      [4, 'buildx-check', 'LegacyKeyValueFormat:'],
    ]);
    expect(run.exitCode).toBe(0);
  });

  test('buildx says where it looked no further', async () => {
    const folder = testRepository({
      'caskwright.yaml': 'registry: registry.invalid/acme\n',
      'images/app/build.yaml': '',
      'images/app/Dockerfile': 'ARG A=1\nFROM localhost:1/none:$A\nCMD a\n',
    });
    const run = await runCli(['validate', '--linter', 'buildx', '--format', 'json'], { cwd: folder.path, env });
    const found = JSON.parse(run.stdout).filter(({ code }: Record<string, string>) => code === 'buildx-check');
    expect(found).toMatchObject([
      { line: 2, message: expect.stringMatching(/^looked no further: localhost:1\/none:1: /) },
    ]);
  });

  test('a daemon that does not answer is said', async () => {
    const away = { ...env, DOCKER_HOST: `unix://${HOME}/nobody.sock` };
    const run = await runCli(['validate', '--linter', 'buildx'], { cwd: repository().path, env: away });
    expect([run.exitCode, run.stderr]).toEqual([2, expect.stringMatching(/buildx cannot be asked here: .*daemon/)]);
  });
}
