import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Runtime, RuntimeKind } from '../build/ports/runtime.ts';
import type { Environment } from '../system/environment.ts';
import { createApple } from './apple.ts';
import { call } from './command.ts';
import { createDocker, type DockerOptions } from './docker.ts';

export interface RuntimeOptions extends DockerOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

const ALL = ['docker', 'podman', 'container'] as const;
/** Milliseconds in which an engine says who it is. */
const PROBE = 20_000;

/** The engine that was asked for, or the first one that answers here. */
export async function selectRuntime(
  kind: RuntimeKind | 'auto',
  options: RuntimeOptions,
): Promise<Result<Runtime, Failure>> {
  const failures: Failure[] = [];
  for (const candidate of kind === 'auto' ? ALL : [kind]) {
    const runtime = await probe(candidate, options);
    if (runtime.ok) return runtime;
    if (runtime.error.reason === 'cancelled') return runtime;
    failures.push(runtime.error);
  }
  const [only] = failures;
  if (kind !== 'auto' && only) return err(only);
  const message = `no engine that runs containers answers here: ${failures.map((failure) => failure.message).join('; ')}`;
  const suggestion = 'start docker, or install podman; runtime.engine names the one to use';
  return err({ phase: 'run', reason: 'builder-unavailable', message, suggestion, lastLines: [] });
}

/** How each engine says its version, and only where it can be used: docker needs its daemon, container its services. */
const versions = {
  docker: ['version', '--format={{.Server.Version}}'],
  podman: ['info', '--format={{.Version.Version}}'],
  container: ['system', 'status'],
} as const satisfies Record<RuntimeKind, readonly string[]>;

async function probe(kind: RuntimeKind, options: RuntimeOptions): Promise<Result<Runtime, Failure>> {
  const program = { name: kind, environment: options.environment };
  const about = { phase: 'run', action: 'say its version', signal: options.signal, timeout: PROBE } as const;
  const version = await call(program, versions[kind], about);
  if (!version.ok) return version;
  if (kind === 'container') return ok(createApple(kind, program));
  return ok(createDocker(kind, `${kind} ${version.value.trim()}`, program, options));
}
