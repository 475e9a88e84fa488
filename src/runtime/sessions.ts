import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Container, Runtime, Sessions } from '../build/ports/runtime.ts';
import type { Environment } from '../system/environment.ts';
import { call } from './command.ts';

/** How sessions are found: by a label of containers, by a command that prints them, by both, or not at all. */
export interface SessionOptions {
  readonly label?: string;
  /** A program and its arguments, with {id} and {name}. */
  readonly command?: readonly string[];
  readonly environment: Environment;
}

/** Milliseconds in which the command has to tell. */
const PATIENCE = 30_000;

/** Who works in a container. */
export function createSessions(runtime: Pick<Runtime, 'containers'>, options: SessionOptions): Sessions {
  return async (container, signal) => {
    const labelled = await byLabel(runtime, container, options.label, signal);
    if (!labelled.ok) return labelled;
    const told = await byCommand(container, options, signal);
    return told.ok ? ok([...labelled.value, ...told.value]) : told;
  };
}

async function byLabel(
  runtime: Pick<Runtime, 'containers'>,
  { id, name }: Container,
  label: string | undefined,
  signal: AbortSignal,
): Promise<Result<readonly string[], Failure>> {
  if (label === undefined) return ok([]);
  const all = await runtime.containers(signal);
  if (!all.ok) return all;
  const holders = all.value.filter((other) => {
    const value = other.labels[label];
    return value !== undefined && other.running && (other.id === id || value === name || value === id);
  });
  return ok(holders.map((other) => `${other.name} has the label ${label}=${other.labels[label]}`));
}

async function byCommand(
  { id, name }: Container,
  { command, environment }: SessionOptions,
  signal: AbortSignal,
): Promise<Result<readonly string[], Failure>> {
  const [program, ...args] = (command ?? []).map((word) => word.replaceAll('{id}', id).replaceAll('{name}', name));
  if (program === undefined) return ok([]);
  const about = { phase: 'run', action: `tell the sessions of ${name}`, signal, timeout: PATIENCE } as const;
  const told = await call({ name: program, environment }, args, about);
  if (told.ok) return ok(told.value.split('\n').filter((line) => line.trim() !== ''));
  const suggestion = 'see why runtime.sessions.command fails; a container counts as in use until it tells';
  return err(told.error.reason === 'cancelled' ? told.error : { ...told.error, suggestion });
}
