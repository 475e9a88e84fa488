import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { findProgram } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';

/** How the programs of this room reach the registry. */
export interface Access {
  readonly environment: Environment;
  /** A folder with a `config.json` in docker's form: credentials of this run, and no others. */
  readonly dockerConfig: string;
  /** A folder of PEM files to trust beside the system's. */
  readonly certificates?: string;
  /** Whether the registry speaks HTTP, or HTTPS without verification. */
  readonly insecure: boolean;
}

/** A program that was found, with the environment that it runs in. */
export interface Tool {
  readonly name: string;
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The first run of a scanner fetches its database. */
const TIMEOUT = 15 * 60_000;
const LAST_LINES = 20;

/** Finds a program; its own settings are those variables of the environment that start with one of `prefixes`. */
export async function findTool(
  name: string,
  { environment, dockerConfig, certificates }: Access,
  prefixes: readonly string[],
): Promise<Tool | undefined> {
  const path = await findProgram(name, environment);
  if (path === undefined) return undefined;
  const own = Object.keys(environment).filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));
  const env: Record<string, string> = { ...childEnvironment(environment, own), DOCKER_CONFIG: dockerConfig };
  // Go reads the system's bundle beside the folders that are named here.
  if (certificates !== undefined) env.SSL_CERT_DIR = [certificates, environment.SSL_CERT_DIR].filter(Boolean).join(':');
  return { name, path, env };
}

/** Runs a program to its end; its output, or why there is none. */
export async function runTool(
  { name, path, env }: Tool,
  args: readonly string[],
  signal: AbortSignal,
  input: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: Uint8Array } = {},
): Promise<Result<Uint8Array, Failure>> {
  const ran = await captureProcess(path, args, {
    env: { ...env, ...input.env },
    signal,
    timeout: TIMEOUT,
    ...(input.stdin === undefined ? {} : { input: input.stdin }),
  });
  if (ran.ended === 'by-itself' && ran.exitCode === 0) return ok(ran.stdout);
  const lastLines = ran.stderr.trimEnd().split('\n').slice(-LAST_LINES);
  const base = { phase: 'publish', lastLines } as const;
  if (ran.ended === 'aborted') return err({ ...base, reason: 'cancelled', message: 'cancelled' });
  if (ran.ended === 'timed-out') return err({ ...base, reason: 'timeout', message: `${name} did not end in time` });
  const ending = ran.notStarted ?? (ran.exitCode === undefined ? `signal ${ran.signal}` : `exit code ${ran.exitCode}`);
  return err(toolFailure(name, `${name} failed: ${ending}`, lastLines));
}

/** What a program printed, read as JSON. */
export async function jsonOf<T>(
  tool: Tool,
  args: readonly string[],
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<Result<T, Failure>> {
  const printed = await runTool(tool, args, signal, { env });
  if (!printed.ok) return printed;
  try {
    return ok(JSON.parse(Buffer.from(printed.value).toString()) as T);
  } catch {
    return err(toolFailure(tool.name, `${tool.name} printed something that is not JSON`, []));
  }
}

function toolFailure(name: string, message: string, lastLines: readonly string[]): Failure {
  const suggestion = `run it by hand to see why: ${name} --help`;
  return { phase: 'publish', reason: 'tool-failed', message, suggestion, lastLines };
}
