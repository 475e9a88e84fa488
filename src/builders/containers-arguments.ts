import type { BuildRequest } from '../build/ports/builder.ts';

/** What a build with buildah or podman needs beside the request. */
export interface ContainersSetup {
  readonly kind: 'buildah' | 'podman';
  readonly isolation: 'oci' | 'rootless' | 'chroot';
  /** The OCI runtime for isolation `oci` and for `podman run`; the engine's own default when absent. */
  readonly runtime?: string;
  /** Whether the machine has the cgroup controllers that limits need. */
  readonly limits: boolean;
  /** `--ulimit` values: an engine's own defaults are above what some machines permit. */
  readonly ulimits: readonly string[];
}

/** The files of one build. */
export interface BuildFiles {
  readonly authFile: string;
  /** A folder of `*.crt` files. */
  readonly certificates?: string;
  /** Where the engine writes the image's id. */
  readonly idFile: string;
  /** Secret id → file. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What each named context means to this engine, `docker://…` or `dir:…`, in the order of the request. */
  readonly sources: readonly string[];
}

const CPU_PERIOD = 100_000;

/**
 * The arguments of `buildah build` and `podman build`. The format is Docker's, because OCI's has no HEALTHCHECK,
 * SHELL and ONBUILD. The image stays without a name: `--tag` would pile names up, and the push goes by id.
 */
export function buildArguments(
  setup: ContainersSetup,
  request: BuildRequest,
  files: BuildFiles,
  noCache: boolean,
): string[] {
  return [
    ...globalArguments(setup),
    'build',
    '--format=docker',
    '--layers=true',
    '--force-rm=true',
    ...(noCache ? ['--no-cache'] : []),
    ...isolationArguments(setup),
    ...limitArguments(setup, request.resources),
    `--platform=${request.platform}`,
    `--timestamp=${request.sourceDateEpoch}`,
    `--iidfile=${files.idFile}`,
    ...registryArguments(files),
    ...cacheArguments(request.cache),
    ...(request.target === undefined ? [] : [`--target=${request.target}`]),
    ...pairs('--build-arg', request.args),
    ...pairs('--label', request.labels),
    ...contextArguments(request, files.sources),
    ...Object.entries(files.secrets).map(([id, file]) => `--secret=id=${id},src=${file}`),
    `--file=${request.dockerfile}`,
    request.contextDirectory,
  ];
}

/** The arguments of `push`: an image of the store by id, to `docker://…` or `dir:…`. */
export function pushArguments(
  setup: ContainersSetup,
  files: BuildFiles,
  id: string,
  to: string,
  digestFile: string,
): string[] {
  return [...globalArguments(setup), 'push', ...registryArguments(files), `--digestfile=${digestFile}`, id, to];
}

/** Flags before the subcommand. */
export function globalArguments(setup: ContainersSetup): string[] {
  return setup.kind === 'podman' && setup.runtime !== undefined ? [`--runtime=${setup.runtime}`] : [];
}

/** How RUN steps are isolated. The host's network, because bridges need plugins that most machines lack. */
export function isolationArguments(setup: ContainersSetup): string[] {
  const runtime = setup.kind === 'buildah' && setup.isolation !== 'chroot' && setup.runtime !== undefined;
  return [
    `--isolation=${setup.isolation}`,
    '--network=host',
    ...(runtime ? [`--runtime=${setup.runtime}`] : []),
    ...(setup.isolation !== 'chroot' ? setup.ulimits.map((ulimit) => `--ulimit=${ulimit}`) : []),
  ];
}

/** Where credentials and authorities are; which hosts are insecure stands in registries.conf, host by host. */
export function registryArguments(files: Pick<BuildFiles, 'authFile' | 'certificates'>): string[] {
  return [
    `--authfile=${files.authFile}`,
    ...(files.certificates === undefined ? [] : [`--cert-dir=${files.certificates}`]),
  ];
}

function limitArguments(setup: ContainersSetup, resources: BuildRequest['resources']): string[] {
  if (!setup.limits) return [];
  const { cpu, memory } = resources;
  return [
    ...(memory === undefined ? [] : [`--memory=${memory}b`, `--memory-swap=${memory}b`]),
    ...(cpu === undefined ? [] : [`--cpu-period=${CPU_PERIOD}`, `--cpu-quota=${Math.round(cpu * CPU_PERIOD)}`]),
  ];
}

/** These engines keep layers in a repository of a registry, whose name has no tag; other kinds of places are BuildKit's. */
function cacheArguments(cache: BuildRequest['cache']): string[] {
  const flags = (flag: string, places: readonly string[] = []) =>
    places.flatMap((place) => {
      const reference = place.includes('=') ? /(?:^|,)ref=([^,]+)/.exec(place)?.[1] : place;
      return reference === undefined ? [] : [`${flag}=${reference.replace(/(?::[\w.-]+)?(?:@.*)?$/, '')}`];
    });
  return [...flags('--cache-from', cache?.from), ...flags('--cache-to', cache?.to)];
}

/** buildah 1.28 looks a reference up as it is written, variables and all; later versions the resolved text too. */
function contextArguments(request: BuildRequest, sources: readonly string[]): string[] {
  const meanings = new Map<string, string>();
  request.namedContexts.forEach((context, index) => {
    const source = sources[index];
    if (source === undefined) throw new Error(`no source for ${context.written}`);
    // `=` ends the name on this command line.
    for (const name of [context.written, context.resolved]) if (!name.includes('=')) meanings.set(name, source);
  });
  return [...meanings].map(([name, source]) => `--build-context=${name}=container-image://${source}`);
}

function pairs(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`);
}
