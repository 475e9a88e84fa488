import { join } from 'node:path';
import type { ExportStorage } from '../build/ports/export-storage.ts';
import type { CommandContext } from '../cli/context.ts';
import type { ServeOptions, ServerProblem, ServerProgram, WorkerOptions } from '../cli/serve.ts';
import { startWorkerProcess } from '../server/build-here.ts';
import type { ServerConfiguration } from '../server/configuration/configuration.ts';
import type { ReadServerConfiguration } from '../server/configuration/read.ts';
import { readServerConfiguration } from '../server/configuration/read.ts';
import type { ServerParts } from '../server/ground.ts';
import { createLog } from '../server/log.ts';
import { startServer } from '../server/start.ts';
import { StoreError } from '../server/store/connection.ts';
import { workerRole } from '../server/worker/role.ts';
import type { Environment } from '../system/environment.ts';
import { processorCount } from '../system/machine.ts';
import { createConnections } from './connections.ts';
import { openExportStorage } from './exports.ts';
import { VERSION } from './version.ts';

/** The real server behind `serve` and `worker`. */
export function createServerProgram(context: CommandContext): ServerProgram {
  return {
    serve: (options) =>
      configured(context, options, true, async ({ configuration, shown }) => {
        if (options.printConfig) return context.stdout.write(shown);
        const parts = partsOf(context, configuration);
        const server = await startServer(parts);
        parts.log.info({ url: server.url, data: configuration.data }, 'ready');
        return untilAborted(context, parts, server);
      }),
    work: (options) =>
      configured(context, options, false, async ({ configuration }) => {
        if (configuration.databaseUrl === undefined) throw new StoreError(NO_DATABASE);
        const parts = partsOf(context, configuration);
        const worker = await startWorkerProcess(parts);
        parts.log.info({ data: configuration.data, slots: configuration.worker.slots }, 'ready');
        return untilAborted(context, parts, worker);
      }),
    workerRole,
  };
}

const NO_DATABASE =
  'a worker on its own needs the database of its server: set DATABASE_URL (a server with an embedded database has a worker of its own)';

function partsOf({ environment, stdout }: CommandContext, configuration: ServerConfiguration): ServerParts {
  const log = createLog(configuration.logLevel, (line) => stdout.write(line));
  // What runs leave behind for a moment lies with the rest, so that it is known whose it is.
  const scratch = {
    ...environment,
    CASKWRIGHT_TMPDIR: environment.CASKWRIGHT_TMPDIR ?? join(configuration.data, 'tmp'),
  };
  return {
    configuration,
    environment,
    version: VERSION,
    // Beside the bundle, beside the folder of its parts, and where the sources' own build puts it.
    pages: ['web', '../web', '../../dist/web'].map((path) => join(import.meta.dirname, path)),
    connect: (root) => createConnections(scratch, root, { exporters: () => import('./exports.ts') }),
    storage: storageOf(configuration, environment),
    log,
  };
}

/** A bucket without credentials is found out at the start, not with the first disk image. */
function storageOf({ data, exports }: ServerConfiguration, environment: Environment): ExportStorage {
  const storage = openExportStorage(exports.storage, data, environment);
  if (!storage.ok) throw new StoreError(`${storage.error.message}: ${storage.error.suggestion ?? ''}`);
  return storage.value;
}

async function untilAborted(
  { signal }: CommandContext,
  { log }: ServerParts,
  running: { stop(): Promise<void> },
): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  log.info('ending');
  await running.stop();
  log.info('ended');
}

async function configured(
  context: CommandContext,
  { config, ...flags }: ServeOptions & WorkerOptions,
  receives: boolean,
  run: (read: ReadServerConfiguration) => Promise<void>,
): Promise<ServerProblem | undefined> {
  const { environment, directory } = context;
  const processors = processorCount();
  const read = await readServerConfiguration({
    flags,
    environment,
    directory,
    processors,
    receives,
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
