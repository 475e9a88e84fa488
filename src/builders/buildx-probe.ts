import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
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

/** buildx as it was found here. */
export interface BuildxEngine {
  /** The plugin itself: started through `docker` it takes 90 ms longer, every time. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly description: string;
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
  const version = field(text, 'BuildKit version') ?? '';
  const known = /^v0\.0\.0/.test(version) ? '' : ` ${version}`;
  const description = `docker buildx, ${field(text, 'Driver')} driver, BuildKit${known}: memory and CPU limits do not hold`;
  return ok({ program, env, description });
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
