import { err, ok, type Result } from '../base/result.ts';
import type { Failure, Phase } from '../build/failure.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { runProcess } from '../system/process.ts';
import { failureOf } from './failures.ts';

/** An engine's program, and who calls it. */
export interface Program {
  readonly name: string;
  readonly environment: Environment;
}

/** What a call is about: how its failure is told, and what ends it early. */
export interface Call {
  readonly phase: Phase;
  /** In words that follow "cannot": `stop web`. */
  readonly action: string;
  readonly signal: AbortSignal;
  /** Milliseconds; two minutes where absent. */
  readonly timeout?: number;
  onLine?(line: string): void;
}

const TIMEOUT = 120_000;
/** Lines of an error that are kept. */
const KEPT = 20;

/** What engines find their daemon, their store and their logins by. */
const OF_ENGINES = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
  'CONTAINER_HOST',
  'CONTAINERS_CONF',
  'CONTAINERS_STORAGE_CONF',
  'CONTAINERS_REGISTRIES_CONF',
  'REGISTRY_AUTH_FILE',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'SSH_AUTH_SOCK',
  'DBUS_SESSION_BUS_ADDRESS',
];

/** Runs a command of the engine to its end; what it wrote to stdout, or why it failed. */
export async function call(program: Program, args: readonly string[], about: Call): Promise<Result<string, Failure>> {
  const output: string[] = [];
  const last: string[] = [];
  const ended = await runProcess(program.name, args, {
    env: childEnvironment(program.environment, OF_ENGINES),
    signal: about.signal,
    timeout: about.timeout ?? TIMEOUT,
    onLine(line, stream) {
      if (stream === 'stdout') output.push(line);
      last.push(line);
      if (last.length > KEPT) last.shift();
      about.onLine?.(line);
    },
  });
  if (ended.exitCode === 0 && ended.ended === 'by-itself') return ok(output.join('\n'));
  return err(failureOf(program.name, about, ended, last));
}

/** The same for a command that answers in JSON. */
export async function ask<T>(program: Program, args: readonly string[], about: Call): Promise<Result<T, Failure>> {
  const answer = await call(program, args, about);
  if (!answer.ok) return answer;
  try {
    return ok(JSON.parse(answer.value) as T);
  } catch {
    const message = `${program.name} ${args[0]} did not answer in JSON`;
    return err({ phase: about.phase, reason: 'unknown', message, lastLines: answer.value.split('\n').slice(-KEPT) });
  }
}
