import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import {
  findProgram,
  isExecutable,
  linkTo,
  listNames,
  makePrivate,
  readText,
  writePrivate,
} from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';
import type { EngineOptions } from './options.ts';
import { prepareTrial, runtimeWays, tryWays, type Way } from './strangers.ts';

/** buildx as it was found here. */
export interface BuildxEngine {
  /** The plugin itself: started through `docker` it takes 90 ms longer, every time. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly description: string;
  /** BuildKit's, where it tells one: distributions leave it out. */
  readonly version?: string;
}

const PROBE_TIMEOUT = 30_000;
/** Where docker looks for its plugins, after the user's own folder. */
const PLUGIN_FOLDERS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];
/** What says which docker is meant. */
const DOCKER_VARIABLES = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
  'DOCKER_API_VERSION',
  'BUILDX_BUILDER',
  'SSH_AUTH_SOCK',
];

/** Finds out whether buildx works here, with its configuration in `folder`; the error is one line for people. */
export async function probeBuildx(options: EngineOptions, folder: string): Promise<Result<BuildxEngine, string>> {
  const own = options.environment.DOCKER_CONFIG ?? join(options.environment.HOME ?? '/', '.docker');
  const program = await findBuildx(options.environment, own);
  if (program === undefined) return err('docker buildx is not installed');
  const env = {
    ...childEnvironment(options.environment, DOCKER_VARIABLES),
    ...(await writeConfiguration(folder, own, options)),
  };
  const inspected = await captureProcess(program, ['inspect'], { env, timeout: PROBE_TIMEOUT });
  const text = Buffer.from(inspected.stdout).toString();
  const problem = problemOf(text, inspected.stderr);
  if (problem !== undefined) return err(problem);
  const told = field(text, 'BuildKit version') ?? '';
  const version = told === '' || told.startsWith('v0.0.0') ? undefined : told;
  const known = version === undefined ? '' : ` ${version}`;
  const description = `docker buildx, ${field(text, 'Driver')} driver, BuildKit${known}: memory, CPU and disk limits do not hold`;
  return ok({ program, env, description, ...(version === undefined ? {} : { version }) });
}

/** The releases that mended CVE-2024-23651 and CVE-2024-23652, which cannot be tried without doing harm. */
const MENDED = { buildkit: '0.12.5', docker: '25.0.2' };

/** Tries, in an empty folder, whether what a build may do to the machine is known to be held in (S23). */
export async function tryBuildx(engine: BuildxEngine, folder: string): Promise<Result<void, Failure>> {
  await prepareTrial(folder);
  const docker = engine.version === undefined ? await dockerVersion(engine.env) : undefined;
  const byVersion: Way = {
    name: 'CVE-2024-23652',
    what: `a mount that is removed with what it leads to; BuildKit ${MENDED.buildkit} and docker ${MENDED.docker} are mended, and this is ${engine.version ?? docker ?? 'of no version that it tells'}`,
    isOpen: async () => isOlder(engine.version, MENDED.buildkit) && isOlder(docker, MENDED.docker),
  };
  const build = async (dockerfile: string) => {
    const file = join(folder, `Dockerfile-${crypto.randomUUID()}`);
    await writePrivate(file, dockerfile);
    const args = ['build', '--progress=plain', '--no-cache', '--output=type=cacheonly', `--file=${file}`];
    const env = { ...engine.env, TMPDIR: join(folder, 'temporary') };
    const ran = await captureProcess(engine.program, [...args, join(folder, 'context')], {
      env,
      timeout: PROBE_TIMEOUT,
    });
    return ran.stderr;
  };
  const suggestion = `upgrade docker to ${MENDED.docker}, or BuildKit to ${MENDED.buildkit}, and runc to 1.1.12 or newer`;
  return tryWays('docker buildx', [...runtimeWays, byVersion], { build, folder }, suggestion);
}

async function dockerVersion(env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const docker = await findProgram('docker', env);
  if (docker === undefined) return undefined;
  const args = ['version', '--format={{.Server.Version}}'];
  const { stdout } = await captureProcess(docker, args, { env, timeout: PROBE_TIMEOUT });
  return Buffer.from(stdout).toString().trim() || undefined;
}

/** Whether a version is lower than another, or unknown. */
export function isOlder(version: string | undefined, than: string): boolean {
  const [, ...parts] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  const least = than.split('.').map(Number);
  const different = parts.map(Number).findIndex((part, at) => part !== least[at]);
  return parts.length === 0 || (different >= 0 && Number(parts[different]) < (least[different] as number));
}

/** Why a builder that `buildx inspect` tells of cannot be used; nothing when it can. */
export function problemOf(inspected: string, errors: string): string | undefined {
  const driver = field(inspected, 'Driver');
  const status = field(inspected, 'Status');
  if (driver === undefined || status === undefined) {
    return `docker cannot be reached: ${field(inspected, 'Error') ?? errors.trim().split('\n').at(-1) ?? ''}`;
  }
  if (status === 'inactive' && driver !== 'docker') return undefined;
  if (status !== 'running') return `the builder of docker buildx is ${status}`;
  const version = /v0\.(\d+)\./.exec(field(inspected, 'BuildKit version') ?? '')?.[1];
  if (version !== undefined && version !== '0' && Number(version) < 11) {
    return 'this BuildKit is older than 0.11 and has no named contexts, so parents cannot be pinned';
  }
  if (driver === 'docker' && !inspected.includes('worker.containerd.')) {
    return 'this docker has no containerd image store, so it tells no digests: `docker buildx create --use` helps, or "features": {"containerd-snapshotter": true} in daemon.json';
  }
  return undefined;
}

function field(text: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name}:\\s*(\\S.*)$`, 'm').exec(text)?.[1]?.trim();
}

async function findBuildx(environment: Environment, own: string): Promise<string | undefined> {
  const configured = configurationOf(await readText(join(own, 'config.json'))).cliPluginsExtraDirs ?? [];
  const onPath = await findProgram('docker-buildx', environment);
  const docker = await findProgram('docker', environment);
  // A docker unpacked beside the system has its plugins beside it.
  const beside = docker === undefined ? [] : [join(docker, '../../libexec/docker/cli-plugins')];
  const folders = [...configured, join(own, 'cli-plugins'), ...beside, ...PLUGIN_FOLDERS];
  for (const path of [...(onPath ? [onPath] : []), ...folders.map((folder) => join(folder, 'docker-buildx'))]) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Of buildx's configuration: the builders that the user made, and nothing about builds. */
const SHARED: readonly string[] = ['instances', 'defaults', 'certs'];

interface DockerConfiguration {
  readonly cliPluginsExtraDirs?: readonly string[];
  readonly currentContext?: string;
  readonly proxies?: unknown;
}

function configurationOf(text: string | undefined): DockerConfiguration {
  try {
    return JSON.parse(text ?? '{}') as DockerConfiguration;
  } catch {
    return {};
  }
}

/**
 * Docker's and buildx's configuration for this run alone: the credentials of the run and no other, the user's
 * contexts and builders. What buildx notes down about each build stays in here.
 */
async function writeConfiguration(
  folder: string,
  own: string,
  { authFile, environment }: EngineOptions,
): Promise<Record<string, string>> {
  const { currentContext, proxies } = configurationOf(await readText(join(own, 'config.json')));
  const { auths } = JSON.parse((authFile && (await readText(authFile))) || '{}') as { auths?: unknown };
  const config = JSON.stringify({ auths, currentContext, proxies });
  const docker = join(folder, 'docker');
  const buildx = join(folder, 'buildx');
  await Promise.all([makePrivate(docker), makePrivate(buildx)]);
  await writePrivate(join(docker, 'config.json'), config);
  if ((await listNames(own)).includes('contexts')) await linkTo(join(own, 'contexts'), join(docker, 'contexts'));
  const builders = environment.BUILDX_CONFIG ?? join(own, 'buildx');
  for (const name of await listNames(builders)) {
    if (SHARED.includes(name)) await linkTo(join(builders, name), join(buildx, name));
  }
  const current = await readText(join(builders, 'current'));
  if (current !== undefined) await writePrivate(join(buildx, 'current'), current);
  return {
    DOCKER_CONFIG: docker,
    BUILDX_CONFIG: buildx,
    BUILDX_METADATA_PROVENANCE: 'disabled',
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  };
}
