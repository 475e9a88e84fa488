/** What `inspect` of docker and podman says of a container, as far as it is read here. Engines leave out what is not set. */
export interface InspectedContainer {
  readonly Id: string;
  readonly Name: string;
  /** The id of its image. */
  readonly Image: string;
  /** podman: the digest of its image. */
  readonly ImageDigest?: string;
  /** podman: the reference of its image. */
  readonly ImageName?: string;
  /** What runs, with its arguments, whatever image and settings it came from. */
  readonly Path: string;
  readonly Args: readonly string[] | null;
  readonly RestartCount?: number;
  readonly State: InspectedState;
  readonly Config: InspectedConfig;
  readonly HostConfig: InspectedHost;
  readonly Mounts: readonly InspectedMount[] | null;
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, InspectedEndpoint>> | null };
}

export interface InspectedState {
  readonly Status: string;
  readonly Running: boolean;
  readonly StartedAt: string;
  readonly Health?: { readonly Status?: string } | null;
}

export interface InspectedImage {
  readonly Id: string;
  /** podman. */
  readonly Digest?: string;
  readonly RepoDigests?: readonly string[] | null;
  /** podman. */
  readonly Annotations?: Record<string, string> | null;
  readonly Config?: Partial<InspectedConfig> | null;
}

export interface InspectedConfig {
  /** docker. */
  readonly Image?: string;
  readonly Hostname?: string;
  readonly Domainname?: string;
  readonly User?: string;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  readonly Env?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  /** A text of all its words for a container of podman before 5. */
  readonly Entrypoint?: readonly string[] | string | null;
  readonly WorkingDir?: string;
  readonly Labels?: Record<string, string> | null;
  readonly Annotations?: Record<string, string> | null;
  readonly ExposedPorts?: Record<string, unknown> | null;
  readonly Healthcheck?: InspectedHealthcheck | null;
  /** A number for a container of podman before 5. */
  readonly StopSignal?: string | number;
  readonly StopTimeout?: number | null;
  readonly [key: string]: unknown;
}

/** Times are nanoseconds. */
export interface InspectedHealthcheck {
  readonly Test?: readonly string[] | null;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** Sizes are bytes. */
export interface InspectedHost {
  readonly Binds?: readonly string[] | null;
  /** docker: what `--mount` was given. */
  readonly Mounts?: readonly InspectedMountOption[] | null;
  readonly NetworkMode?: string;
  readonly PortBindings?: Record<string, readonly { HostIp?: string; HostPort?: string }[] | null> | null;
  readonly RestartPolicy?: { readonly Name?: string; readonly MaximumRetryCount?: number } | null;
  readonly AutoRemove?: boolean;
  readonly LogConfig?: {
    readonly Type?: string;
    readonly Config?: Record<string, string> | null;
    /** podman. */
    readonly Tag?: string;
    readonly Size?: string;
  } | null;
  readonly Devices?:
    | readonly {
        readonly PathOnHost: string;
        readonly PathInContainer: string;
        readonly CgroupPermissions?: string;
      }[]
    | null;
  readonly DeviceRequests?:
    | readonly {
        readonly Driver?: string;
        readonly Count?: number;
        readonly DeviceIDs?: readonly string[] | null;
        readonly Capabilities?: readonly (readonly string[])[] | null;
      }[]
    | null;
  readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[] | null;
  readonly [key: string]: unknown;
}

export interface InspectedMount {
  readonly Type: string;
  readonly Name?: string;
  readonly Source?: string;
  readonly Destination: string;
  readonly RW?: boolean;
  readonly Propagation?: string;
}

export interface InspectedMountOption {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: { readonly Propagation?: string } | null;
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number } | null;
}

export interface InspectedEndpoint {
  readonly Aliases?: readonly string[] | null;
  /** What was asked for, rather than given out. */
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string } | null;
}
