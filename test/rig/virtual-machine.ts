import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryDirectory } from './repository.ts';

const cache = join(process.env.CASKWRIGHT_TEST_CACHE ?? '/var/cache/caskwright-test', 'boot');
const FIRMWARE = '/usr/share/OVMF/OVMF_CODE_4M.fd';
/** In the order in which they need each other. */
const MODULES = [
  'virtio/virtio_ring',
  'virtio/virtio',
  'virtio/virtio_pci_modern_dev',
  'virtio/virtio_pci_legacy_dev',
  'virtio/virtio_pci',
  'block/virtio_blk',
];

/** Why no disk can be started here; undefined where one can. */
export function noVirtualMachine(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  if (!existsSync(cache)) return `no kernel in ${cache}: bash scripts/setup-engines.sh`;
  const missing = ['/usr/bin/qemu-system-x86_64', '/usr/bin/qemu-img', FIRMWARE, '/usr/bin/mcopy'].filter(
    (path) => !existsSync(path),
  );
  return missing.length === 0 ? undefined : `not here: ${missing.join(', ')}`;
}

/** Writes the files of a small Debian system with a kernel of Debian; with `loader` it starts by itself. */
export function bootableFiles(folder: string, loader: boolean): void {
  const version = kernelVersion();
  for (const path of ['bin', 'sbin', 'etc', 'boot', 'proc', 'sys', 'dev', 'root']) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, '.keep'), '');
  }
  cpSync('/bin/busybox', join(folder, 'bin/busybox'));
  for (const applet of ['init', 'getty', 'login', 'sh']) symlinkSync('/bin/busybox', join(folder, 'sbin', applet));
  symlinkSync('busybox', join(folder, 'bin/sh'));
  symlinkSync('busybox', join(folder, 'bin/login'));
  writeFileSync(join(folder, 'etc/inittab'), 'ttyS0::respawn:/sbin/getty -L 115200 ttyS0 vt100\n');
  writeFileSync(join(folder, 'etc/issue'), 'Made by Caskwright\n');
  cpSync(join(cache, 'boot', `vmlinuz-${version}`), join(folder, 'boot', `vmlinuz-${version}`));
  writeFileSync(join(folder, 'boot', `initrd.img-${version}`), initrd(version));
  if (!loader) return;
  const efi = 'usr/lib/systemd/boot/efi';
  mkdirSync(join(folder, efi), { recursive: true });
  cpSync(join(cache, efi, 'systemd-bootx64.efi'), join(folder, efi, 'systemd-bootx64.efi'));
}

/** How a disk is started: by itself through UEFI, or with a kernel from outside and its command line. */
export type Start =
  | { readonly disk: string }
  | { readonly disk: string; readonly kernel: string; readonly initrd: string; readonly append: string };

/** Starts a disk in software until its console shows `marker`; resolves with all that the console showed. */
export async function startDisk(start: Start, marker: string, timeout: number): Promise<string> {
  const folder = temporaryDirectory();
  const firmware = [
    '-drive',
    `if=pflash,format=raw,readonly=on,file=${FIRMWARE}`,
    '-drive',
    `if=pflash,format=raw,file=${variables(folder)}`,
  ];
  const direct =
    'kernel' in start ? ['-kernel', start.kernel, '-initrd', start.initrd, '-append', start.append] : firmware;
  const machine = ['-m', '512', '-accel', 'tcg', '-nographic', '-nodefaults', '-no-reboot', '-serial', 'stdio'];
  const child = spawn('qemu-system-x86_64', [...machine, ...direct, '-drive', `file=${start.disk},if=virtio`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  });
  let shown = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('latin1').on('data', (text: string) => {
      shown += text;
      if (shown.includes(marker)) child.kill('SIGKILL');
    });
  }
  await ended;
  return shown;
}

function kernelVersion(): string {
  const [version] = readdirSync(join(cache, 'lib/modules'));
  if (version === undefined) throw new Error(`no modules in ${cache}`);
  return version;
}

/** What a Debian kernel needs to reach a disk of QEMU's. */
function initrd(version: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-initrd-'));
  for (const path of ['bin', 'lib', 'dev', 'proc', 'sys', 'root']) mkdirSync(join(folder, path));
  cpSync('/bin/busybox', join(folder, 'bin/busybox'));
  for (const module of MODULES) {
    const from = join(cache, 'lib/modules', version, 'kernel/drivers', `${module}.ko`);
    cpSync(from, join(folder, 'lib', `${module.split('/')[1]}.ko`));
  }
  const names = MODULES.map((module) => module.split('/')[1]).join(' ');
  const script = [
    '#!/bin/busybox sh',
    'for each in devtmpfs:dev proc:proc sysfs:sys; do /bin/busybox mount -t ${each%%:*} none /${each##*:}; done',
    `for module in ${names}; do /bin/busybox insmod /lib/$module.ko; done`,
    'for disk in /sys/class/block/vda?*; do /bin/busybox grep -q PARTNAME=root $disk/uevent && root=${disk##*/}; done',
    '/bin/busybox mount -t ext4 /dev/$root /root && /bin/busybox mount --move /dev /root/dev',
    'exec /bin/busybox switch_root /root /sbin/init',
  ];
  writeFileSync(join(folder, 'init'), `${script.join('\n')}\n`, { mode: 0o755 });
  const archive = execFileSync('sh', ['-c', 'find . | busybox cpio -o -H newc 2>/dev/null | gzip -1'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  rmSync(folder, { recursive: true });
  return archive;
}

function variables(folder: string): string {
  const copy = join(folder, 'variables.fd');
  writeFileSync(copy, readFileSync('/usr/share/OVMF/OVMF_VARS_4M.fd'));
  return copy;
}
