import type { InspectedContainer, InspectedMount, InspectedMountOption } from './inspected.ts';
import { type DockerLike, each } from './options.ts';

/** Volumes (those without a name of somebody's own too), folders of the host, and memory. */
export function mountArguments({ HostConfig: host, Mounts }: InspectedContainer, kind: DockerLike): string[] {
  const mounts = host.Mounts ?? [];
  const byOption = new Set(mounts.map(({ Target }) => Target));
  const others = (Mounts ?? []).filter(({ Type, Destination }) => Type !== 'tmpfs' && !byOption.has(Destination));
  const tmpfs = Object.entries((host.Tmpfs ?? {}) as Record<string, string>);
  return [
    ...each('--volume', others.map((mount) => volumeOf(mount, host.Binds ?? [])).toSorted()),
    ...each('--mount', mounts.map(mountOf)),
    ...each(
      '--tmpfs',
      tmpfs
        .filter(([path]) => !isOfReadOnly(path, host.ReadonlyRootfs, kind))
        .map(tmpfsOf)
        .toSorted(),
    ),
  ];
}

/** As it was bound, where the engine says so: with all its options. */
function volumeOf({ Name, Source, Destination, RW, Propagation }: InspectedMount, binds: readonly string[]): string {
  const bound = binds.find((bind) => bind.split(':')[1] === Destination);
  if (bound !== undefined) return bound;
  const options = [...(RW === false ? ['ro'] : []), ...(Propagation ? [Propagation] : [])].join(',');
  return [Name || Source, Destination, ...(options === '' ? [] : [options])].join(':');
}

function mountOf({ Type, Source, Target, ReadOnly, BindOptions, TmpfsOptions }: InspectedMountOption): string {
  const { SizeBytes: size, Mode: mode } = TmpfsOptions ?? {};
  const fields = [
    `type=${Type}`,
    ...(Source ? [`source=${Source}`] : []),
    `target=${Target}`,
    ...(ReadOnly ? ['readonly'] : []),
    ...(BindOptions?.Propagation ? [`bind-propagation=${BindOptions.Propagation}`] : []),
    ...(size ? [`tmpfs-size=${size}`] : []),
    ...(mode ? [`tmpfs-mode=${mode.toString(8)}`] : []),
  ];
  // The value is a line of CSV (RFC 4180).
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

function tmpfsOf([path, options]: readonly [string, string]): string {
  return options === '' ? path : `${path}:${options}`;
}

/** What podman adds to a container whose own files are read-only. */
function isOfReadOnly(path: string, readOnly: unknown, kind: DockerLike): boolean {
  return kind === 'podman' && readOnly === true && ['/run', '/tmp', '/var/tmp', '/dev', '/dev/shm'].includes(path);
}
