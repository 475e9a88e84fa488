import type { ExportRequest } from '../build/ports/exporter.ts';
import { type BootFiles, efiName } from './boot.ts';
import { isBootable, rootArgument } from './disk.ts';
import type { Unpacked } from './unpack.ts';

/** What a disk image is and what it lacks, each a sentence for people. */
export function notesOf(
  request: Pick<ExportRequest, 'type' | 'image' | 'architecture'>,
  digest: string,
  boot: BootFiles,
  { devices }: Pick<Unpacked, 'devices'>,
): readonly string[] {
  return [
    ...what(request, digest, boot),
    ...(request.type === 'ami' ? ['For AWS: upload it to S3, then: aws ec2 import-snapshot'] : []),
    ...(devices > 0 ? [`${devices} device files were left out: the kernel makes those of /dev.`] : []),
  ];
}

function what(
  { type, image, architecture }: Pick<ExportRequest, 'type' | 'image' | 'architecture'>,
  digest: string,
  boot: BootFiles,
): readonly string[] {
  if (type === 'tar') return ['An archive of all files of the image.'];
  if (type === 'iso') return ['A medium with all files of the image; nothing starts from it.'];
  if (isBootable(boot)) return [`Starts on machines with UEFI: systemd-boot loads /${boot.kernel?.path}.`];
  if (!boot.kernel)
    return ['A disk without a kernel: the image brings none under /boot, so that nothing starts from it.'];
  const loader = `usr/lib/systemd/boot/efi/systemd-boot${efiName[architecture]}.efi`;
  const lacks = [
    ...(boot.loader ? [] : [`loader (/${loader}, Debian's systemd-boot-efi)`]),
    ...(boot.init ? [] : ['/sbin/init']),
  ];
  const files = [boot.kernel, boot.initrd].flatMap((one) => (one ? [`./${one.path}`] : []));
  const initrd = boot.initrd ? ` -initrd ${boot.initrd.path}` : '';
  return [
    `It does not start by itself: the image has no ${lacks.join(' and no ')}.`,
    `Take its kernel out: caskwright export ${image} --type tar --to . && tar -xf *.tar ${files.join(' ')}`,
    `Start it: qemu-system-${architecture} -m 1G -nographic -drive file=<this file>,if=virtio -kernel ${boot.kernel.path}${initrd} -append "${rootArgument(digest)} console=ttyS0"`,
  ];
}
