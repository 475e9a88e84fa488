import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Logger } from 'pino';
import { type Daemon, programOfProcess, signalProcess, startDaemon } from '../../system/daemon.ts';
import { readWhole, remove } from '../../system/files.ts';
import { makePrivateDirectory, makeSocketDirectory } from '../../system/service-user.ts';
import { type Cluster, commandLine, ENVIRONMENT, prepareCluster } from './cluster.ts';
import { lossOf, StoreError } from './connection.ts';

/** A PostgreSQL of our own that runs. */
export interface EmbeddedPostgres {
  readonly connection: ClientConfig;
  /** Ends it in good order; transactions that are open are rolled back. */
  stop(): Promise<void>;
}

/** An address of a Unix socket holds 107 bytes; the socket's own name takes 18 of them. */
const LONGEST_SOCKET_FOLDER = 85;
/** How long an abandoned server may take to end, in milliseconds. */
const PATIENCE = 10_000;
/** Chosen once: the session that holds this advisory lock has the folder. */
const FOLDER_LOCK = 735_120_461;

/**
 * Starts the embedded PostgreSQL on a folder, which is made and filled where it is absent. It listens on a Unix socket
 * alone, in a folder that only its user may enter: that is the whole of its access control. A server that a killed
 * process left running is ended first; where its owner is alive, the start is refused with a `StoreError`. One that
 * ends by itself, or is killed, is started again at the same address.
 */
export async function startPostgres(folder: string, log: Logger): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(folder);
  await endAbandoned(cluster, log);
  const socket = await socketFolder(folder, cluster);
  const connection = connectionTo(socket);
  const launch = async () => {
    const server = await start(cluster, socket, log);
    return { server, owner: await takeFolder(connection, folder, log) };
  };
  const ending = new AbortController();
  let running = await launch();
  const watch = async () => {
    while (true) {
      await running.server.ended;
      if (ending.signal.aborted) return;
      log.error('the embedded database has ended by itself: starting it again');
      running = (await insistently(launch, ending.signal, log)) ?? running;
    }
  };
  const watched = watch();
  return {
    connection,
    async stop() {
      ending.abort();
      await running.owner.end().catch(() => {});
      running.server.signal('SIGINT');
      await watched;
      if (!socket.startsWith(folder)) await remove(socket);
    },
  };
}

/**
 * Tries until it works or is not wanted any more: what is left of a killed server goes on holding its memory for a
 * moment, and a disk that is full is cleared some time.
 */
async function insistently<T>(action: () => Promise<T>, signal: AbortSignal, log: Logger): Promise<T | undefined> {
  for (let wait = 50; !signal.aborted; wait = Math.min(wait * 2, 5000)) {
    try {
      return await action();
    } catch (error) {
      log.warn({ err: error }, 'the embedded database does not start');
    }
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

function connectionTo(socket: string): ClientConfig {
  return { host: socket, user: 'caskwright', database: 'postgres', application_name: 'caskwright' };
}

async function socketFolder(folder: string, { user }: Cluster): Promise<string> {
  const path = join(folder, 'socket');
  if (Buffer.byteLength(path) > LONGEST_SOCKET_FOLDER) return makeSocketDirectory(user);
  await makePrivateDirectory(path, user);
  return path;
}

/** Resolves when connections are taken; rejects with the last lines of the server where it ends before. */
async function start(cluster: Cluster, socket: string, log: Logger): Promise<Daemon> {
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<'ready'>();
  const lines: string[] = [];
  const settings = ['listen_addresses=', `unix_socket_directories=${socket}`].flatMap((setting) => ['-c', setting]);
  const [command, args] = commandLine(cluster, 'postgres', ['-D', cluster.folder, ...settings]);
  const server = startDaemon(command, args, {
    env: ENVIRONMENT,
    cwd: cluster.folder,
    ...(cluster.user ? { user: cluster.user } : {}),
    onLine(line) {
      if (lines.push(line) > 10) lines.shift();
      log.debug({ postgres: line });
      if (line.includes('ready to accept connections')) becomeReady('ready');
    },
  });
  if ((await Promise.race([ready, server.ended])) === 'ready') return server;
  const said = lines.join('\n');
  if (/lock file "postmaster.pid" already exists/.test(said)) throw inUse(cluster.folder);
  throw new StoreError(`the embedded database does not start:\n${said}`);
}

/** Holds the folder for as long as this process lives: the session ends with it, however it dies. */
async function takeFolder(connection: ClientConfig, folder: string, log: Logger): Promise<Client> {
  const owner = new Client(connection);
  owner.on('error', (error) => log.warn(lossOf(error), 'the connection that holds the database folder was lost'));
  await owner.connect();
  if (await holds(owner)) return owner;
  await owner.end();
  throw inUse(folder);
}

async function holds(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${FOLDER_LOCK}) as held`);
  return rows[0]?.held === true;
}

/** Ends the server of a process that was killed; refuses where that process is alive. */
async function endAbandoned(cluster: Cluster, log: Logger): Promise<void> {
  const [pid = '', , , , socket = ''] = (await readWhole(join(cluster.folder, 'postmaster.pid')))?.split('\n') ?? [];
  if (!isPostgres(Number(pid), cluster)) return;
  if (await isOwned(socket)) throw inUse(cluster.folder);
  log.warn({ pid }, 'ending the database server that a killed process left');
  signalProcess(Number(pid), 'SIGINT');
  for (let waited = 0; isPostgres(Number(pid), cluster); waited += 20) {
    if (waited > PATIENCE) throw new StoreError(`the database server ${pid} does not end: end it with \`kill ${pid}\``);
    await sleep(20);
  }
}

/** The number in the file may long belong to another program. */
function isPostgres(pid: number, { programs }: Cluster): boolean {
  return pid > 0 && programOfProcess(pid) === join(programs, 'postgres');
}

async function isOwned(socket: string): Promise<boolean> {
  const client = new Client({ ...connectionTo(socket), connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return !(await holds(client));
  } catch {
    // It is starting up or shutting down: it has no user.
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function inUse(folder: string): StoreError {
  return new StoreError(
    `the data in ${folder} is in use by another caskwright: end that one, or give this one a folder of its own (--data)`,
  );
}
