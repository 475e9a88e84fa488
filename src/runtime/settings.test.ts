import { describe, expect, test } from 'vitest';
import type { InspectedConfig, InspectedContainer, InspectedHost, InspectedImage } from './inspected.ts';
import type { DockerLike } from './options.ts';
import { settingsOf } from './settings.ts';

const image: InspectedImage = {
  Id: 'i'.repeat(64),
  Config: {
    Env: ['PATH=/bin', 'LANG=C'],
    Cmd: ['serve'],
    Entrypoint: ['/init'],
    User: 'app',
    WorkingDir: '/srv',
    Labels: { vendor: 'acme' },
    ExposedPorts: { '80/tcp': {} },
    Healthcheck: { Test: ['CMD', 'true'] },
    StopSignal: 'SIGQUIT',
  },
};

interface Sketch {
  readonly config?: Partial<InspectedConfig>;
  readonly host?: Partial<InspectedHost>;
  readonly more?: Partial<InspectedContainer>;
  readonly kind?: DockerLike;
}

/** The arguments for a container of the image on which somebody has set no more than this. */
function argumentsOf({ config, host, more, kind = 'docker' }: Sketch) {
  const id = 'c0ffee'.padEnd(64, '0');
  const container: InspectedContainer = {
    Id: id,
    Name: '/web',
    Image: image.Id,
    Path: '/init',
    Args: ['serve'],
    State: { Status: 'running', Running: true, StartedAt: '' },
    Config: { ...image.Config, Hostname: id.slice(0, 12), ...config },
    HostConfig: { NetworkMode: 'default', RestartPolicy: { Name: 'no' }, ...host },
    Mounts: [],
    NetworkSettings: { Networks: {} },
    ...more,
  };
  const { options, command } = settingsOf(container, image, kind);
  return [...options.filter((option) => option !== '--restart=no'), ...command];
}

const rows: Readonly<Record<string, readonly [Sketch, readonly string[]]>> = {
  'nothing, where all came from the image': [{}, []],
  'a command': [{ config: { Cmd: ['run', '-v'] }, more: { Args: ['run', '-v'] } }, ['run', '-v']],
  'an entrypoint of several words': [
    { config: { Entrypoint: ['sh', '-c'], Cmd: ['x y'] }, more: { Path: 'sh', Args: ['-c', 'x y'] } },
    ['--entrypoint=sh', '-c', 'x y'],
  ],
  'variables that the image does not have, or otherwise': [
    { config: { Env: ['PATH=/bin', 'LANG=de', 'MODE=a b'] } },
    ['--env=LANG=de', '--env=MODE=a b'],
  ],
  'none of those that podman sets by itself': [
    { kind: 'podman', config: { Hostname: 'h', Env: ['container=podman', 'TERM=xterm', 'HOSTNAME=h'] } },
    ['--hostname=h'],
  ],
  'user, folder, name and labels': [
    { config: { User: '7:7', WorkingDir: '/tmp', Hostname: 'web', Labels: { vendor: 'acme', role: 'x=y' } } },
    ['--user=7:7', '--workdir=/tmp', '--hostname=web', '--label=role=x=y'],
  ],
  'a health check of words, for a shell': [
    { config: { Healthcheck: { Test: ['CMD', 'test', "it's"], Interval: 5e9, Retries: 2 } } },
    ["--health-cmd='test' 'it'\\''s'", '--health-interval=5000ms', '--health-retries=2'],
  ],
  'no health check where the image has one': [{ config: { Healthcheck: { Test: ['NONE'] } } }, ['--no-healthcheck']],
  'bound folders as they were bound, and volumes without a name by the one that they got': [
    {
      host: { Binds: ['/data:/data:ro,z'] },
      more: {
        Mounts: [
          { Type: 'bind', Source: '/data', Destination: '/data', RW: false },
          { Type: 'volume', Name: 'f00', Source: '/var/f00', Destination: '/cache', RW: true },
        ],
      },
    },
    ['--volume=/data:/data:ro,z', '--volume=f00:/cache'],
  ],
  'mounts with what CSV would take apart': [
    { host: { Mounts: [{ Type: 'bind', Source: '/a,b', Target: '/c', ReadOnly: true }] } },
    ['--mount=type=bind,"source=/a,b",target=/c,readonly'],
  ],
  'memory as a file system, but not what podman adds to a read-only one': [
    { kind: 'podman', host: { ReadonlyRootfs: true, Tmpfs: { '/run': 'rw', '/t': 'size=1m' } } },
    ['--tmpfs=/t:size=1m', '--read-only'],
  ],
  'networks and names in them, for docker': [
    {
      host: { NetworkMode: 'front' },
      more: {
        NetworkSettings: {
          Networks: { front: { Aliases: ['www', 'c0ffee000000'], IPAMConfig: { IPv4Address: '10.0.0.9' } }, back: {} },
        },
      },
    },
    ['--network=name=front,alias=www,ip=10.0.0.9', '--network=back'],
  ],
  'networks and names in them, for podman': [
    {
      kind: 'podman',
      host: { NetworkMode: 'bridge' },
      more: { NetworkSettings: { Networks: { front: { Aliases: ['www'] } } } },
    },
    ['--network=front:alias=www'],
  ],
  'the network of another container': [{ host: { NetworkMode: 'container:db' } }, ['--network=container:db']],
  'ports, also of IPv6': [
    { host: { PortBindings: { '80/tcp': [{ HostIp: '::1', HostPort: '8080' }, { HostPort: '8081' }] } } },
    ['--publish=8081:80/tcp', '--publish=[::1]:8080:80/tcp'],
  ],
  limits: [
    {
      host: {
        Memory: 1024,
        MemorySwap: -1,
        NanoCpus: 5e8,
        CpuPeriod: 100_000,
        CpuQuota: 50_000,
        PidsLimit: 9,
        Ulimits: [{ Name: 'RLIMIT_NOFILE', Soft: 1, Hard: 2 }],
      },
    },
    ['--memory=1024', '--memory-swap=-1', '--cpus=0.5', '--pids-limit=9', '--ulimit=nofile=1:2'],
  ],
  'rights and devices': [
    {
      host: {
        CapAdd: ['NET_ADMIN'],
        SecurityOpt: ['no-new-privileges'],
        Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/b', CgroupPermissions: 'r' }],
        DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
      },
    },
    ['--cap-add=NET_ADMIN', '--security-opt=no-new-privileges', '--device=/dev/a:/dev/b:r', '--gpus=all'],
  ],
  'what it shares with the host': [
    { host: { IpcMode: 'host', ShmSize: 64, PidMode: 'host', UsernsMode: 'keep-id' } },
    ['--ipc=host', '--pid=host', '--userns=keep-id'],
  ],
  'how it is started again and ended': [
    {
      config: { StopSignal: 'SIGTERM', StopTimeout: 0 },
      host: {
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
        LogConfig: { Type: 'journald', Config: { tag: 'x' } },
      },
    },
    ['--restart=on-failure:3', '--stop-signal=SIGTERM', '--stop-timeout=0', '--log-driver=journald', '--log-opt=tag=x'],
  ],
};

describe('the settings of a container', () => {
  test.each(Object.entries(rows))('%s', (_, [sketch, args]) => expect(argumentsOf(sketch)).toEqual(args));
});
