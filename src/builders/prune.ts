import { childEnvironment, type Environment } from '../system/environment.ts';
import { captureProcess } from '../system/process.ts';
import type { BuilderKind } from './select.ts';

/** What empties the store of each engine of all that no container holds. */
const COMMANDS: Readonly<Record<BuilderKind, readonly [program: string, ...args: string[]]>> = {
  buildx: ['docker', 'buildx', 'prune', '--all', '--force'],
  podman: ['podman', 'image', 'prune', '--all', '--force'],
  // Without --force an image that a container holds stays.
  buildah: ['buildah', 'rmi', '--all'],
};
/** Where the stores are. */
const PLACES = [
  'BUILDX_BUILDER',
  'BUILDX_CONFIG',
  'CONTAINERS_CONF',
  'CONTAINERS_STORAGE_CONF',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOCKER_HOST',
];
/** Milliseconds. */
const TIMEOUT = 5 * 60_000;

/** Empties the store of an engine; what is in use stays. Nothing should be building with it. Never fails. */
export async function pruneStore(kind: BuilderKind, environment: Environment, signal: AbortSignal): Promise<void> {
  const env = childEnvironment(environment, PLACES);
  const [program, ...args] = COMMANDS[kind];
  await captureProcess(program, args, { env, signal, timeout: TIMEOUT });
}
