import type {
  InspectedConfig,
  InspectedContainer,
  InspectedHealthcheck,
  InspectedHost,
  InspectedImage,
} from './inspected.ts';
import { type DockerLike, differing, each, flag, given } from './options.ts';
import { mountArguments } from './settings-mounts.ts';
import { networkArguments } from './settings-network.ts';

/** What `create` is given to make a container like another one, but for its name, its image and where it stands. */
export interface CreateArguments {
  readonly options: readonly string[];
  /** What follows the image. */
  readonly command: readonly string[];
}

/**
 * What somebody has set on a container, as arguments of `create`. What came from its image is left out, so that a
 * newer image brings its own.
 */
export function settingsOf(container: InspectedContainer, image: InspectedImage, kind: DockerLike): CreateArguments {
  const { options, command } = processArguments(container, image);
  return {
    options: [
      ...options,
      ...environmentArguments(container, image),
      ...identityArguments(container, image),
      ...healthArguments(container.Config.Healthcheck, image.Config?.Healthcheck),
      ...mountArguments(container, kind),
      ...networkArguments(container, image, kind),
      ...limitArguments(container.HostConfig),
      ...rightsArguments(container.HostConfig),
      ...namespaceArguments(container.HostConfig),
      ...lifeArguments(container, image, kind),
    ],
    command,
  };
}

/** Entrypoint and command where they are not the image's own. */
function processArguments(container: InspectedContainer, { Config: image }: InspectedImage): CreateArguments {
  const { Entrypoint: entrypoint, Cmd: command } = container.Config;
  if (words(entrypoint) === words(image?.Entrypoint)) {
    const own = JSON.stringify(command ?? []) === JSON.stringify(image?.Cmd ?? []);
    return { options: [], command: own ? [] : (command ?? []) };
  }
  // An entrypoint of several words cannot be given to docker; its first one with the others before the command runs the same.
  return { options: [`--entrypoint=${container.Path}`], command: container.Args ?? [] };
}

function words(entrypoint: InspectedConfig['Entrypoint']): string {
  return typeof entrypoint === 'string' ? entrypoint : (entrypoint ?? []).join(' ');
}

/** Variables that podman sets by itself in every container. */
const OF_PODMAN = ['container=podman', 'TERM=xterm'];

function environmentArguments({ Config: { Env, Hostname } }: InspectedContainer, image: InspectedImage): string[] {
  const known = new Set([...(image.Config?.Env ?? []), ...OF_PODMAN, `HOSTNAME=${Hostname}`]);
  return each('--env', (Env ?? []).filter((variable) => !known.has(variable)).toSorted());
}

function identityArguments({ Id, Config }: InspectedContainer, { Config: image, Annotations }: InspectedImage) {
  const { User, WorkingDir, Hostname, Domainname, Tty, OpenStdin } = Config;
  const directory = (WorkingDir || '/') === (image?.WorkingDir || '/') ? undefined : WorkingDir;
  // Without one of its own, a container is named after its id.
  const hostname = Id.startsWith(Hostname ?? '') ? undefined : Hostname;
  return [
    ...given('--user', User === (image?.User ?? '') ? undefined : User),
    ...given('--workdir', directory),
    ...given('--hostname', hostname),
    ...given('--domainname', Domainname),
    ...each('--label', differing(Config.Labels, image?.Labels)),
    ...each('--annotation', differing(Config.Annotations, Annotations).filter(isOfSomebody)),
    ...flag('--tty', Tty),
    ...flag('--interactive', OpenStdin),
  ];
}

/** Annotations that podman writes by itself. */
function isOfSomebody(annotation: string): boolean {
  return !/^(?:io\.container\.manager|io\.kubernetes\.cri-o\.|io\.podman\.|org\.opencontainers\.image\.)/.test(
    annotation,
  );
}

function healthArguments(
  check: InspectedHealthcheck | null | undefined,
  own: InspectedHealthcheck | null | undefined,
): string[] {
  const [kind, ...test] = check?.Test ?? [];
  if (check == null || kind === undefined || JSON.stringify(check) === JSON.stringify(own)) return [];
  if (kind === 'NONE') return ['--no-healthcheck'];
  const time = (name: string, nanoseconds: number | undefined) => given(name, nanoseconds && `${nanoseconds / 1e6}ms`);
  return [
    // Both engines hand the text to a shell; a list of words is one of quoted words there.
    `--health-cmd=${kind === 'CMD-SHELL' ? test.join(' ') : test.map(quoted).join(' ')}`,
    ...time('--health-interval', check.Interval),
    ...time('--health-timeout', check.Timeout),
    ...time('--health-start-period', check.StartPeriod),
    ...given('--health-retries', check.Retries),
  ];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function limitArguments(host: InspectedHost): string[] {
  const swappiness = Number(host.MemorySwappiness ?? -1);
  // `--cpus` is period and quota by another name.
  const period = host.NanoCpus ? undefined : host;
  const rates = (name: string, list: unknown, value: 'Rate' | 'Weight') =>
    each(
      name,
      ((list ?? []) as { Path: string; Rate: number; Weight: number }[]).map((one) => `${one.Path}:${one[value]}`),
    );
  return [
    ...given('--memory', host.Memory),
    ...given('--memory-swap', host.MemorySwap),
    ...given('--memory-reservation', host.MemoryReservation),
    ...(swappiness > 0 ? [`--memory-swappiness=${swappiness}`] : []),
    ...flag('--oom-kill-disable', host.OomKillDisable),
    ...given('--oom-score-adj', host.OomScoreAdj),
    ...given('--cpus', host.NanoCpus && Number(host.NanoCpus) / 1e9),
    ...given('--cpu-period', period?.CpuPeriod),
    ...given('--cpu-quota', period?.CpuQuota),
    ...given('--cpu-rt-period', host.CpuRealtimePeriod),
    ...given('--cpu-rt-runtime', host.CpuRealtimeRuntime),
    ...given('--cpu-shares', host.CpuShares),
    ...given('--cpuset-cpus', host.CpusetCpus),
    ...given('--cpuset-mems', host.CpusetMems),
    ...given('--pids-limit', host.PidsLimit),
    ...given('--blkio-weight', host.BlkioWeight),
    ...rates('--blkio-weight-device', host.BlkioWeightDevice, 'Weight'),
    ...rates('--device-read-bps', host.BlkioDeviceReadBps, 'Rate'),
    ...rates('--device-write-bps', host.BlkioDeviceWriteBps, 'Rate'),
    ...rates('--device-read-iops', host.BlkioDeviceReadIOps, 'Rate'),
    ...rates('--device-write-iops', host.BlkioDeviceWriteIOps, 'Rate'),
    ...each(
      '--ulimit',
      host.Ulimits?.map(({ Name, Soft, Hard }) => `${ulimitName(Name)}=${Soft}:${Hard}`),
    ),
    ...given('--cgroup-parent', host.CgroupParent),
  ];
}

/** podman calls `nofile` RLIMIT_NOFILE. */
function ulimitName(name: string): string {
  return name.replace(/^RLIMIT_/, '').toLowerCase();
}

function rightsArguments(host: InspectedHost): string[] {
  const list = (value: unknown) => value as readonly string[] | null | undefined;
  return [
    ...flag('--privileged', host.Privileged),
    ...flag('--read-only', host.ReadonlyRootfs),
    ...each('--cap-add', list(host.CapAdd)),
    ...each('--cap-drop', list(host.CapDrop)),
    ...each('--security-opt', list(host.SecurityOpt)),
    ...each('--group-add', list(host.GroupAdd)),
    ...each('--device', host.Devices?.map(deviceOf)),
    ...each('--device-cgroup-rule', list(host.DeviceCgroupRules)),
    ...each(
      '--gpus',
      host.DeviceRequests?.map(({ Count, DeviceIDs }) => gpus(Count, DeviceIDs)),
    ),
    ...each('--sysctl', differing(host.Sysctls as Record<string, string> | null, {})),
    ...each('--storage-opt', differing(host.StorageOpt as Record<string, string> | null, {})),
  ];
}

function deviceOf(device: NonNullable<InspectedHost['Devices']>[number]): string {
  const { PathOnHost, PathInContainer, CgroupPermissions } = device;
  return [PathOnHost, PathInContainer, ...(CgroupPermissions ? [CgroupPermissions] : [])].join(':');
}

function gpus(count: number | undefined, ids: readonly string[] | null | undefined): string {
  if (ids != null && ids.length > 0) return `"device=${ids.join(',')}"`;
  return count === -1 ? 'all' : String(count ?? 0);
}

function namespaceArguments(host: InspectedHost): string[] {
  const shared = (name: string, value: unknown) =>
    typeof value === 'string' && /^(?:host$|container:|ns:|auto|keep-id|nomap)/.test(value) ? [`${name}=${value}`] : [];
  const ipc = String(host.IpcMode ?? '');
  const hasOwnMemory = !/^(?:host$|none$|container:|ns:)/.test(ipc);
  return [
    ...given('--ipc', ipc),
    ...(hasOwnMemory ? given('--shm-size', host.ShmSize && `${host.ShmSize}b`) : []),
    ...shared('--pid', host.PidMode),
    ...shared('--uts', host.UTSMode),
    ...shared('--userns', host.UsernsMode),
    ...given('--cgroupns', host.CgroupnsMode ?? host.CgroupMode),
  ];
}

function lifeArguments({ Config, HostConfig: host }: InspectedContainer, image: InspectedImage, kind: DockerLike) {
  const { RestartPolicy: restart, LogConfig: log, Runtime: runtime } = host;
  const retries = restart?.MaximumRetryCount ? `:${restart.MaximumRetryCount}` : '';
  const signal = String(Config.StopSignal ?? '');
  const ownSignal = signal === '' || signal === image.Config?.StopSignal || (kind === 'podman' && signal === '15');
  return [
    ...given('--restart', restart?.Name && `${restart.Name}${retries}`),
    ...flag('--rm', host.AutoRemove),
    ...flag('--init', host.Init === true || Config.Annotations?.['io.podman.annotations.init'] === 'TRUE'),
    ...(ownSignal ? [] : [`--stop-signal=${signal}`]),
    ...(Config.StopTimeout == null ? [] : [`--stop-timeout=${Config.StopTimeout}`]),
    ...given('--log-driver', log?.Type),
    ...each('--log-opt', differing(log?.Config, {})),
    ...given('--log-opt', log?.Tag && `tag=${log.Tag}`),
    ...given('--log-opt', log?.Size && log.Size !== '0B' && `max-size=${log.Size}`),
    // podman says "oci" of every one.
    ...given('--runtime', kind === 'docker' ? runtime : undefined),
  ];
}
