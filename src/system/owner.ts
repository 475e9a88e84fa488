import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process, precise enough that another one is never taken for it. */
export interface Owner {
  readonly pid: number;
  /** In ticks since boot; absent where the system does not tell. */
  readonly started?: string;
  readonly boot?: string;
  readonly processes?: string;
  readonly host: string;
}

/** This process. */
export async function thisProcess(): Promise<Owner> {
  const [started, boot, processes] = await Promise.all([startOf(process.pid), bootId(), processNamespace()]);
  return {
    pid: process.pid,
    host: hostname(),
    ...(started === undefined ? {} : { started }),
    ...(boot === undefined ? {} : { boot }),
    ...(processes === undefined ? {} : { processes }),
  };
}

/** Dead for certain: an owner in another machine's or container's process table is left alone. */
export async function isDead(owner: Owner): Promise<boolean> {
  if (owner.host !== hostname() || owner.processes !== (await processNamespace())) return false;
  if (owner.boot !== (await bootId())) return true;
  if (!isAlive(owner.pid)) return true;
  return owner.started !== undefined && owner.started !== (await startOf(owner.pid));
}

/** The fields of `/proc/pid/stat` from the third one, the state, on. */
export async function statFields(pid: string): Promise<readonly string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** proc(5), field 22: when the process started. A dead one that nobody has waited for yet has no start. */
async function startOf(pid: number): Promise<string | undefined> {
  const fields = await statFields(String(pid));
  return fields?.[0] === 'Z' ? 'over' : fields?.[19];
}

function bootId(): Promise<string | undefined> {
  return readFile('/proc/sys/kernel/random/boot_id', 'latin1').then(
    (text) => text.trim(),
    () => undefined,
  );
}

function processNamespace(): Promise<string | undefined> {
  return readlink('/proc/self/ns/pid').catch(() => undefined);
}
