import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDead, type Owner, statFields, thisProcess } from './owner.ts';
import { captureProcess, endProcessGroup } from './process.ts';

/**
 * A folder that belongs to one process, for what must not outlive it. Who owns it stands in it, so that a later
 * process finds what one that was killed has left behind, and never touches what a living one still uses.
 */
export interface RunFolder {
  readonly path: string;
  /** Makes an empty folder inside, readable by this user alone, whose last path component is unique on this machine. */
  make(label: string): Promise<string>;
  /** Removes it with everything inside. May be called twice. */
  remove(): Promise<void>;
}

const OWNER = 'owner.json';
const PREFIX = 'run-';
/** Milliseconds after which a folder without an owner never gets one. */
const NAMELESS = 60_000;

/** Makes a run folder below `base`, which is made too. */
export async function openRunFolder(base: string): Promise<RunFolder> {
  await mkdir(base, { recursive: true, mode: 0o700 });
  const { uid } = await lstat(base);
  if (uid !== process.getuid?.()) throw new Error(`${base} belongs to another user (${uid})`);
  const name = `${PREFIX}${randomName()}`;
  const draft = join(base, `.${name}`);
  await mkdir(draft, { mode: 0o700 });
  await writeFile(join(draft, OWNER), JSON.stringify(await thisProcess()));
  // Renamed when complete: nobody ever sees a run folder without an owner.
  const path = join(base, name);
  await rename(draft, path);
  return {
    path,
    async make(label) {
      const folder = join(path, `${label}-${randomName()}`);
      await mkdir(folder, { mode: 0o700 });
      return folder;
    },
    remove: () => removeFolder(path),
  };
}

/** The run folders below `base` whose processes are dead, half-made ones too. */
export async function abandonedRunFolders(base: string): Promise<readonly string[]> {
  const names = await readdir(base).catch(() => []);
  const found: string[] = [];
  for (const name of names.filter((candidate) => /^\.?run-/.test(candidate))) {
    const path = join(base, name);
    if (await isAbandoned(path)) found.push(path);
  }
  return found;
}

async function isAbandoned(path: string): Promise<boolean> {
  const text = await readFile(join(path, OWNER), 'utf8').catch(() => '');
  if (text !== '') return isDead(JSON.parse(text) as Owner);
  // Its process was killed before it could say whose it is, or is about to.
  const made = await lstat(path).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > NAMELESS;
}

/**
 * Removes the run folders below `base` whose processes are dead, and the processes that still work in them;
 * `cleanUp` is given each folder of a run first.
 */
export async function removeAbandoned(
  base: string,
  cleanUp: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const run of await abandonedRunFolders(base)) {
    await endProcessesIn(run);
    const entries = await readdir(run, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isDirectory()) await cleanUp(join(run, entry.name));
    await removeFolder(run);
  }
}

/** Ends every process that works in `folder`, as its TMPDIR tells, with its whole group. */
export async function endProcessesIn(folder: string): Promise<void> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const groups = new Set<number>();
  for (const pid of pids) {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (!environment.split('\0').some((entry) => entry.startsWith(`TMPDIR=${folder}`))) continue;
    const group = Number((await statFields(pid))?.[2]);
    if (group > 1) groups.add(group);
  }
  await Promise.all([...groups].map((group) => endProcessGroup(group)));
}

/** Removes a folder and everything in it; what is mounted below is unmounted first and never emptied. */
export async function removeFolder(folder: string): Promise<void> {
  for (const mount of await mountsBelow(folder)) {
    await captureProcess('umount', ['-l', '--', mount], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  }
  if ((await mountsBelow(folder)).length > 0) return;
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The mount points below a folder, deepest first. */
export async function mountsBelow(folder: string): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  // proc(5): the fifth field is the mount point, with spaces, tabs and backslashes in octal.
  const points = table.split('\n').map((line) => unescapeOctal(line.split(' ')[4] ?? ''));
  return points.filter((point) => point.startsWith(`${folder}/`)).toSorted((a, b) => b.length - a.length);
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function randomName(): string {
  return randomBytes(8).toString('hex');
}
