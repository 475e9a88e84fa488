import { chmod, chown, mkdir, mkdtemp, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** A user of this machine. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The first of these users that this machine has, where this process is root; undefined where it is not: it is one already. */
export async function serviceUser(names: readonly string[]): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of names) {
    const found = users.find(([name]) => name === wanted);
    if (found) return { name: wanted, uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(`this machine has none of the users ${names.join(', ')}`);
}

/** Makes a folder that only one user may enter: `user`, or the one of this process. */
export async function makePrivateDirectory(path: string, user?: User): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user) await chown(path, user.uid, user.gid);
  await chmod(path, 0o700);
}

/** Lets other users pass through a folder, though not see what is in it. */
export async function permitPassage(path: string): Promise<void> {
  await chmod(path, (await stat(path)).mode | 0o011);
}

/** The topmost folder on the way to a path that a user may not pass through; undefined where none is in the way. */
export async function obstacle(path: string, user: User): Promise<string | undefined> {
  const parent = dirname(resolve(path));
  const above = parent === dirname(parent) ? undefined : await obstacle(parent, user);
  if (above !== undefined) return above;
  const { mode, uid, gid } = await stat(parent);
  const passes = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001;
  return passes === 0 ? parent : undefined;
}

/** Makes a folder with a short, unguessable name for sockets, whose addresses must be short. */
export async function makeSocketDirectory(user?: User): Promise<string> {
  const path = await mkdtemp('/tmp/caskwright-');
  await makePrivateDirectory(path, user);
  return path;
}
