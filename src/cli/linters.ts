import { err, ok, type Result } from '../base/result.ts';
import { type OtherLinter, readOther } from '../definition/lint/others.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadedRepository } from '../engine/load.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { findProgram } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';

const TIMEOUT = 60_000;

interface Program {
  readonly name: string;
  /** Asks for JSON about the Dockerfile on the standard input. */
  readonly args: (buildArgs: Readonly<Record<string, string>>) => readonly string[];
  /** Variables that say how it is set up. */
  readonly variables: RegExp;
}

const programs: Readonly<Record<OtherLinter, Program>> = {
  hadolint: { name: 'hadolint', args: () => ['--no-fail', '--format', 'json', '-'], variables: /^HADOLINT_/ },
  buildx: {
    name: 'docker',
    // Nothing of the repository is sent but the Dockerfile: BuildKit checks no files.
    args: (buildArgs) => [
      ...['buildx', 'build', '--call=check,format=json'],
      ...Object.entries(buildArgs).map(([name, value]) => `--build-arg=${name}=${value}`),
      '-',
    ],
    variables: /^(?:DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY|API_VERSION)|BUILDX_BUILDER|SSH_AUTH_SOCK)$/,
  },
};

interface Surroundings {
  readonly environment: Environment;
  readonly directory: string;
  readonly signal: AbortSignal;
}

/**
 * The findings with those of other linters among them, each asked about every Dockerfile once. Their own configuration
 * in the folder of the repository counts, as when they are called by hand. The error says which cannot be asked, and why.
 */
export async function withLinters(
  linters: readonly OtherLinter[],
  { diagnostics, graph, configuration }: LoadedRepository,
  surroundings: Surroundings,
): Promise<Result<readonly Diagnostic[], string>> {
  const written = graph.images.filter(({ definition }) => definition.declaration === undefined);
  const byFile = new Map(written.map((image) => [image.dockerfile.file.path, image]));
  const all = [...diagnostics];
  for (const linter of new Set(linters)) {
    for (const { dockerfile, definition } of byFile.values()) {
      const { file } = dockerfile;
      const printed = await ask(programs[linter], file.text, definition.args, surroundings);
      if (!printed.ok) return err(`${linter} cannot be asked here: ${printed.error}`);
      const known = all.filter((finding) => finding.file.path === file.path);
      all.push(...readOther(linter, file, printed.value, known, configuration.policy.lint));
    }
  }
  return ok(all.sort(compareDiagnostics));
}

/** What it prints; the error is the line that says why it prints nothing. */
async function ask(
  { name, args, variables }: Program,
  input: string,
  buildArgs: Readonly<Record<string, string>>,
  { environment, directory, signal }: Surroundings,
): Promise<Result<string, string>> {
  const program = await findProgram(name, environment);
  if (program === undefined) return err(`${name} is not installed`);
  const own = Object.keys(environment).filter((variable) => variables.test(variable));
  const env = childEnvironment(environment, own);
  const ran = await captureProcess(program, args(buildArgs), { env, cwd: directory, input, signal, timeout: TIMEOUT });
  const printed = Buffer.from(ran.stdout).toString();
  // buildx ends with 1 where it has found something.
  if (/^\s*[[{]/.test(printed)) return ok(printed);
  return err(ran.stderr.split('\n').find((line) => line.trim() !== '') ?? `it ended with ${ran.exitCode ?? ran.ended}`);
}
