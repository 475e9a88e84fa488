import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/rig/registry.ts';
import { answers, end } from './service.ts';

/** A registry of the demo's own, on the loopback interface. */
export interface Registry {
  /** `localhost:port`. */
  readonly host: string;
  /** What serves it, for people. */
  readonly kind: string;
  stop(): Promise<void>;
}

/** Starts Debian's docker-registry, or a container where an engine runs containers. Everything lies in `folder`. */
export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const host = `localhost:${port}`;
  const started = startProgram(folder, port) ?? startContainer(port);
  if (!started) {
    throw new Error('no registry here: install docker-registry (Debian), or an engine that runs containers');
  }
  try {
    await answers(`http://${host}/v2/`);
  } catch (error) {
    await started.stop();
    throw error;
  }
  return { host, ...started };
}

type Started = Pick<Registry, 'kind' | 'stop'>;

function startProgram(folder: string, port: number): Started | undefined {
  if (!onPath('docker-registry')) return undefined;
  const configuration = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
  };
  const file = join(folder, 'config.yml');
  writeFileSync(file, JSON.stringify(configuration));
  const log = openSync(join(folder, 'registry.log'), 'w');
  // A group of its own: Ctrl-C reaches the demo, which stops the registry last.
  const child = spawn('docker-registry', ['serve', file], { detached: true, stdio: ['ignore', log, log] });
  return { kind: 'docker-registry', stop: () => end(child) };
}

function startContainer(port: number): Started | undefined {
  const engine = ['docker', 'podman'].find((name) => onPath(name) && spawnSync(name, ['info']).status === 0);
  if (!engine) return undefined;
  const publish = `127.0.0.1:${port}:5000`;
  const run = ['run', '--detach', '--rm', '--publish', publish, 'docker.io/library/registry:2'];
  const id = execFileSync(engine, run, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  return {
    kind: `a container of ${engine}`,
    stop: async () => {
      spawnSync(engine, ['rm', '--force', id]);
    },
  };
}

function onPath(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}
