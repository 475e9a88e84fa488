import type { Architecture } from '../names/export-target.ts';
import type { RootFolder } from '../system/root-folder.ts';

/** What an image brings to be started by a machine. */
export interface BootFiles {
  /** The newest kernel: its path in the image, and on this machine. */
  readonly kernel?: BootFile;
  /** The initial RAM disk that belongs to it. */
  readonly initrd?: BootFile;
  /** systemd-boot, for UEFI: the one loader that is set up without being run. */
  readonly loader?: BootFile;
  /** Whether there is an init for the kernel to start. */
  readonly init: boolean;
}

export interface BootFile {
  /** From the image's root. */
  readonly path: string;
  readonly file: string;
}

/** What UEFI calls each machine (UEFI 2.10, "Removable Media Boot Behavior"). */
export const efiName: Readonly<Record<Architecture, string>> = { x86_64: 'x64', aarch64: 'aa64' };

/** Looks for kernel, initrd, loader and init where distributions put them. */
export function findBootFiles(root: RootFolder, architecture: Architecture): BootFiles {
  const kernel = findKernel(root);
  const initrd = kernel && first(root, initrdsOf(kernel.path));
  const loader = first(root, [`usr/lib/systemd/boot/efi/systemd-boot${efiName[architecture]}.efi`]);
  const init = first(root, ['sbin/init', 'etc/init', 'bin/init']) !== undefined;
  return {
    ...(kernel ? { kernel } : {}),
    ...(initrd ? { initrd } : {}),
    ...(loader ? { loader } : {}),
    init,
  };
}

/** Debian, Fedora and Alpine: a file in `/boot`; newer Fedoras keep kernels with their modules. */
function findKernel(root: RootFolder): BootFile | undefined {
  const named = root.list('boot').filter((name) => /^vmlinu[xz]-/.test(name));
  const withModules = root.list('usr/lib/modules').map((version) => `usr/lib/modules/${version}/vmlinuz`);
  return first(root, [
    ...newestFirst(named).map((name) => `boot/${name}`),
    ...newestFirst(withModules),
    'boot/vmlinuz',
  ]);
}

function initrdsOf(kernel: string): readonly string[] {
  const version = /^boot\/vmlinu[xz]-(.+)$/.exec(kernel)?.[1] ?? /^usr\/lib\/modules\/([^/]+)\//.exec(kernel)?.[1];
  if (version === undefined) return ['boot/initrd.img', 'boot/initrd'];
  return [
    `boot/initrd.img-${version}`,
    `boot/initramfs-${version}.img`,
    `boot/initramfs-${version}`,
    `usr/lib/modules/${version}/initramfs.img`,
  ];
}

function newestFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

function first(root: RootFolder, paths: readonly string[]): BootFile | undefined {
  for (const path of paths) {
    const file = root.find(path);
    if (file !== undefined) return { path, file };
  }
  return undefined;
}
