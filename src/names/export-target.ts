import { type Platform, platformParts } from './platform.ts';

export const EXPORT_TYPES = ['qcow2', 'raw', 'vmdk', 'iso', 'ami', 'tar'] as const;
export const ARCHITECTURES = ['x86_64', 'aarch64'] as const;

/** What a disk image can be: for QEMU and KVM, for a bare machine, for VMware, a medium, for AWS, an archive. */
export type ExportType = (typeof EXPORT_TYPES)[number];

/** Machines that disk images are made for, in the words of their kernels. */
export type Architecture = (typeof ARCHITECTURES)[number];

/** A disk image that is made of an image. */
export interface ExportTarget {
  readonly type: ExportType;
  readonly architecture: Architecture;
}

/** What the files of each type end in. */
export const exportEndings: Readonly<Record<ExportType, string>> = {
  qcow2: 'qcow2',
  raw: 'raw',
  vmdk: 'vmdk',
  iso: 'iso',
  ami: 'ami.raw',
  tar: 'tar',
};

/** The platform of images that disks for an architecture are made of. */
export const platformOf: Readonly<Record<Architecture, Platform>> = {
  x86_64: 'linux/amd64' as Platform,
  aarch64: 'linux/arm64' as Platform,
};

/** The architecture that a platform's disks are for; undefined where there are none. */
export function architectureOf(platform: Platform): Architecture | undefined {
  const { os, architecture } = platformParts(platform);
  return ARCHITECTURES.find((one) => platformOf[one] === `${os}/${architecture}`);
}
