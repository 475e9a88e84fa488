import { pino } from 'pino';
import type { CommandContext } from '../cli/context.ts';
import type { ServeOptions, ServerProblem, ServerProgram, WorkerOptions } from '../cli/serve.ts';
import type { ReadServerConfiguration } from '../server/configuration/read.ts';
import { readServerConfiguration } from '../server/configuration/read.ts';
import { startServer } from '../server/start.ts';
import { StoreError } from '../server/store/connection.ts';
import { processorCount } from '../system/machine.ts';
import { VERSION } from './version.ts';

/** The real server behind `serve` and `worker`. */
export function createServerProgram(context: CommandContext): ServerProgram {
  return {
    serve: (options) => configured(context, options, (read) => serve(context, options, read)),
    work: (options) => configured(context, options, async () => undefined),
  };
}

async function serve(
  context: CommandContext,
  options: ServeOptions,
  { configuration, shown }: ReadServerConfiguration,
): Promise<void> {
  if (options.printConfig) return context.stdout.write(shown);
  const log = pino({ level: configuration.logLevel, base: null }, { write: (line) => context.stdout.write(line) });
  const server = await startServer({ configuration, version: VERSION, log });
  log.info({ url: server.url, data: configuration.data }, 'ready');
  await aborted(context.signal);
  log.info('ending');
  await server.stop();
  log.info('ended');
}

async function configured(
  context: CommandContext,
  { config, ...flags }: ServeOptions & WorkerOptions,
  run: (read: ReadServerConfiguration) => Promise<void>,
): Promise<ServerProblem | undefined> {
  const { environment, directory } = context;
  const processors = processorCount();
  const read = await readServerConfiguration({
    flags,
    environment,
    directory,
    processors,
    ...(config === undefined ? {} : { config }),
  });
  if (!read.ok) return { kind: 'usage', ...read.error };
  try {
    await run(read.value);
    return undefined;
  } catch (error) {
    return { kind: 'environment', diagnostics: [], faults: [whatStands(error)] };
  }
}

/** What stands in the way, in words for the person who started it; anything else is a bug. */
function whatStands(error: unknown): string {
  if (error instanceof StoreError) return error.message;
  if (isListenError(error)) return `cannot listen on ${error.address}:${error.port}: ${error.code}`;
  throw error;
}

function isListenError(error: unknown): error is { code: string; address: string; port: number } {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
