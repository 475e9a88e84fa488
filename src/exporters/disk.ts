import { createHash } from 'node:crypto';
import { ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Architecture } from '../names/export-target.ts';
import { writePrivate } from '../system/folder-files.ts';
import { sizeOfFile } from '../system/stored-files.ts';
import { type BootFiles, efiName } from './boot.ts';
import { inFolder, runTool, type Tool, type Toolbox } from './tools.ts';

/** A disk that is to be written. */
export interface DiskPlan {
  /** The folder that its root file system is filled from. */
  readonly root: string;
  /** What makes disks of one image equal, and of two images different: the image's digest. */
  readonly seed: string;
  readonly architecture: Architecture;
  /** Bytes and files of the root file system, at most. */
  readonly bytes: number;
  readonly entries: number;
  readonly boot: BootFiles;
}

const MIB = 1024 * 1024;
const SECTOR = 512;
/** What a system may write before somebody enlarges its disk. */
const SPARE = 256 * MIB;
/** Room for the tables of a GPT at both ends. */
const EDGE = MIB;
/** The smallest FAT32. */
const SMALLEST_ESP = 64 * MIB;

/** Types of the discoverable partitions specification. */
const ROOT_TYPE: Readonly<Record<Architecture, string>> = {
  x86_64: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
  aarch64: 'b921b045-1df0-41c3-af44-4c6f280d3fae',
};
const ESP_TYPE = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';

/** The programs that writing a disk needs. */
export function diskTools(bootable: boolean): readonly Tool[] {
  return bootable ? ['sfdisk', 'mkfs.ext4', 'mkfs.vfat', 'mmd', 'mcopy'] : ['sfdisk', 'mkfs.ext4'];
}

/** Whether a machine with UEFI will start from a disk with these files. */
export function isBootable(boot: BootFiles): boolean {
  return boot.kernel !== undefined && boot.loader !== undefined && boot.init;
}

/** The partition of the root file system, as a kernel's command line names it. */
export function rootArgument(seed: string): string {
  return `root=PARTUUID=${uuid(seed, 'root')} rw`;
}

/**
 * Writes a disk with a GPT into a file, without a mount or a loop device: an ext4 root, and where the image has kernel
 * and loader an EFI system partition before it.
 */
export async function writeDisk(plan: DiskPlan, file: string, box: Toolbox): Promise<Result<void, Failure>> {
  const { seed, architecture } = plan;
  const esp = isBootable(plan.boot) ? await espSize(plan.boot) : 0;
  const root = { at: EDGE + esp, size: rootSize(plan) };
  const partitions = [
    'label: gpt',
    `label-id: ${uuid(seed, 'disk')}`,
    ...(esp > 0 ? [partition('esp', EDGE, esp, ESP_TYPE, uuid(seed, 'esp'))] : []),
    partition('root', root.at, root.size, ROOT_TYPE[architecture], uuid(seed, 'root')),
  ];
  const script = `${partitions.join('\n')}\n`;
  const steps: readonly Step[] = [
    { tool: 'truncate', args: [`--size=${root.at + root.size + EDGE}`, file] },
    { tool: 'sfdisk', args: ['--quiet', '--no-tell-kernel', '--lock=no', file], input: script },
    { tool: 'mkfs.ext4', args: ext4Arguments(plan, root, file) },
    ...(esp > 0 ? await espSteps(plan, esp, file, box) : []),
  ];
  for (const { tool, args, input } of steps) {
    const done = await runTool(box, tool, args, input);
    if (!done.ok) return done;
  }
  return ok(undefined);
}

/** A program to run on the disk. */
interface Step {
  readonly tool: string;
  readonly args: readonly string[];
  readonly input?: string;
}

function partition(name: string, at: number, size: number, type: string, id: string): string {
  return `start=${at / SECTOR}, size=${size / SECTOR}, type=${type}, uuid=${id}, name="${name}"`;
}

function ext4Arguments(plan: DiskPlan, { at, size }: { at: number; size: number }, file: string): readonly string[] {
  const id = uuid(plan.seed, 'file system');
  return [
    '-q',
    '-F',
    ...['-L', 'root', '-U', id, '-m', '1', '-b', '4096', '-N', String(plan.entries + 4096)],
    ...['-E', `offset=${at},hash_seed=${id},root_owner=0:0,lazy_itable_init=1`],
    ...['-d', plan.root, file, `${size / 1024}k`],
  ];
}

/** The boot loader specification's files on the EFI system partition. */
async function espSteps(
  { boot, seed, architecture }: DiskPlan,
  size: number,
  file: string,
  box: Toolbox,
): Promise<readonly Step[]> {
  const { kernel, initrd, loader } = boot;
  if (!kernel || !loader) return [];
  const consoles = architecture === 'x86_64' ? 'console=tty0 console=ttyS0' : 'console=ttyAMA0';
  const entry = [
    'title Linux',
    'linux /linux/vmlinuz',
    ...(initrd ? ['initrd /linux/initrd'] : []),
    `options ${rootArgument(seed)} ${consoles}`,
  ];
  await writePrivate(inFolder(box, 'entry.conf'), `${entry.join('\n')}\n`);
  await writePrivate(inFolder(box, 'loader.conf'), 'timeout 0\n');
  const on = `${file}@@${EDGE}`;
  const copy = (from: string, to: string): Step => ({ tool: 'mcopy', args: ['-i', on, from, `::${to}`] });
  const volume = [
    '-F',
    '32',
    '-s',
    '1',
    '-n',
    'ESP',
    '-i',
    uuid(seed, 'esp').slice(0, 8),
    '--offset',
    String(EDGE / SECTOR),
  ];
  return [
    { tool: 'mkfs.vfat', args: [...volume, file, String(size / 1024)] },
    { tool: 'mmd', args: ['-i', on, '::EFI', '::EFI/BOOT', '::loader', '::loader/entries', '::linux'] },
    copy(loader.file, `EFI/BOOT/BOOT${efiName[architecture].toUpperCase()}.EFI`),
    copy(inFolder(box, 'loader.conf'), 'loader/loader.conf'),
    copy(inFolder(box, 'entry.conf'), 'loader/entries/linux.conf'),
    copy(kernel.file, 'linux/vmlinuz'),
    ...(initrd ? [copy(initrd.file, 'linux/initrd')] : []),
  ];
}

function rootSize({ bytes, entries }: DiskPlan): number {
  return wholeMib(bytes * 1.1 + entries * 512 + SPARE);
}

async function espSize({ kernel, initrd, loader }: BootFiles): Promise<number> {
  const sizes = await Promise.all([kernel, initrd, loader].map((one) => (one ? sizeOfFile(one.file) : 0)));
  return Math.max(SMALLEST_ESP, wholeMib(sizes.reduce((sum, size) => sum + size, 0) * 1.2));
}

function wholeMib(bytes: number): number {
  return Math.ceil(bytes / MIB) * MIB;
}

/** A UUID that is the same for the same part of the same image (RFC 9562, version 8). */
function uuid(seed: string, part: string): string {
  const hex = createHash('sha256').update(`${seed} ${part}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
