import { readHadolint } from '../definition/lint/hadolint.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadedRepository } from '../engine/load.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { findProgram } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';

const TIMEOUT = 60_000;

/**
 * The findings with those of hadolint among them, each Dockerfile asked about once. Undefined where it is not installed.
 * Its own configuration in the folder of the repository counts, as when it is called by hand.
 */
export async function withHadolint(
  { diagnostics, graph, configuration }: LoadedRepository,
  { environment, directory, signal }: { environment: Environment; directory: string; signal: AbortSignal },
): Promise<readonly Diagnostic[] | undefined> {
  const program = await findProgram('hadolint', environment);
  if (program === undefined) return undefined;
  const env = childEnvironment(
    environment,
    Object.keys(environment).filter((name) => name.startsWith('HADOLINT_')),
  );
  const files = new Map(graph.images.map(({ dockerfile: { file } }) => [file.path, file]));
  const found: Diagnostic[] = [];
  for (const file of files.values()) {
    const args = ['--no-fail', '--format', 'json', '-'];
    const ran = await captureProcess(program, args, {
      env,
      cwd: directory,
      input: file.text,
      signal,
      timeout: TIMEOUT,
    });
    if (ran.exitCode !== 0) continue;
    const own = diagnostics.filter((finding) => finding.file.path === file.path);
    found.push(...readHadolint(file, Buffer.from(ran.stdout).toString(), own, configuration.policy.lint));
  }
  return [...diagnostics, ...found].sort(compareDiagnostics);
}
