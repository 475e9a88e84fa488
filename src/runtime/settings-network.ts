import type { InspectedContainer, InspectedEndpoint, InspectedImage } from './inspected.ts';
import { type DockerLike, each } from './options.ts';

/** Networks, names in them, ports and name service. */
export function networkArguments(container: InspectedContainer, image: InspectedImage, kind: DockerLike): string[] {
  const { HostConfig: host, Config } = container;
  const list = (value: unknown) => value as readonly string[] | null | undefined;
  const own = image.Config?.ExposedPorts ?? {};
  const published = host.PortBindings ?? {};
  const exposed = Object.keys(Config.ExposedPorts ?? {}).filter((port) => !(port in own) && !(port in published));
  return [
    ...each('--network', networksOf(container, kind)),
    ...each('--publish', publishedPorts(published)),
    ...each('--expose', exposed.toSorted()),
    ...(host.PublishAllPorts === true ? ['--publish-all'] : []),
    ...each('--dns', list(host.Dns)),
    ...each('--dns-option', list(host.DnsOptions)),
    ...each('--dns-search', list(host.DnsSearch)),
    ...each('--add-host', list(host.ExtraHosts)),
    ...each('--link', list(host.Links)?.map(linkOf)),
  ];
}

/** A network that is shared or none is the mode; others have names, and the container has names in them. */
function networksOf({ Id, HostConfig, NetworkSettings }: InspectedContainer, kind: DockerLike): readonly string[] {
  const mode = HostConfig.NetworkMode ?? '';
  if (/^(?:host|none|private|pasta|slirp4netns)$|^(?:container|ns|pasta|slirp4netns):/.test(mode)) return [mode];
  const networks = Object.entries(NetworkSettings?.Networks ?? {});
  if (networks.length === 0) return mode === '' || mode === 'default' ? [] : [mode];
  return networks.map(([name, endpoint]) => {
    const details = endpointOf(endpoint, Id);
    if (details.length === 0) return name;
    return kind === 'docker' ? [`name=${name}`, ...details].join(',') : `${name}:${details.join(',')}`;
  });
}

function endpointOf({ Aliases, IPAMConfig }: InspectedEndpoint, id: string): readonly string[] {
  const aliases = (Aliases ?? []).filter((alias) => !id.startsWith(alias));
  return [
    ...aliases.map((alias) => `alias=${alias}`),
    ...(IPAMConfig?.IPv4Address ? [`ip=${IPAMConfig.IPv4Address}`] : []),
    ...(IPAMConfig?.IPv6Address ? [`ip6=${IPAMConfig.IPv6Address}`] : []),
  ];
}

function publishedPorts(
  bindings: Record<string, readonly { HostIp?: string; HostPort?: string }[] | null>,
): readonly string[] {
  return Object.entries(bindings)
    .flatMap(([port, hosts]) =>
      (hosts ?? []).map(({ HostIp: ip = '', HostPort = '' }) => {
        const address = ip === '' ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`;
        return `${address}${HostPort}:${port}`;
      }),
    )
    .toSorted();
}

/** `/other:/this/alias` as docker keeps what was `other:alias`. */
function linkOf(link: string): string {
  const [from = '', to = ''] = link.split(':');
  return `${from.replace(/^\//, '')}:${to.slice(to.lastIndexOf('/') + 1)}`;
}
